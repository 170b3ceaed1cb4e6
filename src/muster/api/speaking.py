"""How the API puts a refusal: with the same sentences as the pages, which live in another room."""

from __future__ import annotations

from collections.abc import Callable

from muster.rules.refusal import Refusal

_speakers: list[Callable[[Refusal], str]] = []


def speak_with(sentence: Callable[[Refusal], str]) -> None:
    """Say how a refusal becomes a sentence; pages and API speak with the same words."""
    _speakers[:] = [sentence]


def sentence_of(refusal: Refusal) -> str:
    """The refusal in words; its code where nobody has said how."""
    return _speakers[0](refusal) if _speakers else refusal.code

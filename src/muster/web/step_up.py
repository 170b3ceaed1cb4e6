"""Confirming presence inside a form: `members` registers how, pages only ask.

`web` may not know people or passwords. At start-up `members` registers three callables here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest

from muster.rules.actor import Actor

PASSWORD, CODE = "password", "code"


@dataclass(frozen=True)
class StepUp:
    """How presence is confirmed.

    `check(request, password=..., code=...)` answers the actor who has confirmed, or raises
    `Refused`; `methods(request)` names the ways this person has (`password`, `code`);
    `url(request)` is a page where a passkey confirms, or an empty text.
    """

    check: Callable[..., Actor]
    methods: Callable[[HttpRequest], frozenset[str]]
    url: Callable[[HttpRequest], str]


_registered: list[StepUp] = []


def _both(request: HttpRequest) -> frozenset[str]:
    return frozenset({PASSWORD, CODE})


def _nowhere(request: HttpRequest) -> str:
    return ""


def register(
    check: Callable[..., Actor],
    methods: Callable[[HttpRequest], frozenset[str]] = _both,
    url: Callable[[HttpRequest], str] = _nowhere,
) -> None:
    """Say how presence is confirmed; the last registration counts."""
    _registered[:] = [StepUp(check, methods, url)]


def registered() -> StepUp | None:
    return _registered[0] if _registered else None

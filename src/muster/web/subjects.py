"""The page of a thing that a fact is about: lower rooms ask, the room that knows all pages answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from muster.rules.actor import Actor


@dataclass(frozen=True)
class SubjectPage:
    """Where a thing is shown, and what people call it; `name` may be empty."""

    name: str
    url: str


Finder = Callable[[Actor, str, UUID], SubjectPage | None]

_FINDERS: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Add who knows pages; it answers None for what is not there or the actor may not see."""
    if finder not in _FINDERS:
        _FINDERS.append(finder)


def page_of(actor: Actor, kind: str, subject_id: UUID) -> SubjectPage | None:
    """The page of a thing, for an actor who may see it."""
    return next((page for find in _FINDERS if (page := find(actor, kind, subject_id))), None)

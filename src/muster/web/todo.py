"""What needs the reader now: short sentences from all apps, the most pressing first."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from muster.rules.actor import Actor


@dataclass(frozen=True)
class Todo:
    """One thing to do: a sentence, where to do it, by when, and whether someone waits for it.

    `last_day` is told in place of `due` where the end of a day is meant.
    """

    sentence: str
    url: str
    due: datetime.datetime | None = None
    urgent: bool = False
    last_day: datetime.date | None = None


Source = Callable[[Actor], Iterable[Todo]]
MOST = 12

_SOURCES: list[Source] = []


def register_todos(source: Source) -> None:
    """Add a source of to-dos; it takes the actor and answers a short, bounded list."""
    if source not in _SOURCES:
        _SOURCES.append(source)


def todos_for(actor: Actor) -> list[Todo]:
    """Urgent first, then by due time; at most `MOST`."""
    found = [todo for source in _SOURCES for todo in source(actor)]
    never = datetime.datetime.max.replace(tzinfo=datetime.UTC)
    found.sort(key=lambda todo: (not todo.urgent, todo.due or never, todo.sentence))
    return found[:MOST]

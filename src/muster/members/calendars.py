"""Calendars that a program can read behind a private link: rooms above register theirs.

`register_calendar("deadlines", "Deadlines", words, write)`: `write(actor, address)` answers the
file (RFC 5545) for the post in which the link was made; `address` makes a path whole.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from muster.rules.actor import Actor

PRODUCT = "-//Muster//Calendars//EN"
REFRESH = timedelta(hours=1)
Address = Callable[[str], str]


@dataclass(frozen=True)
class CalendarKind:
    """One kind of calendar. `words` say what whoever has the link reads."""

    key: str
    label: str
    words: str
    write: Callable[[Actor, Address], bytes]
    needs_party: bool = False


_KINDS: dict[str, CalendarKind] = {}


def register_calendar(
    key: str,
    label: str,
    words: str,
    write: Callable[[Actor, Address], bytes],
    *,
    needs_party: bool = False,
) -> None:
    """Offer a calendar to everybody, or (`needs_party`) to whoever acts for a party."""
    _KINDS[key] = CalendarKind(key, label, words, write, needs_party)


def calendar_kinds() -> tuple[CalendarKind, ...]:
    """Every kind, by its label."""
    return tuple(sorted(_KINDS.values(), key=lambda each: each.label))


def calendar_kind(key: str) -> CalendarKind | None:
    """The kind under a key, if a room registered it."""
    return _KINDS.get(key)


def empty_calendar(name: str) -> Any:
    """A calendar to which entries are added: its name, and how often to read it anew."""
    from icalendar import Calendar  # at first use: no process waits for it at its start

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    return calendar

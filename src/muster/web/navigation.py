"""The main navigation: entries that apps register at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted


@dataclass(frozen=True)
class Entry:
    """One link. `place` is `main` (always seen on a wide page), `more`, or `action` (a button)."""

    label: str
    url_name: str
    order: int = 50
    permission: str | None = None
    place: str = "main"
    badge: str | None = None


_ENTRIES: dict[str, Entry] = {}


def register_entry(
    label: str,
    url_name: str,
    *,
    order: int = 50,
    permission: str | None = None,
    place: str = "main",
    badge: str | None = None,
) -> None:
    """Add a link to the navigation. `badge` names a count of `web.badges` to show beside it."""
    _ENTRIES[url_name] = Entry(label, url_name, order, permission, place, badge)


def entries_for(actor: Actor | None, place: str) -> list[tuple[Entry, str]]:
    """The entries of a place that the actor may use, in order, each with its address."""
    if actor is None:
        return []
    seen = []
    for entry in sorted(_ENTRIES.values(), key=lambda each: (each.order, each.label)):
        if entry.place != place:
            continue
        if entry.permission and not is_permitted(actor, entry.permission):
            continue
        try:
            seen.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    return seen

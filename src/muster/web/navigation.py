"""The main navigation: entries that apps register at start-up."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted


@dataclass(frozen=True)
class Entry:
    """One link.

    `place` is `main` (always seen on a wide page), `more`, `action` (a button in the header) or
    `account` (beside the pages about one's own account).
    """

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
    """The entries of a place that the actor may use, in order, each with its address.

    Without an actor (signed in, but holding no post) only the account's own pages are left.
    """
    if actor is None and place != "account":
        return []
    seen = []
    for entry in sorted(_ENTRIES.values(), key=lambda each: (each.order, each.label)):
        if entry.place != place:
            continue
        if entry.permission and not (actor and is_permitted(actor, entry.permission)):
            continue
        try:
            seen.append((entry, reverse(entry.url_name)))
        except NoReverseMatch:
            continue
    return seen


def register_own_entries() -> None:
    """The journal's pages and the sign-in library's own."""
    register_entry("Journal", "web:journal", order=80, permission="journal.view", place="more")
    register_entry("Password", "account_change_password", order=40, place="account")
    register_entry("Two-step sign-in and passkeys", "mfa_index", order=50, place="account")

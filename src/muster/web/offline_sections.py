"""What each room lets be read on a person's own phone without a network.

A room registers a query that takes the actor and answers a short list of items. The query applies
visibility and sharing labels itself: whatever it answers is kept, encrypted, on a device that may
be lost. Items are plain values, so that one page can show all of them:

    {"id": "…", "title": "AR-2026-0007", "text": "…", "facts": [["From", {"at": "2026-…Z"}]],
     "data": {…}}

`facts` are pairs of a name and a text, or a moment as `{"at": ISO 8601}`; `data` is for the forms
that are filled in without a network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.sharing import SharingLabel, label_of

Item = dict[str, Any]
Query = Callable[[Actor], list[Item]]
MOST_ITEMS = 200


@dataclass(frozen=True)
class Section:
    """One part of the snapshot; `empty` says what stands there when it has no items."""

    key: str
    title: str
    empty: str
    items: list[Item]


@dataclass(frozen=True)
class _Registered:
    key: str
    title: str
    query: Query
    empty: str
    permission: str | None
    order: int


_SECTIONS: dict[str, _Registered] = {}


def register_offline_section(
    key: str,
    title: str,
    query: Query,
    *,
    empty: str = "Nothing here.",
    permission: str | None = None,
    order: int = 50,
) -> None:
    """Keep what `query(actor)` answers readable without a network, under a heading.

    A section without a title is not shown: it feeds the forms.
    """
    _SECTIONS[key] = _Registered(key, title, query, empty, permission, order)


def sections_for(actor: Actor) -> list[Section]:
    """The sections that the actor may keep, in order, each bounded."""
    found = []
    for each in sorted(_SECTIONS.values(), key=lambda section: (section.order, section.key)):
        if each.permission is None or is_permitted(actor, each.permission):
            items = each.query(actor)[:MOST_ITEMS]
            found.append(Section(each.key, each.title, each.empty, items))
    return found


def moment(at: datetime | None) -> dict[str, str] | None:
    """A moment as the device shows it in its own reader's zone."""
    return None if at is None else {"at": at.isoformat().replace("+00:00", "Z")}


def facts(*pairs: tuple[str, Any]) -> list[list[Any]]:
    """Pairs of a name and a value, without those that are empty."""
    return [[name, value] for name, value in pairs if value not in (None, "", [])]


def may_be_kept(label: str | None) -> bool:
    """Whether a thing under a sharing label may be kept on a phone: what is for the individual
    recipients alone (RED, or no label that is known) is read where they sign in."""
    return label_of(label) is not SharingLabel.RED

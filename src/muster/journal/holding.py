"""What may not be erased now, whatever its time: upper rooms say what a legal hold reaches.

The record room keeps the holds and registers their reach; this room, and every room that takes
words out, asks without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.rules.refusal import Refusal, Refused

Reach = Callable[[UUID], frozenset[UUID]]

_REACHES: list[Reach] = []


def register_reach(reach: Reach) -> None:
    """Ask `reach(network_id)` for the ids of everything that is held in a network."""
    if reach not in _REACHES:
        _REACHES.append(reach)


def held_in(network_id: UUID | None) -> frozenset[UUID]:
    """Everything in a network that a hold keeps, by id."""
    if network_id is None:
        return frozenset()
    return frozenset(each for reach in _REACHES for each in reach(network_id))


def refuse_held(network_id: UUID | None, ids: Collection[UUID]) -> None:
    """Refuse `record.under_hold` when a hold keeps any of these. Term: retention."""
    if ids and not held_in(network_id).isdisjoint(ids):
        raise Refused(Refusal("record.under_hold", term="retention"))


def refuse_held_rows(network_id: UUID | None, rows: QuerySet[Any], *names: str) -> None:
    """Refuse `record.under_hold` when a hold keeps a row by one of these ids of it."""
    refuse_held(network_id, {each for row in rows.values_list(*names) for each in row})

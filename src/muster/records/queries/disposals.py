"""Disposals: proposed, approved, carried out."""

from __future__ import annotations

from uuid import UUID

from muster.journal.keyset import Page, page_of
from muster.records.models import Disposal, DisposalItem
from muster.records.queries.visibility import need
from muster.rules.actor import Actor
from muster.rules.lifecycle import DisposalState
from muster.rules.refusal import NotFound

OPEN = (DisposalState.PROPOSED, DisposalState.APPROVED)


def disposals(actor: Actor, *, cursor: str | None = None, limit: int = 50) -> Page[Disposal]:
    """The network's disposals, newest first."""
    need(actor)
    return page_of(Disposal.objects.filter(network_id=actor.network_id), ("-id",), cursor, limit)


def open_disposals(actor: Actor) -> list[Disposal]:
    """Those that wait for somebody."""
    need(actor)
    rows = Disposal.objects.filter(network_id=actor.network_id, state__in=OPEN)
    return list(rows.order_by("id")[:50])


def get_disposal(actor: Actor, disposal_id: UUID, *, lock: bool = False) -> Disposal:
    """One disposal. Raises `NotFound`."""
    need(actor)
    rows = Disposal.objects.filter(network_id=actor.network_id, id=disposal_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound("disposal")
    return found


def items_of(actor: Actor, disposal_id: UUID) -> list[DisposalItem]:
    """The records of a disposal, by their references."""
    return list(get_disposal(actor, disposal_id).items.order_by("ended_at", "id"))

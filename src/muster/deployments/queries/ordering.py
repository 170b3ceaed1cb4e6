"""What stands outside the signed mission order, and what can be put there."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from muster.deployments.models import (
    Deployment,
    Expense,
    OutsideOrder,
    Stay,
    SupplyLot,
    ThingUse,
    TimeEntry,
)
from muster.deployments.queries.presence import get_mission_of_side, one_of_side
from muster.rules.actor import Actor

MOST = 500


def outside_order(actor: Actor, mission_id: UUID) -> QuerySet[OutsideOrder]:
    """What was said to stand outside the order, also what was taken in, for the two sides."""
    get_mission_of_side(actor, mission_id)
    return OutsideOrder.objects.filter(mission_id=mission_id).order_by("said_at", "id")


def get_outside_order(actor: Actor, outside_order_id: UUID, *, lock: bool = False) -> OutsideOrder:
    """One entry that was said to stand outside the order. Raises `NotFound`."""
    rows = OutsideOrder.objects.select_related("mission__aid_request")
    return one_of_side(actor, rows, outside_order_id, "outside_order", lock=lock)


def ids_outside_order(mission_id: UUID) -> frozenset[UUID]:
    """The entries, and the people and lots with all of theirs, that the order does not name."""
    rows = OutsideOrder.objects.filter(mission_id=mission_id, taken_in_at__isnull=True)
    return frozenset(rows.values_list("entry_id", flat=True))


def entries_of(actor: Actor, mission_id: UUID) -> dict[UUID, str]:
    """Everything on record of a mission that costs something, with words that tell it apart."""
    get_mission_of_side(actor, mission_id)
    found: dict[UUID, str] = {}
    for row in Deployment.objects.filter(mission_id=mission_id).order_by("label", "id")[:MOST]:
        found[row.id] = f"All of {row.label}"
    counting = {"mission_id": mission_id, "voided_at__isnull": True}
    entries = TimeEntry.objects.filter(**counting).select_related("deployment")
    for entry in entries.order_by("starts_at", "id")[:MOST]:
        day = entry.starts_at.date().isoformat()
        found[entry.id] = f"{entry.deployment.label}, {entry.kind} time {day}: {entry.task}"
    for cost in Expense.objects.filter(**counting).order_by("incurred_on", "id")[:MOST]:
        found[cost.id] = f"{cost.description}, {cost.incurred_on.isoformat()}"
    for stay in Stay.objects.filter(**counting).select_related("deployment").order_by("on")[:MOST]:
        found[stay.id] = f"{stay.deployment.label}, away {stay.on.isoformat()}"
    for use in ThingUse.objects.filter(**counting).select_related("deployment")[:MOST]:
        found[use.id] = f"{use.deployment.label}, use {use.on.isoformat()}"
    for lot in SupplyLot.objects.filter(**counting).order_by("given_on", "id")[:MOST]:
        found[lot.id] = f"{lot.description}, {lot.given_on.isoformat()}"
    return found

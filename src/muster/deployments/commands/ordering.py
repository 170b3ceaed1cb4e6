"""What the signed mission order names: some agreements pay nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.logging_work import need_open_books
from muster.deployments.commands.sides import note
from muster.deployments.models import OutsideOrder
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("mission.judge_order")
def put_outside_order(
    actor: Actor, *, mission_id: UUID, entry_id: UUID, reason: str
) -> OutsideOrder:
    """Say that the signed mission order does not name an entry, which then may not be claimed.

    Either side may. The entry is an hour, expense, day away, use or supply by its id, or a person or
    lot with all that is entered for it. It counts only where the agreement pays nothing else.
    Refuses: mission.books_closed, order.entry_unknown, order.outside_already, reason.required.
    Records: PutOutsideOrder.
    Clause: claimable.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_open_books(mission)
    label = queries.entries_of(actor, mission_id).get(entry_id)
    already = entry_id in queries.ids_outside_order(mission_id)
    checks = (
        (label is None, Refusal("order.entry_unknown", "claimable", "entry_id")),
        (already, Refusal("order.outside_already", "claimable", "entry_id")),
        (not reason.strip(), Refusal("reason.required", field="reason")),
    )
    refuse_if([refusal for broken, refusal in checks if broken])
    outside = OutsideOrder.objects.create(
        network_id=mission.network_id,
        mission=mission,
        entry_id=entry_id,
        label=str(label)[:300],
        reason=reason.strip()[:500],
        said_by_party_id=actor.party_id,
        said_by_name=actor.name[:200],
        said_at=clock.now(),
    )
    happened = events.PutOutsideOrder(**_about(outside, mission), reason=outside.reason)
    note(happened, actor, mission)
    return outside


@command("mission.judge_order")
def take_into_order(actor: Actor, *, outside_order_id: UUID) -> OutsideOrder:
    """Take an entry in, as the party that pays for it: from now on it counts as named in the order.

    Refuses: order.not_yours, order.taken_in_already, mission.books_closed.
    Records: TakenIntoOrder.
    Clause: claimable.
    """
    outside = queries.get_outside_order(actor, outside_order_id, lock=True)
    mission = outside.mission
    if actor.party_id != mission.requesting_party_id:
        raise Refused(Refusal("order.not_yours", "claimable"))
    need_open_books(mission)
    if outside.taken_in_at is not None:
        raise Refused(Refusal("order.taken_in_already", "claimable"))
    outside.taken_in_at, outside.taken_in_by_name = clock.now(), actor.name[:200]
    outside.save(update_fields=["taken_in_at", "taken_in_by_name"])
    note(events.TakenIntoOrder(**_about(outside, mission)), actor, mission)
    return outside


def _about(outside: OutsideOrder, mission: Any) -> dict[str, Any]:
    return {
        "outside_order_id": outside.id,
        "entry_id": outside.entry_id,
        "mission_id": mission.id,
        "requesting_party_id": mission.requesting_party_id,
        "responding_party_id": mission.responding_party_id,
        "label": outside.label,
    }

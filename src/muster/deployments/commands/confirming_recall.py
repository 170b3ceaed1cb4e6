"""A recall that was said by voice is put in writing."""

from __future__ import annotations

from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.sides import need_responding_side, note
from muster.deployments.models import Recall
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("mission.recall")
def confirm_recall(actor: Actor, *, mission_id: UUID, text: str) -> Recall:
    """Put the recall of a mission that was said by voice in writing; its clock stops.

    Refuses: deployment.not_yours, recall.nothing_to_confirm, recall.no_text.
    Records: RecallConfirmed.
    Clause: recall.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_responding_side(actor, mission)
    waiting = queries.recalls_to_confirm(mission_id)
    if not waiting:
        raise Refused(Refusal("recall.nothing_to_confirm", "recall"))
    if not text.strip():
        raise Refused(Refusal("recall.no_text", "recall", field="text"))
    at = clock.now()
    for recall in waiting:
        recall.confirmed_at, recall.confirmed_text = at, text.strip()[:500]
        recall.confirmed_by_name = actor.name[:200]
        recall.save(update_fields=["confirmed_at", "confirmed_text", "confirmed_by_name"])
    happened = events.RecallConfirmed(
        mission_id=mission.id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        reference=mission.reference,
        text=waiting[0].confirmed_text,
    )
    note(happened, actor, mission)
    return waiting[0]

"""A helper that is hit itself: everything of one party comes home in one action."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from muster.aid import commands as aid
from muster.deployments import events, queries
from muster.deployments.commands.going_home import recall_mission
from muster.deployments.models import PartyRecall
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.plain import to_plain
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("mission.recall")
def recall_everything(
    actor: Actor, *, reason: str, by_voice: bool = False, party_recall_id: UUID | None = None
) -> PartyRecall:
    """Call home everyone and everything that the own party has out, and withdraw its waiting offers.

    What has not left is stood down at once; the rest is recalled with the shortest notice that its
    terms allow. The lines that were filled are needed again. A mission whose terms let nobody be
    recalled stays, and is named in the answer. What was said `by_voice` waits to be put in writing,
    mission by mission.
    *Refuses* `reason.required`, `recall.nothing_out`, `recall.only_in_writing`, `id.taken`. *Records* MissionStoodDown,
    MissionRecalled, OfferWithdrawn for each, and PartyRecalledAll. *Clause*: recall.
    """
    if earlier := PartyRecall.objects.filter(pk=party_recall_id).first():
        if earlier.party_id != actor.party_id:
            raise Refused(Refusal("id.taken"))
        return earlier
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    at = clock.now()
    found = queries.whole_recall(actor, at)
    if actor.party_id is None or found.is_empty:
        raise Refused(Refusal("recall.nothing_out"))
    for mission in found.missions:
        _call_home(actor, mission, reason, by_voice)
    for offer in found.offers:
        aid.withdraw_offer(actor, offer_id=offer.offer_id, reason=reason)
    recall = PartyRecall.objects.create(
        id=party_recall_id or new_id(),
        network_id=actor.network_id,
        party_id=actor.party_id,
        reason=reason.strip()[:500],
        by_voice=by_voice,
        done=to_plain(asdict(found)),
        called_at=at,
        called_by_id=actor.person_id,
        called_by_name=actor.name[:200],
    )
    record(
        events.PartyRecalledAll(recall.id, actor.party_id, len(found.missions), len(found.offers)),
        actor=actor,
        subjects=[("party", actor.party_id)],
        audience=[actor.party_id],
        at=at,
    )
    return recall


def _call_home(actor: Actor, mission: queries.MissionCalled, reason: str, by_voice: bool) -> None:
    if mission.how == queries.STAND_DOWN:
        aid.stand_down_mission(actor, mission_id=mission.mission_id, reason=reason)
    elif mission.effective_at is not None:
        recall_mission(
            actor,
            mission_id=mission.mission_id,
            reason=reason,
            effective_at=mission.effective_at,
            by_voice=by_voice,
        )
        aid.give_up_promises(actor, mission_id=mission.mission_id, at=mission.effective_at)

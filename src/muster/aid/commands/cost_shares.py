"""What is paid after the free hours: proposed in writing by one side, agreed by the other."""

from __future__ import annotations

from uuid import UUID

from muster.aid import events, queries
from muster.aid.models import CostShare, Mission
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.lifecycle import MISSION, move
from muster.rules.refusal import Refusal, Refused

WHOLE = 10_000


@command("mission.propose_share")
def propose_share(
    actor: Actor, *, mission_id: UUID, share_basis_points: int, wording: str
) -> CostShare:
    """Propose which part of the cost after the free hours the requesting party pays.

    A newer proposal of the same side replaces the older. *Refuses* `mission.not_yours`,
    `mission.wrong_state`, `share.out_of_range`, `share.no_wording`. *Records* CostShareProposed.
    *Clause*: share.
    """
    mission = _own_mission(actor, mission_id)
    if not 0 <= share_basis_points <= WHOLE:
        raise Refused(Refusal("share.out_of_range", "share", "share_basis_points"))
    if not wording.strip():
        raise Refused(Refusal("share.no_wording", "share", "wording"))
    CostShare.objects.filter(mission=mission, state=CostShare.State.PROPOSED).update(
        state=CostShare.State.REPLACED
    )
    share = CostShare.objects.create(
        mission=mission,
        share_basis_points=share_basis_points,
        wording=wording.strip()[:1000],
        state=CostShare.State.PROPOSED,
        proposed_by_party_id=actor.party_id,
        proposed_by_id=actor.person_id,
        proposed_at=clock.now(),
    )
    _record(actor, mission, events.CostShareProposed, share)
    return share


@command("mission.agree_share", step_up=True)
def agree_share(actor: Actor, *, cost_share_id: UUID) -> CostShare:
    """Agree to what the other side proposed; it holds from now on, in place of any earlier share.

    *Refuses* `mission.not_yours`, `share.own_proposal`, `share.not_proposed`,
    `mission.wrong_state`. *Records* CostShareAgreed. *Clause*: share.
    """
    seen = queries.get_cost_share(actor, cost_share_id)
    mission = _own_mission(actor, seen.mission_id)
    share = CostShare.objects.select_for_update().get(pk=cost_share_id)
    if share.proposed_by_party_id == actor.party_id:
        raise Refused(Refusal("share.own_proposal", "share"))
    if share.state != CostShare.State.PROPOSED:
        raise Refused(Refusal("share.not_proposed", "share"))
    CostShare.objects.filter(mission=mission, state=CostShare.State.AGREED).update(
        state=CostShare.State.REPLACED
    )
    share.state = CostShare.State.AGREED
    share.agreed_by_id, share.agreed_at = actor.person_id, clock.now()
    share.save(update_fields=["state", "agreed_by_id", "agreed_at"])
    _record(actor, mission, events.CostShareAgreed, share)
    return share


def _own_mission(actor: Actor, mission_id: UUID) -> Mission:
    mission = queries.get_mission(actor, mission_id, lock=True)
    sides = (mission.requesting_party_id, mission.responding_party_id)
    if actor.party_id not in sides:
        raise Refused(Refusal("mission.not_yours"))
    move(MISSION, mission.state, "agree_share")
    return mission


def _record(actor: Actor, mission: Mission, kind: type, share: CostShare) -> None:
    sides = (mission.requesting_party_id, mission.responding_party_id)
    record(
        kind(
            share.id,
            mission.id,
            *sides,
            actor.party_id,
            mission.reference,
            share.share_basis_points,
        ),
        actor=actor,
        subjects=[("mission", mission.id), ("aid_request", mission.aid_request_id)],
        audience=sides,
        exercise_id=mission.exercise_id,
    )

"""Beyond the free time: both sides are told in time, and the requesting party answers in writing."""

from __future__ import annotations

from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.sides import need_under_way, note
from muster.deployments.models import Continuation, FreeHelpNotice
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.settlement import MeterState, show_number

LONGEST_WORDING = 1000
TOLD = (MeterState.WARNING, MeterState.USED_UP)


@command("mission.continue")
def answer_continuation(
    actor: Actor, *, mission_id: UUID, goes_on: bool, wording: str = ""
) -> Continuation:
    """Answer in writing whether help goes on beyond the free time; the last answer holds.

    Refuses: continuation.not_yours, mission.wrong_state, field.too_long.
    Records: ContinuationAnswered. Clause: continuation, free_allowance.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    if actor.party_id != mission.requesting_party_id:
        raise Refused(Refusal("continuation.not_yours", "continuation"))
    need_under_way(mission)
    if len(wording.strip()) > LONGEST_WORDING:
        raise Refused(Refusal("field.too_long", field="wording", values={"limit": LONGEST_WORDING}))
    row = Continuation.objects.create(
        mission=mission,
        goes_on=goes_on,
        wording=wording.strip(),
        answered_by_id=actor.person_id,
        answered_by_name=actor.name[:200],
        answered_at=clock.now(),
    )
    happened = events.ContinuationAnswered(
        continuation_id=row.id,
        mission_id=mission.id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        reference=mission.reference,
        goes_on=goes_on,
    )
    note(happened, actor, mission)
    return row


@command("mission.note_free_help")
def note_free_help(actor: Actor, *, mission_id: UUID) -> FreeHelpNotice | None:
    """Tell both sides, once for each state, that the free help nears its end or is used up.

    Refuses nothing. Records: FreeHelpLow. Clause: free_allowance.
    """
    system = system_actor(actor.network_id)
    mission = queries.get_mission_of_side(system, mission_id, lock=True)
    meter = queries.free_meter(system, mission_id)
    if meter.state not in TOLD:
        return None
    told, is_new = FreeHelpNotice.objects.get_or_create(
        mission=mission, state=meter.state.value, defaults={"told_at": clock.now()}
    )
    if not is_new:
        return None
    happened = events.FreeHelpLow(
        mission_id=mission.id,
        aid_request_id=mission.aid_request_id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        reference=mission.reference,
        state=meter.state.value,
        hours_left=show_number(meter.left),
        runs_out_at=meter.runs_out_at,
    )
    note(happened, actor, mission)
    return told

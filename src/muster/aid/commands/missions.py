"""What becomes of a mission. Deployments calls the transitions, inside its own commands; standing
down, before anything was sent, is a command of this room."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.promises import recount_lines
from muster.aid.models import AidRequest, Mission
from muster.catalog import commands as catalog
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.lifecycle import MISSION, AidRequestState, move
from muster.rules.refusal import Refusal, Refused


def start_mission(actor: Actor, *, mission_id: UUID, at: datetime) -> Mission:
    """The first arrived. Records MissionStarted; nothing where it had started before."""
    mission = queries.get_mission(actor, mission_id, lock=True)
    if mission.arrived_at is not None:
        return mission
    mission.state = move(MISSION, mission.state, "activate")
    mission.arrived_at = at
    mission.save(update_fields=["state", "arrived_at"])
    _record(events.MissionStarted(*_head(mission), at), actor, mission, at)
    return mission


def begin_demobilization(actor: Actor, *, mission_id: UUID, at: datetime) -> Mission:
    """The first goes home. Records MissionDemobilizing."""
    mission = queries.get_mission(actor, mission_id, lock=True)
    if mission.state == "demobilizing":
        return mission
    mission.state = move(MISSION, mission.state, "begin_demobilization")
    mission.save(update_fields=["state"])
    _record(events.MissionDemobilizing(*_head(mission)), actor, mission, at)
    return mission


def finish_demobilization(actor: Actor, *, mission_id: UUID, at: datetime) -> Mission:
    """The last is home: everything promised is accounted for. Records MissionDemobilized."""
    mission = queries.get_mission(actor, mission_id, lock=True)
    mission.state = move(MISSION, mission.state, "demobilize")
    mission.demobilized_at = at
    mission.save(update_fields=["state", "demobilized_at"])
    _record(events.MissionDemobilized(*_head(mission), at), actor, mission, at)
    return mission


def extend_mission(actor: Actor, *, mission_id: UUID, until: datetime) -> Mission:
    """A longer stay that both sides agreed; the reservations follow. Records MissionExtended."""
    mission = queries.get_mission(actor, mission_id, lock=True)
    mission.state = move(MISSION, mission.state, "extend")
    if until <= mission.ends_at:
        raise Refused(Refusal("mission.not_longer", field="until"))
    catalog.extend_reservations(actor, mission_id=mission.id, until=until)
    mission.ends_at = until
    mission.save(update_fields=["ends_at"])
    _record(events.MissionExtended(*_head(mission), until), actor, mission, clock.now())
    return mission


def close_mission(actor: Actor, *, mission_id: UUID, at: datetime | None = None) -> Mission:
    """Nothing is open any more. Records MissionClosed."""
    mission = queries.get_mission(actor, mission_id, lock=True)
    mission.state = move(MISSION, mission.state, "close")
    mission.closed_at = at or clock.now()
    mission.save(update_fields=["state", "closed_at"])
    _record(events.MissionClosed(*_head(mission)), actor, mission, mission.closed_at)
    return mission


def give_up_promises(actor: Actor, *, mission_id: UUID, at: datetime) -> Mission:
    """What a mission brings will not stay: the lines that it filled are needed again. Records
    nothing; the recall's own fact says it."""
    seen = queries.get_mission(actor, mission_id)
    aid_request = AidRequest.objects.select_for_update().get(pk=seen.aid_request_id)
    mission = queries.get_mission(actor, mission_id, lock=True)
    mission.recalled_at = at
    mission.save(update_fields=["recalled_at"])
    if aid_request.state == AidRequestState.OPEN:
        recount_lines(aid_request.id)
    return mission


@command("mission.close")
def stand_down_mission(actor: Actor, *, mission_id: UUID, reason: str) -> Mission:
    """End a mission before anyone or anything was sent; what it promised is needed again.

    Either side may. *Refuses* `mission.not_yours`, `mission.wrong_state`, `reason.required`.
    *Records* MissionStoodDown. *Clause*: recall.
    """
    seen = queries.get_mission(actor, mission_id)
    if not queries.is_side_of(actor, seen.requesting_party_id, seen.responding_party_id):
        raise Refused(Refusal("mission.not_yours"))
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    aid_request = AidRequest.objects.select_for_update().get(pk=seen.aid_request_id)
    mission = queries.get_mission(actor, mission_id, lock=True)
    mission.state = move(MISSION, mission.state, "cancel")
    mission.closed_at = clock.now()
    mission.save(update_fields=["state", "closed_at"])
    catalog.release(actor, mission_id=mission.id, at=mission.closed_at)
    if aid_request.state == AidRequestState.OPEN:
        recount_lines(aid_request.id)
    happened = events.MissionStoodDown(*_head(mission), reason.strip()[:500])
    _record(happened, actor, mission, mission.closed_at)
    return mission


def _head(mission: Mission) -> tuple[UUID, UUID, UUID, UUID, str]:
    return (
        mission.id,
        mission.aid_request_id,
        mission.requesting_party_id,
        mission.responding_party_id,
        mission.reference,
    )


def _record(happened: object, actor: Actor, mission: Mission, at: datetime) -> None:
    record(
        happened,
        actor=actor,
        subjects=[
            ("mission", mission.id),
            ("aid_request", mission.aid_request_id),
            ("incident", mission.aid_request.incident_id),
        ],
        audience=[mission.requesting_party_id, mission.responding_party_id],
        exercise_id=mission.exercise_id,
        at=at,
    )

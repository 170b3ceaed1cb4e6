"""Who of the two sides may do what with a deployment, and how a fact about it is written down."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from muster.catalog import commands as catalog
from muster.deployments import queries
from muster.deployments.models import Deployment
from muster.journal import clock
from muster.journal.record import record
from muster.rules.actor import Actor, PartyRole
from muster.rules.lifecycle import DEPLOYMENT, LOAN, DeploymentState, Lifecycle, MissionState
from muster.rules.refusal import Refusal, Refused

FOR_ALL = (PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER)
UNDER_WAY = (MissionState.AUTHORIZED, MissionState.ACTIVE, MissionState.DEMOBILIZING)


def is_person(row: Deployment) -> bool:
    return row.kind == queries.PEOPLE


def life_of(row: Deployment) -> Lifecycle:
    return DEPLOYMENT if is_person(row) else LOAN


def need_person(row: Deployment) -> None:
    if not is_person(row):
        raise Refused(Refusal("deployment.not_a_person"))


def need_thing(row: Deployment) -> None:
    if is_person(row):
        raise Refused(Refusal("deployment.not_a_thing"))


def need_responding_side(actor: Actor, mission: Any) -> None:
    """Only the party that sent the help."""
    if not (actor.is_system or actor.party_id == mission.responding_party_id):
        raise Refused(Refusal("deployment.not_yours"))


def need_own_or_all(actor: Actor, row: Deployment, *also: str) -> None:
    """Of the responding party: operators for all, a responder for what is theirs or nobody's."""
    need_responding_side(actor, row.mission)
    if actor.is_system or actor.holds(*FOR_ALL, *also):
        return
    if row.responder_id not in (None, actor.person_id):
        raise Refused(Refusal("deployment.of_someone_else"))


def need_own_or_host(actor: Actor, row: Deployment) -> None:
    """As `need_own_or_all`; an operator of the host may do it too."""
    if actor.party_id == row.mission.requesting_party_id:
        if not actor.holds(*FOR_ALL):
            raise Refused(Refusal("deployment.of_someone_else"))
        return
    need_own_or_all(actor, row)


def need_under_way(mission: Any) -> None:
    """Nobody and nothing arrives at a mission that is over."""
    if mission.state not in UNDER_WAY:
        raise Refused(Refusal("mission.wrong_state", values={"state": mission.state}))


def hold_again(actor: Actor, row: Deployment, before: str) -> None:
    """What did not show was given up, and may be promised elsewhere since; now it is here."""
    if before != DeploymentState.NO_SHOW or row.checked_in_at is None:
        return
    catalog.reserve_what_is_there(
        actor,
        mission_id=row.mission_id,
        item=(row.resource_id, row.quantity, row.checked_in_at, row.mission.ends_at),
        exercise_id=row.mission.exercise_id,
    )


def happened_at(at: datetime | None, mission: Any, field: str = "at") -> datetime:
    """The given moment, or now; never ahead of now nor before the mission was authorized."""
    now = clock.now()
    if at is None:
        return now
    if at > now:
        raise Refused(Refusal("deployment.in_the_future", field=field))
    # A typed minute has no seconds: the minute of the authorization itself is not before it.
    if at < mission.authorized_at.replace(second=0, microsecond=0):
        raise Refused(
            Refusal(
                "deployment.before_the_mission",
                "response",
                field,
                {"authorized_at": mission.authorized_at},
            )
        )
    return max(at, mission.authorized_at)


def head(row: Deployment) -> dict[str, Any]:
    """What every fact about a deployment carries."""
    return {
        "deployment_id": row.id,
        "mission_id": row.mission_id,
        "requesting_party_id": row.mission.requesting_party_id,
        "responding_party_id": row.mission.responding_party_id,
        "label": row.label,
    }


def note(
    happened: object,
    actor: Actor,
    mission: Any,
    deployment_id: UUID | None = None,
    at: datetime | None = None,
) -> None:
    """Write a fact down for both sides, on the timelines of all that it concerns."""
    subjects = [
        ("mission", mission.id),
        ("aid_request", mission.aid_request_id),
        ("incident", mission.aid_request.incident_id),
    ]
    if deployment_id is not None:
        subjects.append(("deployment", deployment_id))
    record(
        happened,
        actor=actor,
        subjects=subjects,
        audience=[mission.requesting_party_id, mission.responding_party_id],
        exercise_id=mission.exercise_id,
        at=at,
    )

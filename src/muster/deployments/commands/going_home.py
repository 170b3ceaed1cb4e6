"""Going home: demobilize, release, recall, and close when everything is accounted for."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from muster.access import queries as access
from muster.aid import commands as aid
from muster.aid import events as aid_events
from muster.catalog import commands as catalog
from muster.deployments import events, queries
from muster.deployments.commands.ensuring import ensure_deployments
from muster.deployments.commands.sides import (
    FOR_ALL,
    UNDER_WAY,
    happened_at,
    head,
    life_of,
    need_own_or_host,
    need_person,
    need_responding_side,
    note,
)
from muster.deployments.models import Deployment, Recall
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import refusals_for_closing, refusals_for_recall, unaccounted
from muster.rules.lifecycle import MISSION, MissionState, allowed_actions, move
from muster.rules.refusal import Refusal, Refused, refuse_if


def settle_presence(actor: Actor, row: Deployment, *, began: bool = True) -> None:
    """Move the mission on: demobilizing when the first goes home, demobilized when all are home.

    It stays demobilizing while access at the host is not confirmed removed. Where nobody and nothing
    came at all, the mission is left to be stood down.
    """
    mission = queries.get_mission_of_side(actor, row.mission_id, lock=True)
    at = row.ended_at or clock.now()
    if began and mission.state in (MissionState.AUTHORIZED, MissionState.ACTIVE):
        aid.begin_demobilization(actor, mission_id=mission.id, at=at)
    came = began or mission.arrived_at is not None
    if came and mission.state in UNDER_WAY and _nothing_is_left(actor, mission.id):
        aid.finish_demobilization(actor, mission_id=mission.id, at=at)


def _nothing_is_left(actor: Actor, mission_id: UUID) -> bool:
    """Everyone is home, everything is back, and no door stands open."""
    is_home = not unaccounted(queries.outstanding(mission_id))
    return is_home and not access.open_grants(actor, mission_id)


def settle_after_removal(actor: Actor, mission_id: UUID) -> None:
    """The last access is confirmed gone after everyone came home: the mission is demobilized."""
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    if mission.state == MissionState.DEMOBILIZING and _nothing_is_left(actor, mission_id):
        aid.finish_demobilization(actor, mission_id=mission_id, at=clock.now())


@command("deployment.demobilize")
def demobilize(
    actor: Actor, *, deployment_id: UUID, remark: str = "", at: datetime | None = None
) -> Deployment:
    """Say that a helper is done and goes home.

    Refuses: deployment.not_yours, deployment.of_someone_else, deployment.not_a_person,
    deployment.wrong_state, deployment.in_the_future, deployment.before_check_in.
    Records: Demobilized, MissionDemobilizing, MissionDemobilized.
    Clause: recall.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_person(row)
    row.state = move(life_of(row), row.state, "demobilize")
    row.ended_at = happened_at(at, row.mission)
    if row.checked_in_at and row.ended_at < row.checked_in_at:
        raise Refused(
            Refusal("deployment.before_check_in", field="at", values={"at": row.checked_in_at})
        )
    row.end_note = remark.strip()[:500]
    row.save(update_fields=["state", "ended_at", "end_note"])
    _free(actor, row)
    note(events.Demobilized(**head(row), at=row.ended_at), actor, row.mission, row.id)
    settle_presence(actor, row)
    return row


@command("deployment.demobilize")
def release_deployment(actor: Actor, *, deployment_id: UUID, reason: str) -> Deployment:
    """Say that someone or something promised is not needed any more, before it arrived.

    Either side's operators may.
    Refuses: deployment.of_someone_else, deployment.wrong_state, loan.wrong_state, reason.required.
    Records: Released, MissionDemobilized where it was the last.
    Clause: recall.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    if not (actor.is_system or actor.holds(*FOR_ALL)):
        raise Refused(Refusal("deployment.of_someone_else"))
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    row.state = move(life_of(row), row.state, "release")
    row.ended_at, row.end_note = clock.now(), reason.strip()[:500]
    row.save(update_fields=["state", "ended_at", "end_note"])
    _free(actor, row)
    note(events.Released(**head(row), note=row.end_note), actor, row.mission, row.id)
    settle_presence(actor, row, began=False)
    return row


def release_stood_down(actor: Actor, mission_id: UUID, reason: str) -> None:
    """Nobody goes: the mission was stood down. Records Released for each; done again, nothing."""
    rows = Deployment.objects.select_for_update(of=("self",)).filter(mission_id=mission_id)
    for row in rows.select_related("mission__aid_request").order_by("id"):
        if "release" in allowed_actions(life_of(row), row.state):
            row.state = move(life_of(row), row.state, "release")
            row.ended_at, row.end_note = clock.now(), reason[:500]
            row.save(update_fields=["state", "ended_at", "end_note"])
            note(events.Released(**head(row), note=row.end_note), actor, row.mission, row.id)


@command("mission.recall")
def recall_mission(
    actor: Actor, *, mission_id: UUID, reason: str, effective_at: datetime, by_voice: bool = False
) -> Recall:
    """Call the own people and things home, with the notice that the terms ask for.

    What was said `by_voice` counts where the terms let it, and waits to be put in writing.
    Refuses: deployment.not_yours, mission.wrong_state, recall.not_allowed,
    recall.only_in_writing, recall.notice_too_short, reason.required.
    Records: MissionRecalled.
    Clause: recall.
    """
    ensure_deployments(actor, mission_id)
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_responding_side(actor, mission)
    move(MISSION, mission.state, "recall")
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    at = clock.now()
    terms = queries.terms_of_mission(mission)
    refuse_if(refusals_for_recall(effective_at, at, terms, by_voice=by_voice))
    rows = Deployment.objects.select_for_update().filter(mission_id=mission_id).order_by("id")
    for row in rows:
        if "recall" in allowed_actions(life_of(row), row.state):
            row.state = move(life_of(row), row.state, "recall")
            row.save(update_fields=["state"])
    recall = Recall.objects.create(
        mission=mission,
        reason=reason.strip()[:500],
        noticed_at=at,
        effective_at=effective_at,
        called_by_id=actor.person_id,
        by_voice=by_voice,
    )
    happened = aid_events.MissionRecalled(
        mission_id=mission.id,
        aid_request_id=mission.aid_request_id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        reference=mission.reference,
        reason=recall.reason,
        effective_at=effective_at,
        by_voice=by_voice,
    )
    note(happened, actor, mission)
    return recall


@command("mission.close")
def close_out_mission(actor: Actor, *, mission_id: UUID) -> Any:
    """Close the mission when everyone is home and everything is back, released or written off.

    The party that sent them does: no hours or costs are added afterwards.
    Refuses: deployment.not_yours, mission.not_everything_accounted_for,
    mission.access_still_open, mission.wrong_state.
    Records: MissionClosed.
    Clause: recall, billing, data_access.
    """
    ensure_deployments(actor, mission_id)
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_responding_side(actor, mission)
    refuse_if(
        Refusal(each.code, each.term, each.field, {"missing": ", ".join(each.values["missing"])})
        for each in refusals_for_closing(queries.outstanding(mission_id))
    )
    _need_access_removed(actor, mission)
    return aid.close_mission(actor, mission_id=mission_id, at=clock.now())


def _need_access_removed(actor: Actor, mission: Any) -> None:
    """Refuse to end a mission while a helper could still get in."""
    left = [f"{each.helper_name}, {each.system}" for each in access.open_grants(actor, mission.id)]
    if left:
        values = {"grants": "; ".join(left), "host": mission.requesting_party.name}
        raise Refused(Refusal("mission.access_still_open", "data_access", values=values))


def _free(actor: Actor, row: Deployment) -> None:
    catalog.release(
        actor,
        mission_id=row.mission_id,
        resource_id=row.resource_id,
        quantity=row.quantity,
        at=row.ended_at,
    )

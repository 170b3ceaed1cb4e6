"""Getting there: who goes, who left, who arrived, who did not."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.aid import commands as aid
from muster.catalog import commands as catalog
from muster.deployments import events, queries
from muster.deployments.commands.going_home import settle_presence
from muster.deployments.commands.sides import (
    happened_at,
    head,
    hold_again,
    life_of,
    need_own_or_all,
    need_own_or_host,
    need_person,
    need_responding_side,
    need_under_way,
    note,
)
from muster.deployments.models import Deployment
from muster.journal.command import command
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.clearances import Standing, refusals_for_entry, standing_of
from muster.rules.lifecycle import move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("deployment.assign")
def assign_responder(actor: Actor, *, deployment_id: UUID, person_id: UUID | None) -> Deployment:
    """Say who of the own people serves a promised place, or that nobody is named yet.

    Refuses: deployment.not_yours, deployment.not_a_person, deployment.has_hours,
    deployment.person_unknown.
    Records: ResponderAssigned.
    Clause: response.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_responding_side(actor, row.mission)
    need_person(row)
    if row.responder_id != person_id and queries.logged_of(row.id).exists():
        raise Refused(Refusal("deployment.has_hours", field="person_id"))
    if person_id is not None:
        people = members.people_of_party(row.network_id, row.mission.responding_party_id)
        person = next((each for each in people if each.id == person_id), None)
        if person is None:
            raise Refused(Refusal("deployment.person_unknown", field="person_id"))
        row.label = person.name[:200]
    row.responder_id = person_id
    row.save(update_fields=["responder", "label"])
    happened = events.ResponderAssigned(**head(row), person_id=person_id)
    note(happened, actor, row.mission, row.id)
    return row


@command("deployment.check_in")
def mark_departed(actor: Actor, *, deployment_id: UUID, at: datetime | None = None) -> Deployment:
    """Say that someone or something is on its way.

    Refuses: deployment.not_yours, deployment.of_someone_else, deployment.wrong_state,
    loan.wrong_state, deployment.in_the_future, deployment.before_the_mission.
    Records: Departed.
    Clause: reimbursement_start.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_all(actor, row)
    row.state = move(life_of(row), row.state, "depart")
    row.departed_at = happened_at(at, row.mission)
    row.save(update_fields=["state", "departed_at"])
    happened = events.Departed(**head(row), departed_at=row.departed_at)
    note(happened, actor, row.mission, row.id)
    return row


@command("deployment.check_in")
def check_in(
    actor: Actor,
    *,
    deployment_id: UUID,
    place: str = "",
    at: datetime | None = None,
    escorted_by: str = "",
) -> Deployment:
    """Say that a helper has arrived; the first to arrive starts the mission.

    Who was thought not to come is held for the mission again. Who lacks what the line or the
    agreement asks for (a clearance, the host's acceptance of it, a signed statement) is checked in by
    the host alone, which names the escort; where no escort stands in for it, not at all.
    Refuses: deployment.not_yours, deployment.of_someone_else, deployment.not_a_person,
    deployment.wrong_state, mission.wrong_state, deployment.in_the_future,
    deployment.before_the_mission, deployment.before_departure, clearance.not_held,
    clearance.escort_needed, clearance.not_accepted, clearance.accept_or_escort,
    clearance.not_signed, clearance.sign_or_escort.
    Records: CheckedIn, MissionStarted.
    Clause: response, reimbursement_start, data_access.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_person(row)
    need_under_way(row.mission)
    before, row.state = row.state, move(life_of(row), row.state, "check_in")
    row.checked_in_at = happened_at(at, row.mission)
    if row.departed_at and row.departed_at > row.checked_in_at:
        raise Refused(
            Refusal("deployment.before_departure", field="at", values={"at": row.departed_at})
        )
    row.escorted_by = _escort(actor, row, escorted_by)
    row.checked_in_place = (place.strip() or row.mission.place)[:200]
    row.ended_at, row.end_note = None, ""
    row.save()
    hold_again(actor, row, before)
    aid.start_mission(actor, mission_id=row.mission_id, at=row.checked_in_at)
    happened = events.CheckedIn(
        **head(row), place=row.checked_in_place, checked_in_at=row.checked_in_at
    )
    note(happened, actor, row.mission, row.id)
    return row


def _escort(actor: Actor, row: Deployment, escorted_by: str) -> str:
    """Who of the host goes along with somebody who lacks something; empty for who needs nobody."""
    asked = queries.clearances_asked(actor, row)
    if not asked:
        return ""
    is_host = actor.is_system or actor.party_id == row.mission.requesting_party_id
    named = escorted_by.strip()[:200] if is_host else ""
    on = row.checked_in_at.astimezone(queries.terms_of_mission(row.mission).zone).date()
    papers, who = queries.papers_of(row), queries.somebody(row)
    held, accepted = papers.held(who), papers.accepted(who)
    refuse_if(
        refusal
        for each in asked
        for refusal in refusals_for_entry(each, row.label, held, on, named, accepted)
    )
    in_order = (standing_of(each, held, accepted, on) is Standing.IN_ORDER for each in asked)
    return "" if all(in_order) else named


@command("deployment.check_in")
def mark_no_show(actor: Actor, *, deployment_id: UUID, reason: str) -> Deployment:
    """Say that someone or something promised did not come; what was held for it is free again.

    Refuses: deployment.of_someone_else, deployment.wrong_state, loan.wrong_state, reason.required.
    Records: DidNotShow, MissionDemobilized where it was the last.
    Clause: response.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    row.state = move(life_of(row), row.state, "mark_no_show")
    row.ended_at, row.end_note = happened_at(None, row.mission), reason.strip()[:500]
    row.save(update_fields=["state", "ended_at", "end_note"])
    catalog.release(
        actor,
        mission_id=row.mission_id,
        resource_id=row.resource_id,
        quantity=row.quantity,
        at=row.ended_at,
    )
    note(events.DidNotShow(**head(row), note=row.end_note), actor, row.mission, row.id)
    settle_presence(actor, row, began=False)
    return row

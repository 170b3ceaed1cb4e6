"""Things from hand to hand: out, back, lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
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
    need_own_or_host,
    need_thing,
    need_under_way,
    note,
)
from muster.deployments.commands.using import refuse_bad_use_at_return, state_use
from muster.deployments.models import Deployment, HandOver
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import refusals_for_loss
from muster.rules.lifecycle import LOAN, DeploymentState, move
from muster.rules.refusal import Refusal, Refused, refuse_if

CONDITIONS = ("good", "worn", "damaged")


@command("deployment.hand_over")
def hand_over(
    actor: Actor,
    *,
    deployment_id: UUID,
    quantity: int,
    condition: str,
    received_by: str,
    condition_note: str = "",
    serial_numbers: Sequence[str] = (),
    age_months: int | None = None,
    at: datetime | None = None,
) -> HandOver:
    """Give things into the host's hands; fewer than promised means that the rest stayed at home.

    `age_months` is the age of one; left out, it is reckoned from the day it was bought, where known.
    Refuses: deployment.not_a_thing, deployment.of_someone_else, loan.wrong_state,
    mission.wrong_state, loan.no_quantity, loan.more_than_promised, loan.condition_unknown, loan.no_receiver,
    loss.bad_age, deployment.in_the_future, deployment.before_the_mission.
    Records: ThingsHandedOver, MissionStarted.
    Clause: equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_thing(row)
    need_under_way(row.mission)
    before, row.state = row.state, move(life_of(row), row.state, "hand_over")
    _check(quantity, condition, received_by)
    refuse_if(refusals_for_loss(age_months, None))
    _need_promised(row, quantity)
    row.checked_in_at = happened_at(at, row.mission)
    row.ended_at, row.end_note = None, ""
    row.age_months = age_months
    hold_again(actor, row, before)
    if quantity < row.quantity:
        _free(actor, row, row.quantity - quantity, row.checked_in_at)
        row.quantity = quantity
    row.save()
    passed = _pass(
        actor,
        row,
        HandOver.Direction.OUT,
        quantity=quantity,
        condition=condition,
        received_by=received_by,
        condition_note=condition_note,
        serial_numbers=serial_numbers,
        at=row.checked_in_at,
    )
    aid.start_mission(actor, mission_id=row.mission_id, at=row.checked_in_at)
    happened = events.ThingsHandedOver(
        hand_over_id=passed.id,
        **head(row),
        quantity=quantity,
        condition=condition,
        received_by=passed.received_by,
    )
    note(happened, actor, row.mission, row.id)
    return passed


@command("deployment.return")
def return_things(
    actor: Actor,
    *,
    deployment_id: UUID,
    quantity: int,
    condition: str,
    received_by: str,
    condition_note: str = "",
    serial_numbers: Sequence[str] = (),
    at: datetime | None = None,
    hours_used: Decimal | None = None,
    miles_used: Decimal | None = None,
    supplied_cents: int = 0,
) -> HandOver:
    """Take things back, all or some; what was thought lost and is found comes back the same way.

    `hours_used` of each piece, `miles_used` of all by the odometer and `supplied_cents` of fuel and
    repairs by the requester may be stated with it.
    Refuses: deployment.not_a_thing, deployment.of_someone_else, loan.wrong_state,
    loan.no_quantity, loan.more_than_out, loan.condition_unknown, loan.no_receiver,
    deployment.in_the_future, deployment.before_the_mission, and as log_use.
    Records: ThingsReturned, UseStated, MissionDemobilizing, MissionDemobilized.
    Clause: equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_thing(row)
    need_books_open(row)
    move(LOAN, row.state, "return")
    _check(quantity, condition, received_by)
    was_lost = row.state == DeploymentState.LOST
    _need_out(row, quantity, was_lost)
    when = happened_at(at, row.mission)
    day = when.astimezone(queries.terms_of_mission(row.mission).zone).date()
    used = refuse_bad_use_at_return(row, day, quantity, hours_used, miles_used, supplied_cents)
    row.quantity_returned += quantity
    if was_lost:
        row.quantity_lost -= quantity
    _end_if_all_is_known(row, when)
    row.save()
    passed = _pass(
        actor,
        row,
        HandOver.Direction.BACK,
        quantity=quantity,
        condition=condition,
        received_by=received_by,
        condition_note=condition_note,
        serial_numbers=serial_numbers,
        at=when,
    )
    if used is not None:
        stated = {"on": day, "quantity": quantity, "hours": used, "miles": miles_used}
        state_use(actor, row, **stated, supplied_cents=supplied_cents, hand_over=passed)
    if not was_lost:
        _free(actor, row, quantity, when)
    _note_return(actor, row, passed)
    settle_presence(actor, row)
    return passed


def _need_promised(row: Deployment, quantity: int) -> None:
    if quantity > row.quantity:
        values = {"most": row.quantity}
        raise Refused(Refusal("loan.more_than_promised", field="quantity", values=values))


def _need_out(row: Deployment, quantity: int, was_lost: bool) -> None:
    """No more comes back than is out; of a lot that ended as lost, what is lost counts as out."""
    still = row.quantity - row.quantity_returned
    most = still if was_lost else still - row.quantity_lost
    if quantity > most:
        raise Refused(Refusal("loan.more_than_out", field="quantity", values={"most": most}))


def _note_return(actor: Actor, row: Deployment, passed: HandOver) -> None:
    happened = events.ThingsReturned(
        hand_over_id=passed.id,
        **head(row),
        quantity=passed.quantity,
        condition=passed.condition,
        received_by=passed.received_by,
    )
    note(happened, actor, row.mission, row.id)


@command("deployment.return")
def report_lost(actor: Actor, *, deployment_id: UUID, quantity: int, reason: str) -> HandOver:
    """Write down that things are lost or used up, and how.

    Refuses: deployment.not_a_thing, deployment.of_someone_else, loan.wrong_state,
    loan.no_quantity, loan.more_than_out, reason.required.
    What is lost is taken out of what the lender lists, except in an exercise.
    Records: ThingsLost, ResourceWrittenOff, MissionDemobilizing, MissionDemobilized.
    Clause: equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_thing(row)
    move(LOAN, row.state, "report_lost")
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    if quantity < 1:
        raise Refused(Refusal("loan.no_quantity", field="quantity"))
    most = row.quantity - row.quantity_returned - row.quantity_lost
    if quantity > most:
        raise Refused(Refusal("loan.more_than_out", field="quantity", values={"most": most}))
    at = clock.now()
    row.quantity_lost += quantity
    _end_if_all_is_known(row, at)
    row.save()
    lost = _pass(
        actor,
        row,
        HandOver.Direction.LOST,
        quantity=quantity,
        condition="lost",
        received_by="",
        condition_note=reason,
        serial_numbers=(),
        at=at,
    )
    _free(actor, row, quantity, at)
    if row.mission.exercise_id is None:  # what a drill loses is still there
        catalog.write_off(
            actor, mission_id=row.mission_id, resource_id=row.resource_id, quantity=quantity
        )
    happened = events.ThingsLost(
        hand_over_id=lost.id, **head(row), quantity=quantity, note=lost.condition_note
    )
    note(happened, actor, row.mission, row.id)
    settle_presence(actor, row)
    return lost


def need_books_open(row: Deployment) -> None:
    """A closed mission's lots stay as they were settled."""
    if row.mission.closed_at is not None:
        raise Refused(
            Refusal("mission.books_closed", "billing", values={"state": row.mission.state})
        )


def _check(quantity: int, condition: str, received_by: str) -> None:
    refusals = []
    if quantity < 1:
        refusals.append(Refusal("loan.no_quantity", field="quantity"))
    if condition not in CONDITIONS:
        known = ", ".join(CONDITIONS)
        refusals.append(
            Refusal("loan.condition_unknown", field="condition", values={"known": known})
        )
    if not received_by.strip():
        refusals.append(Refusal("loan.no_receiver", field="received_by"))
    if refusals:
        raise Refused(refusals)


def _end_if_all_is_known(row: Deployment, at: datetime) -> None:
    if row.quantity_returned + row.quantity_lost < row.quantity:
        return
    # A lot of which a part is lost ends as lost: what is found later may still come back.
    row.state = DeploymentState.LOST if row.quantity_lost else DeploymentState.RETURNED
    row.ended_at = at


def _pass(
    actor: Actor,
    row: Deployment,
    direction: str,
    *,
    quantity: int,
    condition: str,
    received_by: str,
    condition_note: str,
    serial_numbers: Sequence[str],
    at: datetime,
) -> HandOver:
    return HandOver.objects.create(
        deployment=row,
        direction=direction,
        quantity=quantity,
        condition=condition,
        condition_note=condition_note.strip()[:500],
        received_by=received_by.strip()[:200],
        serial_numbers=[str(each).strip()[:100] for each in serial_numbers if str(each).strip()][
            :500
        ],
        at=at,
        entered_by_id=actor.person_id,
    )


def _free(actor: Actor, row: Deployment, quantity: int, at: datetime) -> None:
    catalog.release(
        actor, mission_id=row.mission_id, resource_id=row.resource_id, quantity=quantity, at=at
    )

"""How long things were used, what was supplied for it, and what the rate tables call them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.logging_work import need_open_books
from muster.deployments.commands.sides import (
    head,
    need_own_or_all,
    need_own_or_host,
    need_thing,
    note,
)
from muster.deployments.models import Deployment, HandOver, ThingUse
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import UseFacts, refusals_for_use
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("deployment.return")
def log_use(
    actor: Actor,
    *,
    deployment_id: UUID,
    on: date,
    hours: Decimal,
    miles: Decimal | None = None,
    supplied_cents: int = 0,
    quantity: int | None = None,
    is_donated: bool = False,
    remark: str = "",
) -> ThingUse:
    """State how long things were used; where anything is stated of a lot, that is what counts.

    `hours` are of each piece, `miles` of all together by the odometer, `supplied_cents` what the
    requesting party supplied of fuel and repairs. Without anything stated, the time from hand-over
    to return counts.
    Refuses: deployment.not_a_thing, deployment.of_someone_else, deployment.not_yours,
    mission.books_closed, use.not_handed_over, use.no_hours, use.more_than_passed, use.bad_miles,
    use.bad_amount, use.not_out_then, use.more_than_lent.
    Records: UseStated.
    Clause: equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_host(actor, row)
    need_thing(row)
    need_open_books(row.mission)
    pieces = row.quantity if quantity is None else quantity
    refuse_if(refusals_for_use(_facts(row, on, hours, miles, supplied_cents, pieces)))
    return state_use(
        actor,
        row,
        on=on,
        quantity=pieces,
        hours=hours,
        miles=miles,
        supplied_cents=supplied_cents,
        is_donated=is_donated,
        remark=remark,
    )


def state_use(
    actor: Actor,
    row: Deployment,
    *,
    on: date,
    quantity: int,
    hours: Decimal,
    miles: Decimal | None,
    supplied_cents: int,
    is_donated: bool = False,
    remark: str = "",
    hand_over: HandOver | None = None,
) -> ThingUse:
    """Keep what was stated, and say so to both sides."""
    use = ThingUse.objects.create(
        network_id=row.network_id,
        mission_id=row.mission_id,
        deployment=row,
        hand_over=hand_over,
        on=on,
        quantity=quantity,
        hours=hours,
        miles=miles,
        supplied_cents=supplied_cents,
        is_donated=is_donated,
        remark=remark.strip()[:300],
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    happened = events.UseStated(
        use_id=use.id,
        **head(row),
        quantity=quantity,
        hours=f"{hours:f}",
        miles=None if miles is None else f"{miles:f}",
        supplied_cents=supplied_cents,
    )
    note(happened, actor, row.mission, row.id)
    return use


def refuse_bad_use_at_return(
    row: Deployment,
    on: date,
    quantity: int,
    hours: Decimal | None,
    miles: Decimal | None,
    supplied_cents: int,
) -> Decimal | None:
    """The hours to state with a return; None where nothing is stated. Refuses as `log_use`.

    Miles or fuel alone leave the hours to the clock: those that passed since the hand-over.
    """
    if hours is None and miles is None and not supplied_cents:
        return None
    stated = hours if hours is not None else max(queries.hours_out(row), Decimal("0.01"))
    refuse_if(refusals_for_use(_facts(row, on, stated, miles, supplied_cents, quantity)))
    return stated


@command("deployment.correct")
def void_use(actor: Actor, *, use_id: UUID, reason: str) -> ThingUse:
    """Strike a statement of use out, with the reason; it stays readable and counts no more.

    Refuses: deployment.not_yours, deployment.of_someone_else, use.already_void,
    mission.books_closed, reason.required.
    Records: UseVoided.
    Clause: equipment, billing.
    """
    use = queries.get_use(actor, use_id, lock=True)
    row = use.deployment
    need_own_or_all(actor, row, "finance")
    if use.voided_at is not None:
        raise Refused(Refusal("use.already_void"))
    need_open_books(row.mission)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    use.voided_at, use.void_reason = clock.now(), reason.strip()[:300]
    use.save(update_fields=["voided_at", "void_reason"])
    happened = events.UseVoided(use.id, row.id, row.mission_id, row.label, use.void_reason)
    note(happened, actor, row.mission, row.id)
    return use


@command("deployment.correct")
def choose_rate_key(actor: Actor, *, deployment_id: UUID, rate_key: str) -> Deployment:
    """Say what the agreement's rate tables call a worker or a thing; empty is as its resource type.

    Refuses: deployment.not_yours, deployment.of_someone_else, mission.books_closed,
    rate_key.unknown.
    Records: RateKeyChosen.
    Clause: labour, equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_all(actor, row, "finance")
    need_open_books(row.mission)
    wanted = rate_key.strip()
    known = queries.rate_keys(actor, row)
    if wanted and wanted not in known:
        values = {"known": ", ".join(known[:20]) or "–"}
        raise Refused(Refusal("rate_key.unknown", "labour", "rate_key", values))
    row.rate_key = wanted
    row.save(update_fields=["rate_key"])
    note(events.RateKeyChosen(**head(row), rate_key=wanted), actor, row.mission, row.id)
    return row


def _facts(
    row: Deployment,
    on: date,
    hours: Decimal,
    miles: Decimal | None,
    supplied_cents: int,
    quantity: int,
) -> UseFacts:
    zone = queries.terms_of_mission(row.mission).zone
    began, ended = row.checked_in_at, row.ended_at or clock.now()
    return UseFacts(
        first_day=began.astimezone(zone).date() if began else None,
        last_day=ended.astimezone(zone).date(),
        hours_passed=queries.hours_out(row),
        lent=row.quantity,
        on=on,
        quantity=quantity,
        hours=hours,
        miles=miles,
        supplied_cents=supplied_cents,
    )

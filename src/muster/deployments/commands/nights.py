"""Nights and meals away from home: one entry for each person and day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.costs import need_open_books
from muster.deployments.commands.sides import head, need_own_or_all, need_person, note
from muster.deployments.models import Deployment, Stay
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if

MOST_CENTS = 10_000_000


@command("deployment.log_expense")
def log_stay(
    actor: Actor,
    *,
    deployment_id: UUID,
    on: date,
    has_night: bool = True,
    lodging_cents: int | None = None,
    meals_cents: int | None = None,
    lodging_provided: bool = False,
    meals_provided: bool = False,
    is_donated: bool = False,
    place_key: str = "",
) -> Stay:
    """Write down a day away: whether a night was spent, what was paid, what the host provided.

    `place_key` is the place in the table of nights and meals, as in UT/Grand; the requesting party's
    county where none is given. Refuses: deployment.not_yours, deployment.of_someone_else,
    deployment.not_a_person, mission.books_closed, stay.already_logged, stay.not_there_then,
    stay.bad_amount, field.too_long. Records: StayLogged. Clause: travel.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_all(actor, row, "finance")
    need_person(row)
    need_open_books(row.mission)
    refuse_if(_refusals_for(row, on, place_key, (lodging_cents, meals_cents)))
    stay = Stay.objects.create(
        network_id=row.network_id,
        mission_id=row.mission_id,
        deployment=row,
        on=on,
        place_key=place_key.strip() or queries.place_of(row.mission.requesting_party),
        has_night=has_night,
        lodging_cents=lodging_cents,
        meals_cents=meals_cents,
        lodging_provided=lodging_provided,
        meals_provided=meals_provided,
        is_donated=is_donated,
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    happened = events.StayLogged(stay_id=stay.id, on=on, has_night=has_night, **head(row))
    note(happened, actor, row.mission, row.id)
    return stay


def _refusals_for(
    row: Deployment, on: date, place_key: str, amounts: tuple[int | None, ...]
) -> list[Refusal]:
    zone = queries.terms_of_mission(row.mission).zone
    first = (row.departed_at or row.mission.authorized_at).astimezone(zone).date()
    last = (row.ended_at or clock.now()).astimezone(zone).date()
    refusals = []
    if not first <= on <= last:
        values = {"first": first, "last": last}
        refusals.append(Refusal("stay.not_there_then", "travel", "on", values))
    if Stay.objects.filter(deployment=row, on=on, voided_at__isnull=True).exists():
        refusals.append(Refusal("stay.already_logged", "travel", "on"))
    for name, cents in zip(("lodging", "meals"), amounts, strict=True):
        if cents is not None and not 0 <= cents <= MOST_CENTS:
            refusals.append(Refusal("stay.bad_amount", "travel", name))
    if len(place_key) > 120:
        refusals.append(Refusal("field.too_long", field="place_key", values={"limit": 120}))
    return refusals


@command("deployment.correct")
def void_stay(actor: Actor, *, stay_id: UUID, reason: str) -> Stay:
    """Strike a stay out, with the reason; it stays readable and counts no more.

    Refuses: deployment.not_yours, deployment.of_someone_else, stay.already_void,
    mission.books_closed, reason.required. Records: StayVoided. Clause: travel, billing.
    """
    stay: Any = queries.get_stay(actor, stay_id, lock=True)
    need_own_or_all(actor, stay.deployment, "finance")
    if stay.voided_at is not None:
        raise Refused(Refusal("stay.already_void"))
    need_open_books(stay.mission)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    stay.voided_at, stay.void_reason = clock.now(), reason.strip()[:300]
    stay.save(update_fields=["voided_at", "void_reason"])
    happened = events.StayVoided(stay.id, stay.mission_id, stay.void_reason)
    note(happened, actor, stay.mission, stay.deployment_id)
    return stay

"""What people away from home leave in the record: nights, meals, and the rates of their days."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.deployments.models import Continuation, Deployment, Stay
from muster.deployments.queries.covered import counts
from muster.deployments.queries.ordering import ids_outside_order
from muster.deployments.queries.presence import get_mission_of_side, one_of_side
from muster.deployments.queries.terms import terms_of_mission
from muster.deployments.queries.things import keys_of_rates
from muster.journal import clock
from muster.rates import queries as rates
from muster.rules.actor import Actor, system_actor
from muster.rules.money import Money
from muster.rules.settlement import Rates, mile_is_priced
from muster.rules.settlement import Stay as Away
from muster.rules.terms import Terms

MILE = "mile"
MOST = 2_000
A_YEAR = timedelta(days=366)


def place_of(party: Any) -> str:
    """A party's place in tables of nights and meals: `UT/Grand`; nothing where it is not known."""
    return f"{party.state_code}/{party.county}" if party.state_code and party.county else ""


def stays(actor: Actor, mission_id: UUID, *, with_voided: bool = False) -> QuerySet[Stay]:
    """Days away of a mission, for its two sides, the first day first."""
    get_mission_of_side(actor, mission_id)
    rows = Stay.objects.filter(mission_id=mission_id).select_related("deployment")
    if not with_voided:
        rows = rows.filter(voided_at__isnull=True)
    return rows.order_by("on", "deployment__label", "id")


def get_stay(actor: Actor, stay_id: UUID, *, lock: bool = False) -> Stay:
    """One day away, for the two sides. Raises `NotFound`."""
    rows = Stay.objects.select_related("mission__aid_request", "deployment__mission__aid_request")
    return one_of_side(actor, rows, stay_id, "stay", lock=lock)


def continuation(actor: Actor, mission_id: UUID) -> Continuation | None:
    """The last written answer whether help goes on, for the two sides."""
    get_mission_of_side(actor, mission_id)
    return _answer(mission_id)


def continuations(actor: Actor, mission_id: UUID) -> QuerySet[Continuation]:
    """Every written answer whether help goes on, for the two sides, the first one first."""
    get_mission_of_side(actor, mission_id)
    return Continuation.objects.filter(mission_id=mission_id).order_by("answered_at", "id")


def _answer(mission_id: UUID) -> Continuation | None:
    rows = Continuation.objects.filter(mission_id=mission_id)
    return rows.order_by("-answered_at", "-id").first()


def confirmed_at(mission_id: UUID) -> datetime | None:
    """When the requesting party first wrote that help goes on, unless its last answer is no."""
    last = _answer(mission_id)
    if last is None or not last.goes_on:
        return None
    yes = Continuation.objects.filter(mission_id=mission_id, goes_on=True)
    return yes.order_by("answered_at", "id").values_list("answered_at", flat=True).first()


def stays_away(mission: Any, terms: Terms, held: Collection[UUID] = ()) -> tuple[Away, ...]:
    """The days away as the settlement takes them; the first and the last day of each person."""
    rows = Stay.objects.filter(counts(held), mission_id=mission.id)
    found = list(rows.select_related("deployment").order_by("on", "id"))
    days: dict[UUID, list] = {}
    for row in found:
        days.setdefault(row.deployment_id, []).append(row.on)
    home = place_of(mission.responding_party)
    outside = ids_outside_order(mission.id)
    return tuple(
        replace(
            _stay(row, terms),
            home=home,
            agreed=not {row.id, row.deployment_id} & outside,
            is_first_or_last=row.on in (days[row.deployment_id][0], days[row.deployment_id][-1]),
        )
        for row in found
    )


def stays_elsewhere(mission: Any, terms: Terms) -> tuple[Away, ...]:
    """Days away of this mission's people that other missions of their party pay."""
    own = Deployment.objects.filter(mission_id=mission.id, responder__isnull=False)
    names = dict(own.values_list("responder_id", "label"))
    rows = Stay.objects.filter(
        deployment__responder_id__in=names,
        mission__responding_party_id=mission.responding_party_id,
        mission__exercise_id=mission.exercise_id,
        voided_at__isnull=True,
    ).exclude(mission_id=mission.id)
    return tuple(
        replace(_stay(row, terms), person=names[row.deployment.responder_id])
        for row in rows.select_related("deployment").order_by("on", "id")[:MOST]
    )


def _stay(row: Stay, terms: Terms) -> Away:
    return Away(
        id=row.id,
        person=row.deployment.label,
        person_id=row.deployment.responder_id or row.deployment_id,
        on=row.on,
        place=row.place_key,
        has_night=row.has_night,
        lodging=_money(row.lodging_cents, terms),
        meals=_money(row.meals_cents, terms),
        lodging_provided=row.lodging_provided,
        meals_provided=row.meals_provided,
        donated=row.is_donated,
    )


def _money(cents: int | None, terms: Terms) -> Money | None:
    return None if cents is None else Money.from_cents(cents, terms.currency)


def rates_of(
    mission: Any, terms: Terms, days: Iterable[Away], deployments: Iterable[Deployment]
) -> Rates:
    """The tables that the terms name, as far as this mission may need them."""
    tables = tables_of(terms)
    if not tables:
        return Rates()
    kinds = keys_of_rates(deployments)
    places = {place for day in days for place in (day.place, day.home)}
    first = (mission.authorized_at - A_YEAR).astimezone(terms.zone).date()
    last = clock.now().astimezone(terms.zone).date() + A_YEAR
    system = system_actor(mission.network_id)
    return rates.rates_for(system, tables, {MILE, *kinds, *places}, first, last)


def mile_has_rate(mission: Any, day: date) -> bool:
    """Whether the terms, or their table on the day, say what a mile costs."""
    terms = terms_of_mission(mission)
    table = terms.travel.mileage_table
    system = system_actor(mission.network_id)
    found = rates.rates_for(system, {table}, {MILE}, day, day) if table else Rates()
    return mile_is_priced(day, found, terms)


def tables_of(terms: Terms) -> set[str]:
    """The tables of rates that a settlement under these terms may look into."""
    named = (
        terms.travel.mileage_table,
        terms.travel.per_diem_table,
        terms.equipment.use_table,
        terms.equipment.cap_table,
        terms.labour.cap_table,
        terms.labour.rate_table,
    )
    return {each for each in named if each}

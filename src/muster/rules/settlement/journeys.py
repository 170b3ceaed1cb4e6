"""Miles, nights and meals: the price by the terms' own rate, by a table of its day, or as spent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.facts import Charge, MissionFacts
from muster.rules.settlement.lent import Stay
from muster.rules.settlement.looking_up import missing_rate, rate_step, stands_in_the_way
from muster.rules.settlement.rates import Rates
from muster.rules.settlement.working import Reason, Step, show_exact, show_number
from muster.rules.terms import CostKind, Houses, PerDiem, PerDiemPlace, Terms

MILE = "mile"
NO_PRICE = "travel.miles_without_rate"
LODGING, MEALS = "lodging", "meals"


def priced_miles(charge: Charge, facts: MissionFacts, terms: Terms) -> Charge:
    """A charge of miles at the terms' rate, the table's of its day, or its own. Term: travel.

    Miles that nothing prices are said to be so: a line of nothing is never silent.
    """
    if charge.unit != MILE:
        return charge
    priced = _at_their_rate(charge, facts, terms)
    if priced.unit_price or priced.unpaid or priced.donated or not priced.quantity:
        return priced
    values = {"label": charge.label, "day": charge.on or facts.first_day(terms.zone)}
    return replace(priced, notes=(*priced.notes, Reason(NO_PRICE, "travel", values)))


def mile_is_priced(day: date, rates: Rates, terms: Terms) -> bool:
    """Whether the terms, or their table on the day, say what a mile costs. Term: travel."""
    table = terms.travel.mileage_table
    if terms.travel.mileage_rate is not None:
        return True
    return table is not None and rates.on(day, table, MILE) is not None


def _at_their_rate(charge: Charge, facts: MissionFacts, terms: Terms) -> Charge:
    travel, currency = terms.travel, charge.unit_price.currency
    if travel.mileage_rate is not None:
        price = Money(travel.mileage_rate, currency)
        step = Step("Mileage rate", str(price), {}, "travel.mileage_rate", terms.clause("travel"))
        return _repriced(charge, price, step)
    if travel.mileage_table is None:
        return charge
    day = charge.on or facts.first_day(terms.zone)
    row = facts.rates.on(day, travel.mileage_table, MILE)
    if row is not None:
        step = rate_step("Mileage rate", row, day, "travel.mileage_table", terms)
        return _repriced(charge, row.amount, step)
    missing = missing_rate(facts.rates, travel.mileage_table, MILE, day)
    if stands_in_the_way(missing, terms):
        return replace(charge, unpaid=missing)
    return replace(charge, notes=(*charge.notes, missing))


def _repriced(charge: Charge, price: Money, step: Step) -> Charge:
    """The miles at another price; what they cost their owner stays their cost."""
    own = Fraction(charge.quantity) * Fraction(charge.unit_price.amount)
    return replace(charge, unit_price=price, cost=own, steps=(*charge.steps, step))


def charges_for_stays(facts: MissionFacts, terms: Terms) -> Iterator[Charge]:
    """Nights and meals, a charge each and day by day. Term: travel."""
    for stay in facts.stays:
        if stay.has_night:
            yield _night(stay, facts, terms)
        yield _meals(stay, facts, terms)


def _night(stay: Stay, facts: MissionFacts, terms: Terms) -> Charge:
    travel = terms.travel
    unpaid = _unpaid(stay.lodging_provided, terms)
    if travel.per_diem is PerDiem.ACTUAL:
        return _charge(stay, LODGING, stay.lodging, (), unpaid, terms)
    if travel.per_diem is PerDiem.FIXED and travel.lodging_rate is not None:
        fixed = Money(travel.lodging_rate, terms.currency)
        return _charge(stay, LODGING, fixed, (), unpaid, terms)
    price, steps, missing = _from_table(stay, LODGING, facts, terms)
    if travel.per_diem is PerDiem.ACTUAL_UP_TO_TABLE and price is not None:
        spent = stay.lodging or Money.zero(terms.currency)
        if spent <= price:
            price, steps = spent, (*steps, _spent_step(spent, terms))
    charge = _charge(stay, LODGING, price or stay.lodging, steps, unpaid, terms)
    return _with_missing(charge, missing, terms)


def _meals(stay: Stay, facts: MissionFacts, terms: Terms) -> Charge:
    travel = terms.travel
    unpaid = _unpaid(stay.meals_provided, terms)
    if travel.per_diem is PerDiem.ACTUAL:
        return _charge(stay, MEALS, stay.meals, (), unpaid, terms)
    steps: tuple[Step, ...] = ()
    missing = None
    if travel.per_diem is PerDiem.FIXED and travel.meals_rate is not None:
        price: Money | None = Money(travel.meals_rate, terms.currency)
    else:
        price, steps, missing = _from_table(stay, MEALS, facts, terms)
    part = Fraction(1)
    if price is not None and stay.is_first_or_last:
        percent = travel.first_last_day_percent
        part = Fraction(percent) / 100
        inputs = {"percent": show_number(percent), "day": str(price)}
        shown = show_exact(Fraction(price.amount) * part, price.currency)
        clause = terms.clause("travel")
        rule = "travel.first_last_day_percent"
        steps = (*steps, Step("First or last day", shown, inputs, rule, clause))
    charge = _charge(stay, MEALS, price or stay.meals, steps, unpaid, terms)
    return _with_missing(replace(charge, quantity=part), missing, terms)


def _with_missing(charge: Charge, missing: Reason | None, terms: Terms) -> Charge:
    """Without a rate on the day: nothing is paid, or what was spent with a note. Term: checks."""
    if missing is None or charge.unpaid:
        return charge
    if stands_in_the_way(missing, terms):
        return replace(charge, unpaid=missing)
    return replace(charge, notes=(missing,))


def _unpaid(provided: bool, terms: Terms) -> Reason | None:
    """Why no night or meal is paid. Term: travel."""
    if provided:
        return Reason("travel.provided", "travel")
    if terms.travel.houses_and_feeds is Houses.RESPONDING_PARTY:
        return Reason("travel.houses_its_own", "travel")
    if terms.travel.per_diem is PerDiem.NOT_PAID:
        return Reason("travel.per_diem_not_paid", "travel")
    return None


def _from_table(
    stay: Stay, part: str, facts: MissionFacts, terms: Terms
) -> tuple[Money | None, tuple[Step, ...], Reason | None]:
    travel = terms.travel
    if travel.per_diem not in (PerDiem.TABLE, PerDiem.ACTUAL_UP_TO_TABLE):
        return None, (), None
    place = stay.place if travel.per_diem_place is PerDiemPlace.DESTINATION else stay.home
    row = facts.rates.on(stay.on, travel.per_diem_table, place, part)
    if row is not None:
        step = rate_step(f"Table, {part}", row, stay.on, "travel.per_diem_table", terms)
        return row.amount, (step,), None
    missing = missing_rate(facts.rates, travel.per_diem_table, place, stay.on)
    return None, (), missing


def _spent_step(spent: Money, terms: Terms) -> Step:
    rule = "travel.per_diem.actual_up_to_table"
    return Step("As spent, within the table", str(spent), {}, rule, terms.clause("travel"))


def _charge(
    stay: Stay,
    part: str,
    price: Money | None,
    steps: tuple[Step, ...],
    unpaid: Reason | None,
    terms: Terms,
) -> Charge:
    spent = stay.lodging if part == LODGING else stay.meals
    return Charge(
        id=f"{stay.id}.{part}",
        kind=CostKind.TRAVEL,
        label=f"{stay.person}, {part} {_day(stay.on)}",
        unit_price=price or Money.zero(terms.currency),
        quantity=Decimal(1),
        cost=Fraction(spent.amount) if spent else None,
        unit="night" if part == LODGING else "day",
        on=stay.on,
        donated=stay.donated,
        agreed=stay.agreed,
        steps=steps,
        unpaid=unpaid,
    )


def _day(day: date) -> str:
    return day.isoformat()

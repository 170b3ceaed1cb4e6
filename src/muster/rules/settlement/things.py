"""From what was lent, used up, licensed or roomed to charges, each with the working of its price."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.facts import Charge, MissionFacts
from muster.rules.settlement.lent import FacilityUse, LentThing, LicenceLoan, Supply, Use
from muster.rules.settlement.looking_up import missing_rate, rate_step, stands_in_the_way
from muster.rules.settlement.working import Reason, Step, show_number
from muster.rules.terms import CostKind, SuppliesPrice, Terms, UseUnit
from muster.rules.terms.costs import Damaged, Lost

HOURS_A_DAY = 24
MILE = "mile"


def charges_for_things(facts: MissionFacts, terms: Terms) -> Iterator[Charge]:
    """What things cost under the terms. Terms: equipment, supplies, licence, facility."""
    for thing in facts.lent:
        yield from (each for each in (_damage(thing, terms), _loss(thing, terms)) if each)
    for use in facts.uses:
        yield _use(use, facts, terms)
    for supply in facts.supplies:
        yield _supply(supply, terms)
    for loan in facts.licences:
        yield _licence(loan, terms)
    for room in facts.facilities:
        yield _facility(room, terms)


# --- damaged and lost --------------------------------------------------------------------------


def _damage(thing: LentThing, terms: Terms) -> Charge | None:
    if not thing.damaged:
        return None
    price, quantity, unit = thing.repair_cost, 1, "repair"
    unpaid = None
    if terms.equipment.damaged is Damaged.NOTHING:
        unpaid = Reason("equipment.damage_not_paid", "equipment")
    if terms.equipment.damaged is Damaged.REPLACEMENT:
        price, quantity, unit = thing.price, thing.damaged, "piece"
    if price is None:
        return None
    return _of_thing(thing, "damaged", price, Fraction(quantity), unit, terms, unpaid)


def _loss(thing: LentThing, terms: Terms) -> Charge | None:
    """Replacement, or straight-line: the price less one part of the useful life per month of age."""
    if not thing.lost or thing.price is None:
        return None
    unpaid, part = None, Fraction(1)
    if terms.equipment.lost is Lost.NOTHING:
        unpaid = Reason("equipment.loss_not_paid", "equipment")
    if terms.equipment.lost is Lost.STRAIGHT_LINE:
        life = terms.equipment.useful_life_months
        part = Fraction(max(life - (thing.age_months or 0), 0), life)
    return _of_thing(thing, "lost", thing.price, thing.lost * part, "piece", terms, unpaid)


def _of_thing(
    thing: LentThing,
    what: str,
    price: Money,
    quantity: Fraction,
    unit: str,
    terms: Terms,
    unpaid: Reason | None,
) -> Charge:
    equipment = terms.equipment
    deductions = []
    # Named once per thing: where it was both damaged and lost in part, the loss carries them.
    if what == "lost" or not thing.lost:
        if thing.supplied and equipment.deduct_supplied:
            deductions.append(("Less fuel and repairs supplied", thing.supplied))
        if thing.insurance and equipment.deduct_insurance:
            deductions.append(("Less insurance proceeds", thing.insurance))
    return Charge(
        id=f"{thing.id}.{what}",
        kind=CostKind.EQUIPMENT,
        label=f"{thing.label}, {what}",
        unit_price=price,
        quantity=quantity,
        unit=unit,
        deductions=tuple(deductions),
        has_handling=what == "lost" or equipment.damaged is Damaged.REPLACEMENT,
        donated=thing.donated,
        steps=_worn_steps(thing, what, quantity, terms),
        unpaid=unpaid,
    )


def _worn_steps(thing: LentThing, what: str, quantity: Fraction, terms: Terms) -> tuple[Step, ...]:
    if what != "lost" or terms.equipment.lost is not Lost.STRAIGHT_LINE:
        return ()
    inputs = {
        "pieces": str(thing.lost),
        "age_months": "not known" if thing.age_months is None else str(thing.age_months),
        "useful_life_months": str(terms.equipment.useful_life_months),
    }
    clause = terms.clause("equipment")
    shown = show_number(quantity)
    return (Step("What was left of it", shown, inputs, "equipment.lost.straight_line", clause),)


# --- use ---------------------------------------------------------------------------------------


def _use(use: Use, facts: MissionFacts, terms: Terms) -> Charge:
    """Use by the hour, day or mile, at the lender's price or the table's, under the table's cap."""
    day = use.on or facts.first_day(terms.zone)
    unit = _unit_of(use, day, facts, terms)
    quantity = _units(use, unit, terms)
    own = {"hour": use.price_per_hour, "day": use.price_per_day}.get(unit)
    price, steps, unpaid = own, [_use_step(use, unit, quantity, terms)], None
    notes = _other_unit(use, unit, terms)
    table = terms.equipment.use_table
    if table is not None:
        row = facts.rates.on(day, table, use.key, unit)
        if row is not None:
            price = row.amount
            steps.append(rate_step("Rate of the table", row, day, "equipment.use_table", terms))
        else:
            missing = missing_rate(facts.rates, table, use.key, day)
            if stands_in_the_way(missing, terms) and terms.equipment.usage:
                unpaid = missing
            elif terms.equipment.usage:
                notes = (*notes, missing)
    cap_table = terms.equipment.cap_table
    cap = facts.rates.on(day, cap_table, use.key, unit) if cap_table else None
    if cap is None and cap_table and price is not None and terms.equipment.usage:
        notes = (*notes, missing_rate(facts.rates, cap_table, use.key, day))
    if cap is not None and price is not None and cap.amount < price:
        price = cap.amount
        steps.append(rate_step("Rate cap", cap, day, "equipment.cap_table", terms))
    if price is None and unpaid is None and terms.equipment.usage:
        unpaid = Reason(
            "equipment.cost_missing", "equipment", {"label": use.label, "thing": use.id}
        )
    supplied = terms.equipment.deduct_supplied and use.supplied
    return Charge(
        id=use.id,
        kind=CostKind.EQUIPMENT,
        label=f"{use.label}, use",
        unit_price=price or Money.zero(terms.currency),
        quantity=quantity,
        cost=_own_cost(use, unit, terms),
        unit=unit,
        on=day,
        is_usage=True,
        deductions=(("Less fuel and repairs supplied", supplied),) if supplied else (),
        donated=use.donated,
        agreed=use.agreed,
        steps=tuple(steps),
        unpaid=unpaid,
        notes=notes,
    )


def _own_cost(use: Use, unit: str, terms: Terms) -> Fraction | None:
    """What use cost at the lender's own price, however the terms' tables and caps price it."""
    own: dict[str, Money | None] = {"hour": use.price_per_hour, "day": use.price_per_day}
    for each in (unit, "hour", "day"):
        price = own.get(each)
        if price is not None:
            return _units(use, each, terms) * Fraction(price.amount)
    return None


def _unit_of(use: Use, day: date, facts: MissionFacts, terms: Terms) -> str:
    """The terms' unit; where they take it as charged, the mile where miles are stated and the table
    prices them, else the unit of the lender's own price. A price that was promised for another unit
    than the terms' is taken by its own, and said."""
    equipment = terms.equipment
    by_day = use.price_per_hour is None and use.price_per_day is not None
    own = (UseUnit.DAY if by_day else UseUnit.HOUR).value
    if equipment.use_unit is not UseUnit.AS_CHARGED:
        return own if _is_in_other_unit(use, terms) else equipment.use_unit.value
    table = equipment.use_table
    if use.miles is not None and table is not None and facts.rates.on(day, table, use.key, MILE):
        return MILE
    return own


def _is_in_other_unit(use: Use, terms: Terms) -> bool:
    """Whether the lender's only price is for another unit than the terms', and no table has one."""
    equipment = terms.equipment
    if equipment.use_table is not None:
        return False
    prices = {UseUnit.HOUR: use.price_per_hour, UseUnit.DAY: use.price_per_day}
    others = [price for unit, price in prices.items() if unit is not equipment.use_unit]
    return prices.get(equipment.use_unit, use) is None and any(each is not None for each in others)


def _other_unit(use: Use, unit: str, terms: Terms) -> tuple[Reason, ...]:
    if not _is_in_other_unit(use, terms):
        return ()
    values = {"label": use.label, "wanted": terms.equipment.use_unit.value, "unit": unit}
    return (Reason("equipment.price_in_other_unit", "equipment", values),)


def _units(use: Use, unit: str, terms: Terms) -> Fraction:
    if unit == MILE:
        return Fraction(use.miles or 0)
    units = Fraction(use.hours) / (HOURS_A_DAY if unit == UseUnit.DAY else 1)
    if terms.equipment.begun_units:
        units = Fraction(math.ceil(units))
    return units * use.quantity


def _use_step(use: Use, unit: str, quantity: Fraction, terms: Terms) -> Step:
    inputs = {"hours": show_number(use.hours), "pieces": str(use.quantity)}
    if use.miles is not None:
        inputs["miles"] = show_number(use.miles)
    if unit != MILE:
        begun = terms.equipment.begun_units
        inputs["counted"] = "begun units count whole" if begun else "exact"
    shown = f"{show_number(quantity)} {unit}s"
    return Step("Use", shown, inputs, "equipment.use_unit", terms.clause("equipment"))


# --- supplies, licences, rooms -----------------------------------------------------------------


def _supply(supply: Supply, terms: Terms) -> Charge:
    """What was used up and not brought back, at cost or replacement. Term: supplies."""
    used = max(supply.quantity - supply.returned - supply.replaced, Decimal(0))
    prices = {SuppliesPrice.COST: supply.cost, SuppliesPrice.REPLACEMENT: supply.replacement}
    price = prices.get(terms.supplies.price)
    unpaid = None
    if terms.supplies.price is SuppliesPrice.NOTHING:
        unpaid = Reason("supplies.not_paid", "supplies")
    elif price is None and used:
        values = {"label": supply.label, "thing": supply.id}
        unpaid = Reason("equipment.cost_missing", "supplies", values)
    inputs = {"given": show_number(supply.quantity), "back_clean": show_number(supply.returned)}
    if supply.replaced:
        inputs["replaced_in_kind"] = show_number(supply.replaced)
    rule = f"supplies.price.{terms.supplies.price}"
    step = Step("Used up", show_number(used), inputs, rule, terms.clause("supplies"))
    return Charge(
        id=supply.id,
        kind=CostKind.SUPPLIES,
        label=supply.label,
        unit_price=price or Money.zero(terms.currency),
        quantity=used,
        cost=_supply_cost(supply, used),
        unit="piece",
        on=supply.on,
        has_handling=True,
        donated=supply.donated,
        agreed=supply.agreed,
        steps=(step,),
        unpaid=unpaid,
    )


def _supply_cost(supply: Supply, used: Decimal) -> Fraction | None:
    price = supply.cost or supply.replacement
    return Fraction(price.amount) * Fraction(used) if price else None


def _licence(loan: LicenceLoan, terms: Terms) -> Charge:
    """Seats for a part of a year; nothing is owed for seats that might not be lent. Term: licence."""
    term, clause = terms.licence, terms.clause("licence")
    year = int(term.year_basis)
    seat_years = Fraction(loan.seats * loan.days, year)
    inputs = {"seats": str(loan.seats), "days": str(loan.days), "year": f"{year} days"}
    part = Step(
        "Seats and part of a year", show_number(seat_years), inputs, "licence.year_basis", clause
    )
    free_on = reassignable_on(loan.starts_on, terms).isoformat()
    back = Step(
        "Seats may go back to their owner",
        free_on,
        {"from": loan.starts_on.isoformat()},
        "licence.reassign_after_days",
        clause,
    )
    unpaid = None
    if term.evidence_required and not loan.has_publisher_evidence:
        unpaid = Reason("licence.no_publisher_evidence", "licence", {"label": loan.label})
    elif not term.paid:
        unpaid = Reason("licence.not_paid", "licence")
    return Charge(
        id=loan.id,
        kind=CostKind.LICENCE,
        label=f"{loan.label}, {loan.seats} seats for {loan.days} days",
        unit_price=loan.price_per_year,
        quantity=seat_years,
        unit="seat year",
        on=loan.starts_on,
        donated=loan.donated,
        agreed=loan.agreed,
        steps=(part, back),
        unpaid=unpaid,
    )


def reassignable_on(assigned_on: date, terms: Terms) -> date:
    """The first day on which a lent seat may be given to somebody else. Term: licence."""
    return assigned_on + timedelta(days=terms.licence.reassign_after_days)


def _facility(room: FacilityUse, terms: Terms) -> Charge:
    unpaid = None if terms.facility.paid else Reason("facility.use_is_free", "facility")
    units = room.places * room.units
    inputs = {"places": str(room.places), "units": f"{show_number(room.units)} {room.unit}"}
    step = Step("Use", show_number(units), inputs, "facility.paid", terms.clause("facility"))
    return Charge(
        id=room.id,
        kind=CostKind.FACILITY,
        label=f"{room.label}, {room.places} places",
        unit_price=room.price or Money.zero(terms.currency),
        quantity=units,
        unit=room.unit,
        donated=room.donated,
        agreed=room.agreed,
        steps=(step,),
        unpaid=unpaid,
    )

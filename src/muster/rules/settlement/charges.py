"""Lines for things and costs: use, repair, loss, miles, receipts."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.amounts import Exact, amounts
from muster.rules.settlement.facts import Charge, LentThing, MissionFacts
from muster.rules.settlement.share import share_of
from muster.rules.settlement.working import Reason, SettlementLine, Step, show_number
from muster.rules.terms import CostKind, Terms
from muster.rules.terms.costs import Damaged, Lost

MILE = "mile"


def charge_lines(facts: MissionFacts, terms: Terms) -> list[SettlementLine]:
    """A line per charge, then what became of things lent. Terms: expenses, travel, equipment."""
    charges = [*facts.charges, *_charges_for_lent(facts.lent, terms)]
    charges.sort(key=lambda charge: (charge.kind, charge.label, str(charge.on), str(charge.id)))
    return [_line(charge, facts, terms) for charge in charges]


def _line(charge: Charge, facts: MissionFacts, terms: Terms) -> SettlementLine:
    price, price_steps = _unit_price(charge, terms)
    quantity = Fraction(charge.quantity)
    exact_gross = quantity * Fraction(price.amount)
    handled, handling_steps = _handling(charge, exact_gross, terms)
    left, deduction_steps = _deducted(charge, handled, terms)
    share, share_step, reasons = share_of(charge.kind, facts, terms)
    unpaid = _unpaid(charge, terms)
    if unpaid:
        share, reasons = Fraction(0), (unpaid,)
        share_step = Step("Not paid", "0 %", {}, unpaid.code, terms.clause(unpaid.term))
    # What was deducted was never a cost to share: the line's whole is what is left.
    money = amounts(Exact(left, left, share), price.currency, terms)
    return SettlementLine(
        kind=charge.kind,
        label=charge.label,
        quantity=quantity,
        unit=charge.unit,
        rate=price,
        clause=terms.clause(_term_of(charge)),
        paid_quantity=quantity if share else Fraction(0),
        evidence=(charge.id,),
        reasons=reasons,
        working=(
            *price_steps,
            Step(
                "Quantity at the price",
                f"{show_number(exact_gross)} {price.currency}",
                {"quantity": show_number(quantity), "price": str(price)},
                _term_of(charge),
                terms.clause(_term_of(charge)),
            ),
            *handling_steps,
            *deduction_steps,
            share_step,
            money.step,
        ),
        gross=money.gross,
        free=money.free,
        borne=money.borne,
        amount=money.amount,
        beyond=Money.zero(price.currency) if unpaid else money.beyond,
    )


def _term_of(charge: Charge) -> str:
    match charge.kind:
        case CostKind.TRAVEL:
            return "travel"
        case CostKind.EQUIPMENT | CostKind.SUPPLIES | CostKind.LICENCE | CostKind.FACILITY:
            return "equipment"
    return "expenses"


def _unpaid(charge: Charge, terms: Terms) -> Reason | None:
    if charge.donated:
        return Reason("waiver.donated", "waiver")
    if charge.is_usage and not terms.equipment.usage:
        return Reason("equipment.use_is_free", "equipment")
    if charge.kind is CostKind.TRAVEL and not terms.travel.paid:
        return Reason("travel.not_paid", "travel")
    if charge.kind is CostKind.EXPENSE and not terms.expenses.paid:
        return Reason("expenses.not_paid", "expenses")
    return None


def _unit_price(charge: Charge, terms: Terms) -> tuple[Money, list[Step]]:
    """The price of one unit; the terms' own mileage rate, where they fix one, replaces the charge's."""
    fixed = terms.travel.mileage_rate
    if charge.unit != MILE or fixed is None:
        return charge.unit_price, []
    price = Money(fixed, charge.unit_price.currency)
    step = Step("Mileage rate", str(price), {}, "travel.mileage_rate", terms.clause("travel"))
    return price, [step]


def _handling(charge: Charge, amount: Fraction, terms: Terms) -> tuple[Fraction, list[Step]]:
    percent = terms.equipment.handling_percent
    if not charge.has_handling or not percent:
        return amount, []
    handled = amount * (1 + Fraction(percent) / 100)
    step = Step(
        "Handling",
        f"{show_number(handled)} {charge.unit_price.currency}",
        {"percent": show_number(percent)},
        "equipment.handling_percent",
        terms.clause("equipment"),
    )
    return handled, [step]


def _deducted(charge: Charge, amount: Fraction, terms: Terms) -> tuple[Fraction, list[Step]]:
    steps = []
    for name, less in charge.deductions:
        amount = max(amount - Fraction(less.amount), Fraction(0))
        left = f"{show_number(amount)} {charge.unit_price.currency}"
        inputs = {"less": str(less)}
        steps.append(Step(name, left, inputs, "equipment.deductions", terms.clause("equipment")))
    return amount, steps


def _charges_for_lent(lent: Iterable[LentThing], terms: Terms) -> list[Charge]:
    """What a thing costs for having come back damaged or not at all. Term: equipment."""
    return [
        charge
        for thing in lent
        for charge in (_damage(thing, terms), _loss(thing, terms))
        if charge is not None
    ]


def _damage(thing: LentThing, terms: Terms) -> Charge | None:
    if not thing.damaged or terms.equipment.damaged is Damaged.NOTHING:
        return None
    if terms.equipment.damaged is Damaged.REPAIR:
        price, quantity = thing.repair_cost, 1
    else:
        price, quantity = thing.price, thing.damaged
    if price is None:
        return None
    return _of_thing(thing, "damaged", price, Fraction(quantity), terms)


def _loss(thing: LentThing, terms: Terms) -> Charge | None:
    """Replacement, or straight-line: the price less one part of the useful life per month of age."""
    if not thing.lost or thing.price is None or terms.equipment.lost is Lost.NOTHING:
        return None
    part = Fraction(1)
    if terms.equipment.lost is Lost.STRAIGHT_LINE:
        life = terms.equipment.useful_life_months
        part = Fraction(max(life - thing.age_months, 0), life)
    return _of_thing(thing, "lost", thing.price, thing.lost * part, terms)


def _of_thing(
    thing: LentThing, what: str, price: Money, quantity: Fraction, terms: Terms
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
        id=thing.id,
        kind=CostKind.EQUIPMENT,
        label=f"{thing.label}, {what}",
        unit_price=price,
        quantity=quantity,
        unit="repair" if price == thing.repair_cost and what == "damaged" else "piece",
        deductions=tuple(deductions),
        has_handling=what == "lost",
        donated=thing.donated,
    )

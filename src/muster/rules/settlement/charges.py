"""Lines for things and costs: use, repair, loss, licences, rooms, miles, nights, receipts."""

from __future__ import annotations

from fractions import Fraction

from muster.rules.settlement.amounts import Exact, Uncounted, amounts
from muster.rules.settlement.facts import Charge, MissionFacts
from muster.rules.settlement.journeys import charges_for_stays, priced_miles
from muster.rules.settlement.share import not_claimable, share_of
from muster.rules.settlement.things import charges_for_things
from muster.rules.settlement.working import Reason, SettlementLine, Step, show_exact, show_number
from muster.rules.terms import CostKind, Terms

TERM_OF = {
    CostKind.TRAVEL: "travel",
    CostKind.EQUIPMENT: "equipment",
    CostKind.SUPPLIES: "supplies",
    CostKind.LICENCE: "licence",
    CostKind.FACILITY: "facility",
}


def charge_lines(facts: MissionFacts, terms: Terms) -> list[SettlementLine]:
    """A line per charge, those made of things and journeys among them. Terms: expenses, travel,
    equipment, supplies, licence, facility."""
    charges = [
        *(priced_miles(charge, facts, terms) for charge in facts.charges),
        *charges_for_things(facts, terms),
        *charges_for_stays(facts, terms),
    ]
    charges.sort(key=lambda charge: (charge.kind, charge.label, str(charge.on), str(charge.id)))
    lines = [(charge, _line(charge, facts, terms)) for charge in charges]
    before = facts.claimed_before
    return [line for charge, line in lines if line.gross or not before.gross_of(charge.id)]


def _line(charge: Charge, facts: MissionFacts, terms: Terms) -> SettlementLine:
    price = charge.unit_price
    quantity = Fraction(charge.quantity)
    at_price = quantity * Fraction(price.amount)
    handled, handling_steps = _handling(charge, at_price, terms)
    deducted, deduction_steps = _deducted(charge, handled, terms)
    counted, earlier_steps = _less_charged(charge, deducted, facts, terms)
    gross = max(_whole_cost(charge, deducted, facts, terms), counted)
    over = _over(charge, gross, counted, terms)
    share, share_step, reasons = share_of(charge.kind, facts, terms)
    unpaid = _unpaid(charge, terms)
    if unpaid:
        share, reasons = Fraction(0), (unpaid,)
        share_step = Step("Not paid", "0 %", {}, unpaid.code, terms.clause(unpaid.term))
    money = amounts(Exact(gross, counted, counted, share), price.currency, terms, unpaid)
    clause = terms.clause(_term_of(charge))
    return SettlementLine(
        kind=charge.kind,
        label=charge.label,
        quantity=quantity,
        unit=charge.unit,
        rate=price,
        clause=clause,
        paid_quantity=quantity if share else Fraction(0),
        evidence=(charge.id,),
        reasons=(*reasons, *(each.reason for each in over), *charge.notes),
        working=(
            *charge.steps,
            Step(
                "Quantity at the price",
                show_exact(at_price, price.currency),
                {"quantity": show_number(quantity), "price": str(price)},
                _term_of(charge),
                clause,
            ),
            *handling_steps,
            *deduction_steps,
            *earlier_steps,
            *(each.step(price.currency, terms) for each in over),
            share_step,
            money.step,
        ),
        gross=money.gross,
        free=money.free,
        borne=money.borne,
        not_payable=money.not_payable,
        amount=money.amount,
        beyond=money.beyond,
    )


def _whole_cost(charge: Charge, deducted: Fraction, facts: MissionFacts, terms: Terms) -> Fraction:
    """What it cost, whatever the terms pay of it, less what earlier claims hold.

    What was deducted was never a cost: the whole is what is left of it.
    """
    whole = deducted
    if charge.cost is not None:
        whole = max(whole, _deducted(charge, charge.cost, terms)[0])
    charged = facts.claimed_before.gross_of(charge.id)
    return max(whole - Fraction(charged.amount), Fraction(0)) if charged else whole


def _over(
    charge: Charge, gross: Fraction, counted: Fraction, terms: Terms
) -> tuple[Uncounted, ...]:
    """What a cost came to above the price that the terms count."""
    if gross <= counted:
        return ()
    currency = charge.unit_price.currency
    values = {"cost": show_exact(gross, currency), "counted": show_exact(counted, currency)}
    reason = Reason("cost.above_what_counts", _term_of(charge), values)
    return (Uncounted(reason, gross - counted),)


def _term_of(charge: Charge) -> str:
    return TERM_OF.get(charge.kind, "expenses")


def _unpaid(charge: Charge, terms: Terms) -> Reason | None:
    """Why nothing of a charge is paid; what was given comes first, then what may not be claimed."""
    if charge.donated:
        return Reason("waiver.donated", "waiver")
    if reason := not_claimable(charge.kind, charge.agreed, terms):
        return reason
    if charge.unpaid:
        return charge.unpaid
    if charge.is_workers_compensation and not terms.labour.workers_compensation:
        return Reason("labour.workers_compensation_excluded", "labour")
    if charge.is_usage and not _use_is_paid(charge, terms):
        return Reason("equipment.use_is_free", _term_of(charge))
    if charge.kind is CostKind.TRAVEL and not terms.travel.paid:
        return Reason("travel.not_paid", "travel")
    if charge.kind is CostKind.EXPENSE and not terms.expenses.paid:
        return Reason("expenses.not_paid", "expenses")
    return None


def _use_is_paid(charge: Charge, terms: Terms) -> bool:
    if charge.kind is CostKind.LICENCE:
        return terms.licence.paid
    if charge.kind is CostKind.FACILITY:
        return terms.facility.paid
    return terms.equipment.usage


def _handling(charge: Charge, amount: Fraction, terms: Terms) -> tuple[Fraction, list[Step]]:
    term, percent = "equipment", terms.equipment.handling_percent
    if charge.kind is CostKind.SUPPLIES and terms.supplies.handling_percent is not None:
        term, percent = "supplies", terms.supplies.handling_percent
    if not charge.has_handling or not percent:
        return amount, []
    handled = amount * (1 + Fraction(percent) / 100)
    step = Step(
        "Handling",
        show_exact(handled, charge.unit_price.currency),
        {"percent": show_number(percent)},
        f"{term}.handling_percent",
        terms.clause(term),
    )
    return handled, [step]


def _less_charged(
    charge: Charge, amount: Fraction, facts: MissionFacts, terms: Terms
) -> tuple[Fraction, list[Step]]:
    """What is left of a cost after earlier claims of the mission; never below nothing."""
    charged = facts.claimed_before.counted_of(charge.id)
    if charged is None:
        return amount, []
    left = max(amount - Fraction(charged.amount), Fraction(0))
    shown = show_exact(left, charge.unit_price.currency)
    label, inputs = "Less what an earlier claim charged", {"less": str(charged)}
    return left, [Step(label, shown, inputs, "checks.second_claim", terms.clause("checks"))]


def _deducted(charge: Charge, amount: Fraction, terms: Terms) -> tuple[Fraction, list[Step]]:
    steps = []
    for name, less in charge.deductions:
        amount = max(amount - Fraction(less.amount), Fraction(0))
        left = show_exact(amount, charge.unit_price.currency)
        inputs = {"less": str(less)}
        steps.append(Step(name, left, inputs, "equipment.deductions", terms.clause("equipment")))
    return amount, steps

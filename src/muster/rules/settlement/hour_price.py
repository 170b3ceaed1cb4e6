"""What an hour costs: rate, fringe, overhead, cap, overtime, in this order; rounded only if the terms say so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.facts import MissionFacts, TimeEntry
from muster.rules.settlement.rates import RateRow
from muster.rules.settlement.working import Reason, Step, show_exact, show_number
from muster.rules.terms import HourKind, LoadBasis, Terms


@dataclass(frozen=True, slots=True)
class HourPrice:
    """The exact price of an hour in the currency unit, and how it came about."""

    price: Fraction
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Load:
    """A percentage on wages with the reason where it is not the one that was declared."""

    percent: Decimal
    rule: str
    reasons: tuple[Reason, ...] = ()


def hour_price(
    entry: TimeEntry, facts: MissionFacts, terms: Terms, cap: RateRow | None = None
) -> HourPrice:
    """The price of an hour of `entry`; `cap` is the table's rate on its day. Term: labour.

    A responding party's own overtime rate stands for rate times multiple; all else applies to both.
    """
    labour, clause = terms.labour, terms.clause("labour")
    is_overtime = entry.kind is HourKind.OVERTIME
    own_overtime = entry.overtime_rate if is_overtime else None
    price = Fraction((own_overtime or entry.rate).amount)
    steps: list[Step] = []
    reasons: list[Reason] = []

    def then(label: str, rule: str, inputs: dict[str, str], rounding: str = "") -> None:
        shown = f"{show_exact(price, entry.rate.currency)} an hour"
        steps.append(Step(label, shown, inputs, rule, clause, rounding))

    for name, load in (
        ("Fringe", fringe_of(entry, facts, terms)),
        ("Overhead", overhead_of(facts, terms)),
    ):
        reasons += load.reasons
        if load.percent:
            price *= 1 + Fraction(load.percent) / 100
            then(name, load.rule, {"percent": show_number(load.percent)})
    most, inputs = _cap(terms, cap)
    if most is not None and price > most:
        price = most
        then("Rate cap", "labour.rate_cap", inputs)
    if own_overtime is not None:
        then(
            "Overtime at the party's own rate", "labour.overtime_rate", {"rate": str(own_overtime)}
        )
    elif is_overtime:
        price *= Fraction(labour.overtime_multiplier)
        times = {"rate": str(entry.rate), "times": show_number(labour.overtime_multiplier)}
        then("Overtime", "labour.overtime_multiplier", times)
    if terms.rounding.hour_price:
        rule = terms.rounding.rule
        price = Fraction(Money.from_fraction(price, entry.rate.currency, rule).amount)
        then("Price of an hour, rounded", "rounding.hour_price", {}, rule.value)
    return HourPrice(price, tuple(steps), tuple(reasons))


def fringe_of(entry: TimeEntry, facts: MissionFacts, terms: Terms) -> Load:
    """The fringe on an hour of this kind and category. Term: labour."""
    labour = terms.labour
    reasons: tuple[Reason, ...] = ()
    is_overtime = entry.kind is HourKind.OVERTIME
    regular, overtime = labour.fringe_percent, labour.fringe_overtime_percent
    match labour.fringe:
        case LoadBasis.NONE:
            return Load(Decimal(0), "labour.fringe.none")
        case LoadBasis.BY_CATEGORY:
            row = next((r for r in labour.fringe_by_category if r.category == entry.category), None)
            if row is not None:
                regular, overtime = row.percent, row.overtime_percent
            else:
                values = {"category": entry.category, "person": entry.person}
                reasons = (Reason("labour.category_unknown", "labour", values),)
        case LoadBasis.DECLARED:
            reasons = declaration_faults(facts, "labour.fringe")
            if not reasons and facts.declared_load is not None:
                load = facts.declared_load
                regular, overtime = load.fringe_percent, load.overtime_fringe_percent
    percent = overtime if is_overtime and overtime is not None else regular
    return Load(percent, f"labour.fringe.{labour.fringe}", reasons)


def overhead_of(facts: MissionFacts, terms: Terms) -> Load:
    """The overhead on rate and fringe together. Term: labour."""
    labour = terms.labour
    if labour.overhead is LoadBasis.NONE:
        return Load(Decimal(0), "labour.overhead.none")
    reasons: tuple[Reason, ...] = ()
    percent = labour.overhead_percent
    if labour.overhead is LoadBasis.DECLARED:
        reasons = declaration_faults(facts, "labour.overhead")
        if not reasons and facts.declared_load is not None:
            percent = facts.declared_load.overhead_percent
    return Load(percent, f"labour.overhead.{labour.overhead}", reasons)


def declaration_faults(facts: MissionFacts, what: str) -> tuple[Reason, ...]:
    """Why what was declared does not count: it was not, or only after people had left."""
    declared, left = facts.declared_load, facts.departed_at or facts.arrived_at
    if declared is None:
        return (Reason("labour.load_not_declared", "labour", {"what": what}),)
    if left is not None and declared.declared_at > left:
        values = {"what": what, "declared_at": declared.declared_at, "departed_at": left}
        return (Reason("labour.load_declared_late", "labour", values),)
    return ()


def _cap(terms: Terms, cap: RateRow | None) -> tuple[Fraction | None, dict[str, str]]:
    """The lower of the fixed cap and the table's, with where it comes from."""
    fixed = terms.labour.rate_cap
    table = cap.amount.amount if cap is not None else None
    if cap is not None and table is not None and (fixed is None or table < fixed):
        inputs = {"cap": str(cap.amount), "table": cap.table, "key": cap.key}
        return Fraction(table), inputs
    if fixed is None:
        return None, {}
    return Fraction(fixed), {"cap": show_exact(fixed, terms.currency)}

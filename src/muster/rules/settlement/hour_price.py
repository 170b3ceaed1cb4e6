"""What an hour costs: rate, fringe, overhead, cap, overtime, in this order; rounded only if the terms say so."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.amounts import Uncounted
from muster.rules.settlement.facts import MissionFacts, TimeEntry
from muster.rules.settlement.rates import RateRow
from muster.rules.settlement.working import Reason, Step, show_exact, show_number
from muster.rules.terms import HourKind, LoadBasis, Terms


@dataclass(frozen=True, slots=True)
class HourPrice:
    """The exact price of an hour in the currency unit, and how it came about.

    `uncounted` is what an hour cost beyond it: a load that was declared and the terms do not count,
    what lies above a cap.
    """

    price: Fraction
    steps: tuple[Step, ...]
    reasons: tuple[Reason, ...] = ()
    uncounted: tuple[Uncounted, ...] = ()

    @property
    def cost(self) -> Fraction:
        """What an hour cost, whatever the terms count of it."""
        return self.price + sum((each.amount for each in self.uncounted), Fraction(0))


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
    wage = price = Fraction((own_overtime or entry.rate).amount)
    steps: list[Step] = []
    reasons: list[Reason] = []

    def then(label: str, rule: str, inputs: dict[str, str], rounding: str = "") -> None:
        shown = f"{show_exact(price, entry.rate.currency)} an hour"
        steps.append(Step(label, shown, inputs, rule, clause, rounding))

    fringe, overhead = fringe_of(entry, facts, terms), overhead_of(facts, terms)
    for name, load in (("Fringe", fringe), ("Overhead", overhead)):
        reasons += load.reasons
        if load.percent:
            price *= 1 + Fraction(load.percent) / 100
            then(name, load.rule, {"percent": show_number(load.percent)})
    loaded = price
    most, inputs = _cap(terms, cap)
    if most is not None and price > most:
        price = most
        then("Rate cap", "labour.rate_cap", inputs)
    capped = price
    if own_overtime is not None:
        then(
            "Overtime at the party's own rate", "labour.overtime_rate", {"rate": str(own_overtime)}
        )
    elif is_overtime:
        price *= Fraction(labour.overtime_multiplier)
        times = {"rate": str(entry.rate), "times": show_number(labour.overtime_multiplier)}
        then("Overtime", "labour.overtime_multiplier", times)
    multiple = Fraction(labour.overtime_multiplier if is_overtime and own_overtime is None else 1)
    uncounted = (
        *_load_beyond(wage, fringe, overhead, _declared(entry, facts)),
        *_above_cap(loaded, capped, inputs),
    )
    if terms.rounding.hour_price:
        rule = terms.rounding.rule
        price = Fraction(Money.from_fraction(price, entry.rate.currency, rule).amount)
        then("Price of an hour, rounded", "rounding.hour_price", {}, rule.value)
    beyond = tuple(each.times(multiple) for each in uncounted)
    return HourPrice(price, tuple(steps), tuple(reasons), beyond)


def _declared(entry: TimeEntry, facts: MissionFacts) -> tuple[Decimal, Decimal]:
    """Fringe and overhead that the responding party says an hour costs it, in per cent."""
    load = facts.declared_load
    if load is None:
        return Decimal(0), Decimal(0)
    overtime = load.overtime_fringe_percent
    if entry.kind is HourKind.OVERTIME and overtime is not None:
        return overtime, load.overhead_percent
    return load.fringe_percent, load.overhead_percent


def _load_beyond(
    wage: Fraction, fringe: Load, overhead: Load, declared: tuple[Decimal, Decimal]
) -> tuple[Uncounted, ...]:
    """What of the declared load the terms do not count, an hour. Term: labour."""
    counted = (fringe.percent, overhead.percent)
    most = (max(fringe.percent, declared[0]), max(overhead.percent, declared[1]))
    if most == counted:
        return ()
    values = {"fringe": show_number(most[0]), "overhead": show_number(most[1])}
    reason = Reason("labour.load_not_counted", "labour", values)
    return (Uncounted(reason, wage * (_times(*most) - _times(*counted))),)


def _times(fringe: Decimal, overhead: Decimal) -> Fraction:
    return (1 + Fraction(fringe) / 100) * (1 + Fraction(overhead) / 100)


def _above_cap(loaded: Fraction, capped: Fraction, inputs: dict[str, str]) -> tuple[Uncounted, ...]:
    """What an hour costs above the cap. Term: labour."""
    if loaded == capped:
        return ()
    reason = Reason("labour.above_cap", "labour", {"cap": inputs["cap"]})
    return (Uncounted(reason, loaded - capped),)


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

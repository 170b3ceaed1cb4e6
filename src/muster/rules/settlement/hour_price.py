"""What an hour costs: rate, fringe, overhead, cap, overtime, in this order and never rounded."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from muster.rules.money import Money
from muster.rules.settlement.facts import TimeEntry
from muster.rules.settlement.working import Step, show_number
from muster.rules.terms import HourKind, Terms


@dataclass(frozen=True, slots=True)
class HourPrice:
    """The exact price of an hour in the currency unit, and how it came about."""

    price: Fraction
    steps: tuple[Step, ...]


def hour_price(entry: TimeEntry, terms: Terms) -> HourPrice:
    """The price of an hour of `entry`. Term: labour. Overtime is not rounded before the line is."""
    labour, clause = terms.labour, terms.clause("labour")
    is_overtime = entry.kind is HourKind.OVERTIME
    own_overtime = entry.overtime_rate if is_overtime else None
    price = Fraction((own_overtime or entry.rate).amount)
    steps: list[Step] = []

    def then(label: str, rule: str, inputs: dict[str, str]) -> None:
        steps.append(Step(label, _shown(price, entry.rate), inputs, f"labour.{rule}", clause))

    for name in ("fringe_percent", "overhead_percent"):
        percent = getattr(labour, name)
        if percent:
            price *= 1 + Fraction(percent) / 100
            then(name.split("_")[0].capitalize(), name, {"percent": show_number(percent)})
    if labour.rate_cap is not None and price > Fraction(labour.rate_cap):
        price = Fraction(labour.rate_cap)
        then("Rate cap", "rate_cap", {"cap": show_number(labour.rate_cap)})
    if own_overtime is not None:
        then("Overtime at the party's own rate", "overtime_rate", {"rate": str(own_overtime)})
    elif is_overtime:
        price *= Fraction(labour.overtime_multiplier)
        inputs = {"rate": str(entry.rate), "times": show_number(labour.overtime_multiplier)}
        then("Overtime", "overtime_multiplier", inputs)
    return HourPrice(price, tuple(steps))


def _shown(price: Fraction, like: Money) -> str:
    return f"{show_number(price)} {like.currency} an hour"

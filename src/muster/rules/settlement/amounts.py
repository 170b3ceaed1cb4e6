"""From exact amounts to cents: each line is rounded once, at its end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from muster.rules.money import Money, format_money
from muster.rules.settlement.working import Step, show_exact
from muster.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Exact:
    """A line before rounding, in the currency unit: all of it, what is beyond free, the share asked."""

    gross: Fraction
    beyond: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Amounts:
    """A line in cents; gross = free + borne + amount."""

    gross: Money
    free: Money
    borne: Money
    amount: Money
    beyond: Money
    step: Step


def amounts(exact: Exact, currency: str, terms: Terms) -> Amounts:
    """Round a line. Term: rounding.

    What is claimed is rounded from its exact value. What is free and what is borne are differences of
    rounded amounts, so that a line always adds up; none is negative, since rounding keeps order.
    """
    rule = terms.rounding.rule
    gross = Money.from_fraction(exact.gross, currency, rule)
    beyond = Money.from_fraction(exact.beyond, currency, rule)
    amount = Money.from_fraction(exact.beyond * exact.share, currency, rule)
    step = Step(
        "Amount",
        format_money(amount),
        {"exact": show_exact(exact.beyond * exact.share, currency)},
        "rounding",
        terms.clause("rounding"),
        rule.value,
    )
    return Amounts(gross, gross - beyond, beyond - amount, amount, beyond, step)

"""From exact amounts to cents: each line is rounded once, at its end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from muster.rules.money import Money, format_money
from muster.rules.settlement.working import Reason, Step, show_exact
from muster.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Exact:
    """A line before rounding, in the currency unit: what it cost, what the terms count of it, what of
    that is beyond free, the share asked."""

    gross: Fraction
    counted: Fraction
    beyond: Fraction
    share: Fraction


@dataclass(frozen=True, slots=True)
class Uncounted:
    """A part of what a line cost, in the currency unit, that the terms do not count, and why."""

    reason: Reason
    amount: Fraction

    def times(self, number: Fraction) -> Uncounted:
        return Uncounted(self.reason, self.amount * number)

    def step(self, currency: str, terms: Terms) -> Step:
        """The part as a step of the working, with the clause that leaves it out."""
        shown = show_exact(self.amount, currency)
        reason = self.reason
        return Step("Not payable", shown, {}, reason.code, terms.clause(reason.term))


@dataclass(frozen=True, slots=True)
class Amounts:
    """A line in cents; gross = free + borne + amount, and `not_payable` is a part of what is borne."""

    gross: Money
    free: Money
    borne: Money
    not_payable: Money
    amount: Money
    beyond: Money
    step: Step


def amounts(exact: Exact, currency: str, terms: Terms, unpaid: Reason | None = None) -> Amounts:
    """Round a line. `unpaid` is why the terms pay nothing of it. Term: rounding.

    What is claimed is rounded from its exact value. All else are differences of rounded amounts, so
    that a line always adds up; none is negative, since rounding keeps order.
    """
    rule = terms.rounding.rule
    gross = Money.from_fraction(exact.gross, currency, rule)
    counted = Money.from_fraction(exact.counted, currency, rule)
    beyond = Money.from_fraction(exact.beyond, currency, rule)
    amount = Money.from_fraction(exact.beyond * exact.share, currency, rule)
    free = counted - beyond
    step = Step(
        "Amount",
        format_money(amount),
        {"exact": show_exact(exact.beyond * exact.share, currency)},
        "rounding",
        terms.clause("rounding"),
        rule.value,
    )
    return Amounts(
        gross=gross,
        free=free,
        borne=gross - free - amount,
        not_payable=gross - free if unpaid else gross - counted,
        amount=amount,
        beyond=Money.zero(currency) if unpaid else beyond,
        step=step,
    )

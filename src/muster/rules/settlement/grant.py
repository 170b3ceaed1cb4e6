"""What of a claim a federal grant may repay to the requesting party, and what a waiver would forfeit.

A grant repays only what was charged and is owed in any case: free hours, donations and what the
responding party bears earn nothing, and neither does what was waived. Figures are estimates for the
parties; the grantor decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from muster.rules.money import Money, total
from muster.rules.settlement.working import Reason, Settlement, SettlementLine
from muster.rules.terms import HourKind, Terms
from muster.rules.terms.billing import GrantLabour


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantLine:
    """One line of a claim as the grant sees it; charged = eligible + excluded.

    `eligible` is its part of what is still owed: what was waived or credited is excluded.
    """

    label: str
    charged: Money
    eligible: Money
    excluded: Money
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class GrantView:
    """A claim as the grant sees it. `federal` is the federal part of `eligible`, `local` the rest of
    it, and the lines' eligible amounts add up to it; `forfeited` is the federal part that waivers so
    far gave up with them."""

    federal_percent: Decimal
    charged: Money
    waived: Money
    eligible: Money
    federal: Money
    local: Money
    forfeited: Money
    lines: tuple[GrantLine, ...] = ()
    reasons: tuple[Reason, ...] = ()


def grant_view(
    settlement: Settlement,
    terms: Terms,
    *,
    charged: Money | None = None,
    waived: Money | None = None,
) -> GrantView:
    """What of a settled claim is eligible. Terms: grant, payment, waiver.

    `charged` is what was really claimed (nothing where the claim is refused), `waived` what was given
    up of it: a waiver takes from what is eligible in proportion.
    """
    currency = settlement.currency
    charged = settlement.total if charged is None else charged
    waived = Money.zero(currency) if waived is None else waived
    contingent = terms.payment.contingent_on_grant
    lines = tuple(_line(line, terms, bool(charged) and not contingent) for line in settlement.lines)
    whole = total((line.eligible for line in lines), currency)
    if charged:
        # What was never claimed, or taken back by a credit note, takes its part along.
        whole = _less(whole, settlement.total, settlement.total - charged, terms)
    eligible = _less(whole, charged, waived, terms)
    federal = _part(eligible, terms)
    lines = _spread(lines, eligible)
    reasons = [Reason("grant.contingent", "payment")] if contingent else []
    if waived:
        reasons.append(Reason("grant.waived", "waiver", {"amount": str(waived)}))
    return GrantView(
        federal_percent=terms.grant.federal_percent,
        charged=charged,
        waived=waived,
        eligible=eligible,
        federal=federal,
        local=eligible - federal,
        forfeited=_part(whole, terms) - federal,
        lines=lines,
        reasons=tuple(reasons),
    )


def forfeited_by(view: GrantView, waiver: Money, terms: Terms) -> Money:
    """The federal money that would be lost if so much more were given up of a claim."""
    owed = view.charged - view.waived
    given = min(waiver, owed)
    return view.federal - _part(_less(view.eligible, owed, given, terms), terms)


def _line(line: SettlementLine, terms: Terms, is_charged: bool) -> GrantLine:
    reasons = []
    if line.free:
        reasons.append(Reason("grant.free", "free_allowance"))
    if line.borne:
        reasons.append(Reason("grant.borne", "share"))
    charged = line.amount if is_charged else Money.zero(line.amount.currency)
    eligible = charged
    if (
        line.hour_kind in (HourKind.REGULAR, HourKind.TRAVEL)
        and terms.grant.labour is GrantLabour.OVERTIME_ONLY
    ):
        eligible = Money.zero(line.amount.currency)
        reasons.append(Reason("grant.overtime_only", "grant"))
    return GrantLine(
        label=line.label,
        charged=charged,
        eligible=eligible,
        excluded=charged - eligible,
        reasons=tuple(reasons),
    )


def _spread(lines: tuple[GrantLine, ...], eligible: Money) -> tuple[GrantLine, ...]:
    """What is still eligible on each line: in proportion, in whole cents that add up exactly.

    The cents that proportion leaves over go to the lines with the largest remainders, the first first.
    """
    whole = sum(line.eligible.cents for line in lines)
    if not whole or whole == eligible.cents:
        return lines
    exact = [Fraction(line.eligible.cents * eligible.cents, whole) for line in lines]
    cents = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(lines)), key=lambda at: (cents[at] - exact[at], at))
    for at in order[: eligible.cents - sum(cents)]:
        cents[at] += 1
    return tuple(
        _left(line, Money.from_cents(left, eligible.currency))
        for line, left in zip(lines, cents, strict=True)
    )


def _left(line: GrantLine, eligible: Money) -> GrantLine:
    if eligible == line.eligible:
        return line
    values = {"amount": str(line.eligible - eligible)}
    given_up = Reason("grant.line_given_up", "waiver", values)
    return replace(
        line,
        eligible=eligible,
        excluded=line.charged - eligible,
        reasons=(*line.reasons, given_up),
    )


def _less(eligible: Money, owed: Money, waived: Money, terms: Terms) -> Money:
    """What stays eligible when so much of what is owed is given up, rounded to cents."""
    if not owed or not waived:
        return eligible
    left = Fraction(eligible.amount) * (1 - Fraction(waived.amount) / Fraction(owed.amount))
    return Money.from_fraction(max(left, Fraction(0)), eligible.currency, terms.rounding.rule)


def _part(eligible: Money, terms: Terms) -> Money:
    exact = Fraction(eligible.amount) * Fraction(terms.grant.federal_percent) / 100
    return Money.from_fraction(exact, eligible.currency, terms.rounding.rule)

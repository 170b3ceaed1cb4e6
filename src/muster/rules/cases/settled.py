"""What a settled case answers with: its claims, and what each party claims, owes and gets back.

What is owed on one claim and what was overpaid on another stay apart, in every sum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from muster.rules.money import Money, total
from muster.rules.settlement import Reason, Settlement
from muster.rules.settlement.grant import GrantView


@dataclass(frozen=True, kw_only=True, slots=True)
class SettledClaim:
    """One claim with its settlement. `claimed` is nothing where a refusal stands in its way.

    claimed - waived - paid = owed - overpaid; one of these two is nothing, neither is negative.
    """

    id: str
    mission: str
    requesting: str
    responding: str
    settlement: Settlement
    claimed: Money
    waived: Money
    paid: Money
    owed: Money
    overpaid: Money
    refusals: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    notes: tuple[Reason, ...] = ()
    grant: GrantView


@dataclass(frozen=True, kw_only=True, slots=True)
class PartyTotals:
    """What one party claims as the responding one, and owes or has overpaid as the requesting one.

    All claims together; what it overpaid on a claim is returned to it, and lessens no other debt.
    """

    party: str
    claims: Money
    owes: Money
    overpaid: Money
    free_hours_given: Fraction
    free_hours_received: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class SettledCase:
    """A case settled. `total` is what is claimed under all claims, `owed` what is still to be paid of
    them, `overpaid` what was paid too much and is to be returned."""

    title: str
    agreement: str
    version: str
    currency: str
    claims: tuple[SettledClaim, ...]
    parties: tuple[PartyTotals, ...]
    total: Money
    waived: Money
    paid: Money
    owed: Money
    overpaid: Money
    hours: Fraction
    free_hours_used: Fraction


def party_totals(party: str, claims: Iterable[SettledClaim], currency: str) -> PartyTotals:
    """The claims of a case as they concern one party, on either side."""
    every = list(claims)
    given = [each for each in every if each.responding == party]
    received = [each for each in every if each.requesting == party]
    return PartyTotals(
        party=party,
        claims=cents_of((each.claimed for each in given), currency),
        owes=cents_of((each.owed for each in received), currency),
        overpaid=cents_of((each.overpaid for each in received), currency),
        free_hours_given=_free_hours(given),
        free_hours_received=_free_hours(received),
    )


def cents_of(amounts: Iterable[Money], currency: str) -> Money:
    """The sum in whole cents; "0.00" when there is nothing to sum."""
    return total(amounts, currency).rounded()


def _free_hours(claims: Iterable[SettledClaim]) -> Fraction:
    return sum((each.settlement.free_hours_used for each in claims), Fraction(0))

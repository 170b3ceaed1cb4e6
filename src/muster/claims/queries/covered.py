"""What the earlier claims of a mission hold already, so that a supplementary one never charges it again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.claims.models import Claim
from muster.deployments import queries as deployments
from muster.rules.lifecycle import ClaimState
from muster.rules.money import Money

NOT_STANDING = (ClaimState.DRAFT, ClaimState.WITHDRAWN)


def standing_claims(mission_id: UUID) -> list[Claim]:
    """The claims of a mission that were submitted and not withdrawn, the first one first."""
    rows = Claim.objects.filter(mission_id=mission_id).exclude(state__in=NOT_STANDING)
    return list(rows.order_by("ordinal"))


def covered_by(claims: Iterable[Claim]) -> deployments.Covered:
    """What the claims charged, from the settlements that were kept with them.

    A line of hours covers its entries, with the hours of it that were free; any other line covers so
    much of the cost of its evidence. Credit notes and waivers free nothing for a later claim.
    """
    free: dict[str, Fraction] = defaultdict(Fraction)
    gross: dict[str, Money] = {}
    not_payable: dict[str, Money] = {}
    for claim in claims:
        for line in claim.settlement.get("lines", ()):
            names = [str(each) for each in line.get("evidence", ())]
            if line.get("hour_kind"):
                _take_hours(line, names, free)
                continue
            for name in names:
                _add(gross, name, line["gross"], claim.currency)
                _add(not_payable, name, line.get("not_payable"), claim.currency)
    return deployments.Covered(free_hours=free, gross=gross, not_payable=not_payable)


def charged_by(claims: Iterable[Claim], currency: str) -> Money:
    """What the claims charged as they were submitted."""
    return Money.from_cents(sum(claim.total_cents for claim in claims), currency)


def credited_by(claims: Iterable[Claim], currency: str) -> Money:
    """What credit notes gave back of the claims."""
    return Money.from_cents(sum(claim.credited_cents for claim in claims), currency)


def _add(amounts: dict[str, Money], name: str, kept: dict[str, Any] | None, currency: str) -> None:
    """Add an amount as it was kept; settlements of old kept none of what was not payable."""
    if kept is not None:
        amount = Money(Decimal(kept["amount"]), currency)
        amounts[name] = amounts.get(name, Money.zero(currency)) + amount


def _take_hours(line: dict[str, Any], names: list[str], free: dict[str, Fraction]) -> None:
    """The free hours of a line stand with its first entry: all entries of a line are one person's."""
    given = Fraction(line.get("free_quantity", "0").replace(",", ""))
    for number, name in enumerate(names):
        free[name] += given if number == 0 else Fraction(0)

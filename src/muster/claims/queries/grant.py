"""A claim as a federal grant sees it: what is eligible, and what each waiver gives up with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.claims.models import Claim, Waiver
from muster.claims.queries.claims import balance_of, get_claim, terms_of_claim
from muster.rules.actor import Actor
from muster.rules.money import Money
from muster.rules.refusal import Refusal, Refused
from muster.rules.settlement import GrantView, Settlement, SettlementLine, grant_view
from muster.rules.terms import CostKind, HourKind, Terms


@dataclass(frozen=True, kw_only=True)
class GrantOfClaim:
    """A claim as the grant sees it; `waivers` with the federal money that each gave up."""

    claim: Claim
    view: GrantView
    waivers: tuple[tuple[Waiver, Money], ...]
    owed: Money
    settlement: Settlement
    terms: Terms

    def forfeits(self, amount_cents: int) -> Money:
        """The federal money that giving up so much more would lose; at most all that is left."""
        more = Money.from_cents(min(amount_cents, max(self.owed.cents, 0)), self.claim.currency)
        after = _view(self.settlement, self.terms, self.view.charged, self.view.waived + more)
        return self.view.federal - after.federal


def grant_of(actor: Actor, claim_id: UUID, federal_percent: Decimal | None = None) -> GrantOfClaim:
    """What of a claim is eligible; the federal part as the terms say, or as given, in per cent.

    Raises `NotFound`. Refuses `grant.bad_percent`. Terms: grant, payment, waiver.
    """
    claim = get_claim(actor, claim_id)
    terms = _with_percent(terms_of_claim(claim), federal_percent)
    settlement = kept_settlement(claim)
    charged = Money.from_cents(claim.total_cents - claim.credited_cents, claim.currency)
    waived = Money.zero(claim.currency)
    view = _view(settlement, terms, charged, waived)
    waivers = []
    for waiver in claim.waivers.order_by("id"):
        waived += Money.from_cents(waiver.amount_cents, claim.currency)
        after = _view(settlement, terms, charged, waived)
        waivers.append((waiver, view.federal - after.federal))
        view = after
    return GrantOfClaim(
        claim=claim,
        view=view,
        waivers=tuple(waivers),
        owed=Money.from_cents(balance_of(claim).owed_cents, claim.currency),
        settlement=settlement,
        terms=terms,
    )


def kept_settlement(claim: Claim) -> Settlement:
    """The settlement as it was kept with the claim: its amounts, without the working."""
    kept = claim.settlement
    return Settlement(
        currency=claim.currency,
        agreement=kept.get("agreement", ""),
        version=kept.get("version", ""),
        lines=tuple(_line(each, claim.currency) for each in kept.get("lines", ())),
        gross=_money(kept, "gross", claim.currency),
        free=_money(kept, "free", claim.currency),
        borne=_money(kept, "borne", claim.currency),
        not_payable=_money(kept, "not_payable", claim.currency),
        total=_money(kept, "total", claim.currency),
        beyond=_money(kept, "beyond", claim.currency),
        share_percent=Decimal(kept["share_percent"]) if kept.get("share_percent") else None,
        free_hours_allowed=Decimal(kept.get("free_hours_allowed", 0)),
        free_hours_used=_number(kept.get("free_hours_used", "0")),
        hours=_number(kept.get("hours", "0")),
    )


def _view(settlement: Settlement, terms: Terms, charged: Money, waived: Money) -> GrantView:
    return grant_view(settlement, terms, charged=charged, waived=waived)


def _with_percent(terms: Terms, federal_percent: Decimal | None) -> Terms:
    if federal_percent is None:
        return terms
    if not 0 <= federal_percent <= 100:
        raise Refused(Refusal("grant.bad_percent", "grant", "federal_percent"))
    return replace(terms, grant=replace(terms.grant, federal_percent=federal_percent))


def _line(kept: Mapping[str, Any], currency: str) -> SettlementLine:
    hour_kind = kept.get("hour_kind")
    return SettlementLine(
        kind=CostKind(kept["kind"]),
        label=kept["label"],
        quantity=_number(kept["quantity"]),
        unit=kept["unit"],
        rate=_money(kept, "rate", currency),
        clause=kept["clause"],
        gross=_money(kept, "gross", currency),
        free=_money(kept, "free", currency),
        borne=_money(kept, "borne", currency),
        not_payable=_money(kept, "not_payable", currency),
        amount=_money(kept, "amount", currency),
        beyond=_money(kept, "beyond", currency),
        hour_kind=HourKind(hour_kind) if hour_kind else None,
    )


def _money(kept: Mapping[str, Any], name: str, currency: str) -> Money:
    amount = (kept.get(name) or {}).get("amount", "0")
    return Money(Decimal(amount), currency)


def _number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))

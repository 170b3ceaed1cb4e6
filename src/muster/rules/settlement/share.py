"""Which part of a cost the requesting party pays, and why."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from muster.rules.settlement.facts import MissionFacts
from muster.rules.settlement.working import Reason, Step, show_number
from muster.rules.terms import CostKind, ShareBasis, Terms


def share_percent(facts: MissionFacts, terms: Terms) -> Decimal | None:
    """The requesting party's part in per cent; None while it is not agreed. Term: share."""
    if terms.share.basis is ShareBasis.FIXED:
        return terms.share.percent
    return facts.agreed_share_percent


def share_of(
    kind: CostKind, facts: MissionFacts, terms: Terms
) -> tuple[Fraction, Step, tuple[Reason, ...]]:
    """The part of one kind of cost as a fraction, its step of the working and the reasons."""
    clause = terms.clause("share")
    if kind not in terms.share.applies_to:
        step = Step("Share", "100 %", {}, "share.applies_to", clause)
        return Fraction(1), step, ()
    percent = share_percent(facts, terms)
    rule = f"share.{terms.share.basis}"
    if percent is None:
        step = Step("Share", "not agreed: nothing is claimable", {}, rule, clause)
        return Fraction(0), step, (Reason("share.not_agreed", "share"),)
    step = Step("Share", f"{show_number(percent)} %", {}, rule, clause)
    return Fraction(percent) / 100, step, ()


def not_claimable(kind: CostKind, agreed: bool, terms: Terms) -> Reason | None:
    """Why a cost of this kind may not be claimed at all. Term: claimable."""
    if kind not in terms.claimable.kinds:
        return Reason("claimable.kind_not_paid", "claimable", {"kind": kind.value})
    if terms.claimable.only_agreed and not agreed:
        return Reason("claimable.not_in_the_order", "claimable")
    return None

"""May this share be agreed, this much be paid, waived, credited?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from muster.rules.eligibility.reasons import kept
from muster.rules.refusal import Refusal
from muster.rules.terms import ShareBasis, Terms

WHOLE = 10_000  # basis points


@dataclass(frozen=True, kw_only=True)
class Balance:
    """A claim's amounts, in cents."""

    total_cents: int
    credited_cents: int = 0
    waived_cents: int = 0
    paid_cents: int = 0

    @property
    def owed_cents(self) -> int:
        """What is still to be paid; negative when too much was paid before a credit."""
        return self.total_cents - self.credited_cents - self.waived_cents - self.paid_cents


def refusals_for_share(share_basis_points: int, terms: Terms) -> list[Refusal]:
    """Why such a share may not be proposed. Term: share. 10,000 basis points are the whole."""
    return kept(
        (
            terms.share.basis is ShareBasis.FIXED,
            Refusal("share.fixed_by_terms", "share", values={"percent": terms.share.percent}),
        ),
        (
            not 0 <= share_basis_points <= WHOLE,
            Refusal("share.out_of_bounds", "share", "share"),
        ),
    )


def refusals_for_agreeing(proposed_by_party_id: Any, agreeing_party_id: Any) -> list[Refusal]:
    """Why this party may not agree to a proposed share: it takes both sides. Term: share."""
    same = proposed_by_party_id == agreeing_party_id
    return kept((same, Refusal("share.own_proposal", "share")))


def refusals_for_payment(
    amount_cents: int, paid_on: date, today: date, balance: Balance
) -> list[Refusal]:
    """Why this payment may not be recorded. Term: payment."""
    return _amount("payment", amount_cents, balance.owed_cents, "payment") + kept(
        (paid_on > today, Refusal("payment.in_the_future", "payment", "paid_on"))
    )


def refusals_for_waiver(amount_cents: int, balance: Balance, terms: Terms) -> list[Refusal]:
    """Why this much may not be given up. Term: waiver."""
    return _amount("waiver", amount_cents, balance.owed_cents, "waiver") + kept(
        (
            not terms.waiver.partial and 0 < amount_cents < balance.owed_cents,
            Refusal("waiver.only_whole", "waiver", "amount", {"owed_cents": balance.owed_cents}),
        )
    )


def refusals_for_credit(amount_cents: int, balance: Balance) -> list[Refusal]:
    """Why this correction may not be made. Term: billing.

    A credit note may reach what was already paid (then something is owed back), never more than the
    claim came to.
    """
    most = balance.total_cents - balance.credited_cents - balance.waived_cents
    return _amount("credit", amount_cents, most, "billing")


def _amount(what: str, amount_cents: int, most: int, term: str) -> list[Refusal]:
    return kept(
        (amount_cents <= 0, Refusal(f"{what}.no_amount", term, "amount")),
        (
            amount_cents > most,
            Refusal(f"{what}.more_than_owed", term, "amount", {"most_cents": max(most, 0)}),
        ),
    )

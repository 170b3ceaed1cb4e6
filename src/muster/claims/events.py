"""What can happen to claims. Their facts are for the two parties alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.record import event


@dataclass(frozen=True)
class AboutClaim:
    """What every fact of a claim names."""

    claim_id: UUID
    mission_id: UUID
    claimant_party_id: UUID
    owing_party_id: UUID
    reference: str
    currency: str


@event
@dataclass(frozen=True)
class ClaimDrafted(AboutClaim):
    """The claimant had it computed from the mission, for the first time or anew."""

    total_cents: int


@event
@dataclass(frozen=True)
class ClaimAmended(AboutClaim):
    """Numbers for the bookkeeping, or the note, changed in a draft."""

    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class ClaimSubmitted(AboutClaim):
    """The claimant stands by it; it never changes from here on."""

    total_cents: int
    settlement_sha256: str


@event
@dataclass(frozen=True)
class ClaimQuestioned(AboutClaim):
    """The owing party asks; the claim waits for the answer."""

    question_id: UUID
    line_number: int | None


@event
@dataclass(frozen=True)
class ClaimAnswered(AboutClaim):
    """The claimant answered."""

    question_id: UUID


@event
@dataclass(frozen=True)
class ClaimApproved(AboutClaim):
    """The owing party agrees to pay."""

    owed_cents: int


@event
@dataclass(frozen=True)
class PaymentRecorded(AboutClaim):
    """The owing party paid, in whole or in part."""

    payment_id: UUID
    amount_cents: int
    payment_reference: str
    paid_on: date
    left_cents: int


@event
@dataclass(frozen=True)
class PaymentConfirmed(AboutClaim):
    """The claimant received a payment."""

    payment_id: UUID
    amount_cents: int


@event
@dataclass(frozen=True)
class ClaimPartWaived(AboutClaim):
    """The claimant gave up a part, or all of what was left."""

    amount_cents: int
    reason: str
    left_cents: int


@event
@dataclass(frozen=True)
class CreditNoteIssued(AboutClaim):
    """The claimant corrected a submitted claim."""

    credit_note_id: UUID
    credit_reference: str
    amount_cents: int
    reason: str


@event
@dataclass(frozen=True)
class ClaimWithdrawn(AboutClaim):
    """The claimant took it back; the mission may be claimed anew."""

    reason: str

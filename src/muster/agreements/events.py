"""Facts about the agreement: versions drafted and put in force, attestations made and lapsed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class VersionDrafted:
    version_id: UUID
    label: str
    terms_sha256: str


@event
@dataclass(frozen=True)
class VersionAmended:
    version_id: UUID
    label: str
    terms_sha256: str


@event
@dataclass(frozen=True)
class VersionPutInForce:
    version_id: UUID
    label: str
    terms_sha256: str
    superseded_id: UUID | None
    superseded_label: str


@event
@dataclass(frozen=True)
class AttestationMade:
    attestation_id: UUID
    party_id: UUID
    item_key: str
    title: str
    valid_until: date


@event
@dataclass(frozen=True)
class AttestationWithdrawn:
    attestation_id: UUID
    party_id: UUID
    item_key: str
    title: str
    reason: str


@event
@dataclass(frozen=True)
class AttestationLapsed:
    """Recorded once for each attestation, when nothing newer carries the item."""

    attestation_id: UUID
    party_id: UUID
    item_key: str
    title: str
    valid_until: date


@event
@dataclass(frozen=True)
class AttestationReviewed:
    """A reviewer accepted an attestation, or returned it with a reason."""

    attestation_id: UUID
    party_id: UUID
    item_key: str
    title: str
    review: str
    reason: str


@event
@dataclass(frozen=True)
class AttestationLapsing:
    """Recorded once for each attestation, thirty days before it lapses, when nothing newer carries on."""

    attestation_id: UUID
    party_id: UUID
    item_key: str
    title: str
    valid_until: date

"""What can happen to reviews and findings. Facts carry ids and references, never the texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class ReviewOpened:
    """A party began to look back at an incident."""

    review_id: UUID
    incident_id: UUID
    party_id: UUID
    reference: str


@event
@dataclass(frozen=True)
class ReviewAmended:
    """What went well or badly was written down or changed."""

    review_id: UUID
    incident_id: UUID
    party_id: UUID
    reference: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class FindingAdded:
    """A strength, or something to improve."""

    finding_id: UUID
    review_id: UUID
    incident_id: UUID
    reference: str
    number: int
    kind: str
    owner_party_id: UUID | None
    due_on: date | None


@event
@dataclass(frozen=True)
class FindingAmended:
    """A finding's text, owner or date changed."""

    finding_id: UUID
    review_id: UUID
    incident_id: UUID
    reference: str
    number: int
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class FindingProgressed:
    """Somebody took a finding up, finished it with proof, dropped it, or took it up again."""

    finding_id: UUID
    review_id: UUID
    incident_id: UUID
    reference: str
    number: int
    owner_party_id: UUID | None
    action: str
    state: str


@event
@dataclass(frozen=True)
class ReviewClosed:
    """Every improvement has an owner and a date."""

    review_id: UUID
    incident_id: UUID
    party_id: UUID
    reference: str
    finding_count: int

"""Facts about the catalogue: what is listed, changed, set aside; the network's vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class ResourceAdded:
    resource_id: UUID
    party_id: UUID
    kind: str
    name: str


@event
@dataclass(frozen=True)
class ResourceEdited:
    """`changed` names the inputs that differ from before, never what they were."""

    resource_id: UUID
    party_id: UUID
    name: str
    changed: tuple[str, ...]


@event
@dataclass(frozen=True)
class ResourceRetired:
    resource_id: UUID
    party_id: UUID
    name: str


@event
@dataclass(frozen=True)
class ResourcesImported:
    party_id: UUID
    kind: str
    count: int


@event
@dataclass(frozen=True)
class ResourceSetUnavailable:
    resource_id: UUID
    party_id: UUID
    name: str
    starts_at: datetime
    ends_at: datetime | None


@event
@dataclass(frozen=True)
class ResourceAvailableAgain:
    resource_id: UUID
    party_id: UUID
    name: str


@event
@dataclass(frozen=True)
class PackageAdded:
    package_id: UUID
    party_id: UUID
    name: str


@event
@dataclass(frozen=True)
class PackageEdited:
    package_id: UUID
    party_id: UUID
    name: str


@event
@dataclass(frozen=True)
class PackageRetired:
    package_id: UUID
    party_id: UUID
    name: str


@event
@dataclass(frozen=True)
class ResourcesReserved:
    mission_id: UUID
    resource_ids: tuple[UUID, ...]
    quantity: int


@event
@dataclass(frozen=True)
class ResourcesReleased:
    mission_id: UUID
    resource_ids: tuple[UUID, ...]
    quantity: int


@event
@dataclass(frozen=True)
class ResourceWrittenOff:
    """Pieces were lost or used up on a mission: the lender has so many fewer; `left` remain."""

    resource_id: UUID
    party_id: UUID
    mission_id: UUID
    quantity: int
    left: int


@event
@dataclass(frozen=True)
class ReservationsExtended:
    mission_id: UUID
    resource_ids: tuple[UUID, ...]
    until: datetime


@event
@dataclass(frozen=True)
class VocabularyEdited:
    """`vocabulary` is skill, clearance, resource type or work package."""

    vocabulary: str
    key: str
    label: str


@event
@dataclass(frozen=True)
class VocabularyRetired:
    vocabulary: str
    key: str
    label: str


@event
@dataclass(frozen=True)
class VocabularySeeded:
    skills: int
    clearances: int
    resource_types: int
    work_packages: int

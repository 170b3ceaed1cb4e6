"""What can happen to rotas. Facts carry ids, levels and times, never notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class RotaEdited:
    """A party said in which steps its people are asked."""

    rota_id: UUID
    party_id: UUID
    zone: str
    minutes_between: int
    order: str
    asks_officers: bool
    last_resort: str


@event
@dataclass(frozen=True)
class RotationAdded:
    """A level has people who take turns."""

    rotation_id: UUID
    rota_id: UUID
    party_id: UUID
    name: str
    level: int
    person_ids: tuple[UUID, ...]


@event
@dataclass(frozen=True)
class RotationEdited:
    """The people, the length or the hours of a rotation changed."""

    rotation_id: UUID
    rota_id: UUID
    party_id: UUID
    name: str
    level: int
    person_ids: tuple[UUID, ...]


@event
@dataclass(frozen=True)
class RotationRemoved:
    """A rotation no longer fills its level."""

    rotation_id: UUID
    rota_id: UUID
    party_id: UUID
    name: str
    level: int


@event
@dataclass(frozen=True)
class DutyOverridden:
    """Somebody takes a span of a level: an override, a swap, or taking over at once."""

    override_id: UUID
    rota_id: UUID
    party_id: UUID
    level: int
    person_id: UUID
    person_name: str
    since: datetime
    until: datetime


@event
@dataclass(frozen=True)
class OverrideEnded:
    """An override ended before its time; the rotation counts again."""

    override_id: UUID
    rota_id: UUID
    party_id: UUID
    level: int
    person_id: UUID
    person_name: str


@event
@dataclass(frozen=True)
class TimeOffNoted:
    """Somebody is away; the next in turn stands in."""

    time_off_id: UUID
    rota_id: UUID
    party_id: UUID
    person_id: UUID
    person_name: str
    since: datetime
    until: datetime


@event
@dataclass(frozen=True)
class TimeOffEnded:
    """Somebody who was to be away is not."""

    time_off_id: UUID
    rota_id: UUID
    party_id: UUID
    person_id: UUID
    person_name: str


@event
@dataclass(frozen=True)
class HandoverNoteWritten:
    """Somebody left a note for whoever is on duty next."""

    note_id: UUID
    rota_id: UUID
    party_id: UUID


@event
@dataclass(frozen=True)
class DutyCalendarImported:
    """A calendar file became overrides, time off or shifts; `uses` says which."""

    rota_id: UUID
    party_id: UUID
    uses: str
    added: int
    changed: int
    removed: int


@event
@dataclass(frozen=True)
class DutyComesUp:
    """Somebody goes on duty within a day; `begins` is when, in words of the rota's zone."""

    rota_id: UUID
    party_id: UUID
    level: int
    person_id: UUID
    since: datetime
    begins: str


@event
@dataclass(frozen=True)
class DutyHandedOver:
    """A shift began. `has_note`: somebody left a note within the shift before."""

    rota_id: UUID
    party_id: UUID
    level: int
    person_id: UUID
    former_person_id: UUID | None
    since: datetime
    has_note: bool


@event
@dataclass(frozen=True)
class DutyGapsFound:
    """Within a fortnight there is time in which nobody of a party is on duty. `first` in words."""

    rota_id: UUID
    party_id: UUID
    gap_count: int
    first_since: datetime
    first_until: datetime
    first: str

"""What happens to enrolled devices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class DeviceEnrolled:
    """A browser was set up to work without a network."""

    device_id: UUID
    person_id: UUID
    label: str
    key_expires_at: datetime


@event
@dataclass(frozen=True)
class DeviceWiped:
    """Its owner reported a device lost: it erases itself when it is next heard from."""

    device_id: UUID
    person_id: UUID
    label: str


@event
@dataclass(frozen=True)
class DeviceErased:
    """A device that was reported lost was heard from, and told to erase itself."""

    device_id: UUID
    person_id: UUID
    label: str


@event
@dataclass(frozen=True)
class QueueKeyOpened:
    """The key of a device's queue was given to its signed-in owner, who had no PIN for it."""

    device_id: UUID
    person_id: UUID
    label: str

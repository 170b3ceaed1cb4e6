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


@event
@dataclass(frozen=True)
class DeviceKeyRenewed:
    """A phone was given a new key for the requests that it shows as codes; the old one is worthless."""

    device_id: UUID
    person_id: UUID
    label: str


@event
@dataclass(frozen=True)
class PaperRequestFiled:
    """Somebody with a network filed a request that a phone without one had signed."""

    aid_request_id: UUID
    requesting_party_id: UUID
    reference: str
    device_id: UUID
    person_id: UUID
    person_name: str
    filed_by_name: str
    filed_by_party_name: str
    signed_at: datetime


@event
@dataclass(frozen=True)
class PaperRequestRefused:
    """A code did not count: forged, wiped, key_expired, too_old or no_post. `brought_by_name` is
    who had it filed, often without knowing."""

    alarm_id: UUID
    reason: str
    device_id: UUID | None
    person_id: UUID | None
    brought_by_name: str

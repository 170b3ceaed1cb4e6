"""What happens to messages. No address and no text here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class DeliveryDied:
    """A message was given up after its last attempt, or refused for good."""

    message_id: UUID
    person_id: UUID | None
    channel: str
    attempts: int


@event
@dataclass(frozen=True)
class DeliveryRetried:
    """A coordinator had a message tried again."""

    message_id: UUID
    channel: str


@event
@dataclass(frozen=True)
class ContactPointAdded:
    """A person listed a way to be reached."""

    person_id: UUID
    contact_point_id: UUID
    channel: str


@event
@dataclass(frozen=True)
class ContactPointVerified:
    """A person proved by a code to be reached there."""

    person_id: UUID
    contact_point_id: UUID
    channel: str


@event
@dataclass(frozen=True)
class ContactPointRemoved:
    """A person took a way out of the list."""

    person_id: UUID
    contact_point_id: UUID
    channel: str


@event
@dataclass(frozen=True)
class QuietHoursSet:
    """A person said when to be left in peace, or ended that."""

    person_id: UUID
    are_set: bool
    emergencies_break_through: bool

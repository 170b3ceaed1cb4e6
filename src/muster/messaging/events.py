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
class HeldDeliveriesSent:
    """A coordinator had the messages sent that the standby held: so many."""

    count: int


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


@event
@dataclass(frozen=True)
class ReplyReceived:
    """Somebody answered by text or mail, from where the message went and with its live code."""

    network_id: UUID | None
    person_id: UUID | None
    contact_point_id: UUID | None
    channel: str
    about_kind: str
    about_id: UUID
    text: str
    reply_id: UUID


@event
@dataclass(frozen=True)
class ReplyRefused:
    """An answer did not count: forged, unknown_code, wrong_sender, expired, replayed,
    stopped_mailbox or too_many."""

    reason: str
    channel: str
    carrier: str
    reply_id: UUID


@event
@dataclass(frozen=True)
class ManyRepliesRefused:
    """So many answers were refused within an hour that somebody should look."""

    count: int
    reason: str
    reply_id: UUID

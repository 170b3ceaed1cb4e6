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

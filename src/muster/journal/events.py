"""What happens to the journal itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class PayloadErased:
    """What a fact said was erased under the law; that it happened stays in the chain."""

    position: int
    kind: str
    reason: str


@event
@dataclass(frozen=True)
class PayloadsErased:
    """What several facts said was erased with the records that they were about."""

    positions: tuple[int, ...]


@event
@dataclass(frozen=True)
class SecretAcknowledged:
    """Somebody was warned that a text looked like a secret, and sent it as it was.

    `where` is the page or operation, `kinds` what it looked like; the text itself is not here.
    """

    where: str
    fields: str
    kinds: str


@event
@dataclass(frozen=True)
class JobRetried:
    """A coordinator had a dead piece of work tried again."""

    job_id: int
    name: str


@event
@dataclass(frozen=True)
class StandbyBegun:
    """A backup of the lost host was brought up under a second name, and answers in its place.

    What was written at the host after `backup_made_at` is missing; `messages_held` wait for
    somebody to say that they are to be sent, for the host may have sent them.
    """

    network_id: UUID
    host_url: str
    standby_url: str
    backup_made_at: datetime
    messages_held: int

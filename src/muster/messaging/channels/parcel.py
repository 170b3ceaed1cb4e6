"""What a channel is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.messaging.models import Outcome

DETAIL_LENGTH = 500


@dataclass(frozen=True)
class Parcel:
    """One message on its way; `id` stays the same in every attempt."""

    id: UUID
    address: str
    subject: str
    body: str
    created_at: datetime
    is_urgent: bool
    is_exercise: bool
    may_be_duplicate: bool

    @property
    def idempotency_key(self) -> str:
        return str(self.id)


@dataclass(frozen=True)
class Delivery:
    """How an attempt went."""

    outcome: Outcome
    detail: str = ""

    @classmethod
    def of(cls, outcome: Outcome, detail: object = "") -> Delivery:
        return cls(outcome, str(detail).replace("\x00", "")[:DETAIL_LENGTH])

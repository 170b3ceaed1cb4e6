"""What a channel is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.messaging.models import Outcome

DETAIL_LENGTH = 500
LONGEST_REFERENCE = 120
"""So much is kept of a carrier's own id."""


@dataclass(frozen=True)
class Parcel:
    """One message on its way; `id` stays the same in every attempt.

    `keys_url` is where the keys of this attempt's call go, but for the carrier's name at its end;
    empty where no key answers.
    """

    id: UUID
    address: str
    subject: str
    body: str
    created_at: datetime
    is_urgent: bool
    is_exercise: bool
    may_be_duplicate: bool
    short: str = ""
    answer_url: str = ""
    reply_code: str = ""
    expires_at: datetime | None = None
    keys_url: str = ""

    @property
    def idempotency_key(self) -> str:
        return str(self.id)

    @property
    def words(self) -> str:
        """What is said where little may be said: the short form, else the subject."""
        return self.short or " ".join(self.subject.split())


@dataclass(frozen=True)
class Delivery:
    """How an attempt went. `reference` is the carrier's own id; `is_gone`: the address is no more."""

    outcome: Outcome
    detail: str = ""
    reference: str = ""
    is_gone: bool = False

    @classmethod
    def of(
        cls, outcome: Outcome, detail: object = "", reference: str = "", is_gone: bool = False
    ) -> Delivery:
        return cls(outcome, str(detail).replace("\x00", "")[:DETAIL_LENGTH], reference, is_gone)

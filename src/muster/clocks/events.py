"""What can happen to deadlines. Facts carry ids, references and days, never the notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class DeadlineStarted:
    """A clock of the terms, or of another law, began to run."""

    deadline_id: UUID
    clock_key: str
    title: str
    subject_reference: str
    owner_party_id: UUID | None
    last_day: date
    ends_at: datetime


@event
@dataclass(frozen=True)
class DeadlineStopped:
    """What a deadline waited for was done, in time or late."""

    deadline_id: UUID
    clock_key: str
    title: str
    subject_reference: str
    owner_party_id: UUID | None
    stopped_at: datetime
    was_kept: bool


@event
@dataclass(frozen=True)
class DeadlineNear:
    """A deadline comes close, and what it waits for is not done."""

    deadline_id: UUID
    clock_key: str
    title: str
    subject_reference: str
    owner_party_id: UUID | None
    last_day: date
    ends_at: datetime
    scope: str = ""


@event
@dataclass(frozen=True)
class DeadlinePassed:
    """The time is over; `effect` and `silence` say what the terms make of that."""

    deadline_id: UUID
    clock_key: str
    title: str
    subject_reference: str
    owner_party_id: UUID | None
    last_day: date
    effect: str
    silence: str
    scope: str = ""


@event
@dataclass(frozen=True)
class DeadlinesDigested:
    """A party's, or the coordinator's (no party), morning look at what is due: how many are over, due
    today, due within the week."""

    party_id: UUID | None
    day: date
    missed: int
    due_today: int
    due_soon: int


@event
@dataclass(frozen=True)
class RecordsDeadlinesDigested:
    """The same of the public-records requests that a party answers, for those who may see them."""

    party_id: UUID
    day: date
    missed: int
    due_today: int
    due_soon: int


@event
@dataclass(frozen=True)
class HappeningNoted:
    """Somebody wrote down that something was done between people, with or without its proof."""

    happening_id: UUID
    event: str
    scope: str
    subject_id: UUID
    party_id: UUID | None
    happened_at: datetime
    has_evidence: bool

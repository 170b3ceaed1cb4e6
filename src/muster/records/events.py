"""What happens to the record itself. Facts carry kinds, rules and counts, never what was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class RetentionSet:
    """The network chose how long it keeps a kind of record."""

    kind: str
    years: int | None
    source: str


@event
@dataclass(frozen=True)
class HoldPlaced:
    """Nothing about the subject is disposed of any more."""

    hold_id: UUID
    subject_kind: str
    subject_id: UUID
    label: str


@event
@dataclass(frozen=True)
class HoldReleased:
    """The subject follows the retention schedule again."""

    hold_id: UUID
    subject_kind: str
    subject_id: UUID
    label: str


@event
@dataclass(frozen=True)
class DisposalProposed:
    """Records of a kind have been kept for their time."""

    disposal_id: UUID
    kind: str
    count: int
    rule: str


@event
@dataclass(frozen=True)
class DisposalApproved:
    """The first of two people agreed."""

    disposal_id: UUID
    kind: str


@event
@dataclass(frozen=True)
class DisposalDeclined:
    """The records stay; the reason is with the disposal."""

    disposal_id: UUID
    kind: str


@event
@dataclass(frozen=True)
class RecordsDisposed:
    """Records of a kind lost their words by a rule; `held` of them are kept by a hold."""

    disposal_id: UUID
    kind: str
    rule: str
    count: int
    held: int


@event
@dataclass(frozen=True)
class PartyDataTaken:
    """A party packed its data; the manifest's digest proves which."""

    party_id: UUID
    part_count: int
    manifest_sha256: str


@event
@dataclass(frozen=True)
class RecordsRequestLogged:
    """Somebody of the public asked for records; an answer is due."""

    records_request_id: UUID
    reference: str
    due_at: datetime


@event
@dataclass(frozen=True)
class RecordsPicked:
    """Records were picked for, or dropped from, the answer."""

    records_request_id: UUID
    reference: str
    count: int


@event
@dataclass(frozen=True)
class PassagesRedacted:
    """Passages are withheld; what they say is nowhere in this fact."""

    records_request_id: UUID
    reference: str
    count: int
    reason_key: str


@event
@dataclass(frozen=True)
class RedactionWithdrawn:
    """A passage is no longer withheld."""

    records_request_id: UUID
    reference: str
    reason_key: str


@event
@dataclass(frozen=True)
class RecordsExported:
    """The answer was packed, with the log of what was withheld."""

    records_request_id: UUID
    reference: str
    count: int
    withheld: int
    manifest_sha256: str


@event
@dataclass(frozen=True)
class RecordsRequestClosed:
    """The request was answered or withdrawn."""

    records_request_id: UUID
    reference: str
    action: str


@event
@dataclass(frozen=True)
class RedactionReasonSet:
    """A ground for withholding was added or reworded."""

    key: str
    title: str
    citation: str

"""Facts about how parties become bound, and how they leave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class AgreementTextKept:
    version_id: UUID
    label: str
    file_id: UUID
    sha256: str
    is_made_from_terms: bool


@event
@dataclass(frozen=True)
class JoiningBegun:
    """`is_invited`: the coordinator invited the party; else it began by itself."""

    joining_id: UUID
    party_id: UUID
    party_name: str
    other_party_id: UUID | None
    version_id: UUID
    label: str
    purpose: str
    is_invited: bool


@event
@dataclass(frozen=True)
class JoiningStepTaken:
    joining_id: UUID
    party_id: UUID
    party_name: str
    step: str
    done_on: date
    number: str
    next_step: str


@event
@dataclass(frozen=True)
class AgreementSigned:
    joining_id: UUID
    party_id: UUID
    party_name: str
    signer_name: str
    title: str
    signed_on: date
    document_sha256: str
    file_sha256: str
    is_made_elsewhere: bool
    next_step: str


@event
@dataclass(frozen=True)
class JoiningCompleted:
    """Nothing is missing any more; it binds from `effective_on`."""

    joining_id: UUID
    party_id: UUID
    party_name: str
    label: str
    effective_on: date


@event
@dataclass(frozen=True)
class JoiningTookEffect:
    joining_id: UUID
    party_id: UUID
    party_name: str
    version_id: UUID
    label: str
    purpose: str
    effective_on: date


@event
@dataclass(frozen=True)
class JoiningAbandoned:
    joining_id: UUID
    party_id: UUID
    party_name: str
    label: str
    reason: str


@event
@dataclass(frozen=True)
class JoiningRenewed:
    joining_id: UUID
    party_id: UUID
    party_name: str
    ends_on: date


@event
@dataclass(frozen=True)
class JoiningRanOut:
    joining_id: UUID
    party_id: UUID
    party_name: str
    ended_on: date


@event
@dataclass(frozen=True)
class ExitNoticeGiven:
    notice_id: UUID
    party_id: UUID
    party_name: str
    given_on: date
    ends_on: date
    reason: str


@event
@dataclass(frozen=True)
class ExitNoticeTakenBack:
    notice_id: UUID
    party_id: UUID
    party_name: str


@event
@dataclass(frozen=True)
class PartyLeft:
    """The last day of its notice is over; what it owes it still owes."""

    notice_id: UUID
    party_id: UUID
    party_name: str
    last_day: date


@event
@dataclass(frozen=True)
class OptedOut:
    party_id: UUID
    party_name: str
    number: str
    resolved_on: date


@event
@dataclass(frozen=True)
class OptOutRevoked:
    party_id: UUID
    party_name: str
    number: str
    resolved_on: date

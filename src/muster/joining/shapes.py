"""What the operations of this room take and give."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema

from muster.api.doors import Day, Input, Paging, ShortText, Text

Number = Annotated[str, Text(100)]
Reason = Annotated[str, Text(300)]


class SignatureOut(Schema):
    id: UUID
    party_id: UUID
    place: int
    signer_name: str
    title: str
    signed_on: date
    is_made_elsewhere: bool
    method: str
    document_sha256: str
    file_id: UUID
    file_sha256: str
    certificate_sha256: str
    findings: dict[str, Any]


class StepOut(Schema):
    step: str
    party_id: UUID
    state: str
    who_does: str
    next_signer: str | None
    done_on: date | None
    who: str
    number: str
    governing_body: str
    takes_effect_on: date | None
    file_id: UUID | None
    signatures: list[SignatureOut]


class JoiningOut(Schema):
    id: UUID
    party_id: UUID
    other_party_id: UUID | None
    version_id: UUID
    version_label: str
    purpose: str
    state: str
    is_invited: bool
    begun_at: datetime
    effective_on: date | None
    renewed_until: date | None
    document_sha256: str
    next_step: str
    steps: list[StepOut]


class BeginIn(Input):
    party_id: UUID | None = None
    version_id: UUID | None = None
    other_party_id: UUID | None = None
    note: Annotated[str, Text(500)] = ""
    joining_id: UUID | None = None


class ReviewIn(Input):
    attorney_name: ShortText
    done_on: Day
    file_id: UUID | None = None
    party_id: UUID | None = None


class ResolutionIn(Input):
    number: Number
    done_on: Day
    governing_body: ShortText
    takes_effect_on: Day | None = None
    file_id: UUID | None = None
    party_id: UUID | None = None


class FilingIn(Input):
    step: Annotated[str, Text(30)]
    number: Number
    done_on: Day
    file_id: UUID | None = None
    party_id: UUID | None = None


class SignIn(Input):
    document_sha256: Annotated[str, Text(64)]
    title: ShortText
    consents: bool = False
    signature_id: UUID | None = None


class ReasonIn(Input):
    reason: Reason


class NoticeIn(Input):
    reason: Reason
    given_on: Day | None = None
    file_id: UUID | None = None


class NoticeOut(Schema):
    id: UUID
    party_id: UUID
    given_on: date
    ends_on: date
    reason: str
    taken_back_at: datetime | None
    ended_at: datetime | None


class OptOutIn(Input):
    number: Number
    resolved_on: Day
    governing_body: ShortText = ""


class OptInIn(Input):
    number: Number
    resolved_on: Day


class OptOutOut(Schema):
    party_id: UUID
    number: str
    governing_body: str
    resolved_on: date
    revoked_on: date | None
    revoked_number: str


class TextOut(Schema):
    version_id: UUID
    sha256: str
    size_bytes: int
    page_count: int
    is_made_from_terms: bool
    kept_at: datetime


class StandpointOut(Schema):
    party_id: UUID
    party_name: str
    standing: str
    version_label: str
    is_on_newest: bool
    is_deemed: bool


class StandpointList(Schema):
    items: list[StandpointOut]
    next: str | None = None


class BetweenOut(Schema):
    version_id: UUID | None
    version_label: str | None


class RegisterLineOut(Schema):
    party_id: UUID
    party_name: str
    standing: str
    since: datetime
    version: str
    in_force_from: date | None
    leaves_on: date | None


class RegisterOut(Schema):
    day: date
    items: list[RegisterLineOut]
    next: str | None = None


class CertificatesOut(Schema):
    pem: str


class Filters(Paging):
    state: Annotated[str, Text(20)] = ""
    party_id: UUID | None = None


class AsOf(Schema):
    as_of: Day | None = None

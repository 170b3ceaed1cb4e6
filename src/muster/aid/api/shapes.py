"""What the API of this room takes and gives."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, Field

from muster.api.doors import Input, LongText, MoneyOut, ShortText, Text

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _within_reason(moment: datetime) -> datetime:
    """Years that no calendar arithmetic survives are typing errors."""
    if not EARLIEST <= moment < LATEST:
        raise ValueError("Give a moment between the years 2000 and 2099")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_within_reason)]
Reason = Annotated[str, Text(500, 1)]
Phone = Annotated[str, Text(20)]
Text300 = Annotated[str, Text(300)]
Text500 = Annotated[str, Text(500)]
Text1000 = Annotated[str, Text(1000)]
Text2000 = Annotated[str, Text(2000)]
Wording = Annotated[str, Text(1000, 1)]
NoteText = Annotated[str, Text(4000, 1)]
Kind = Literal[
    "ransomware", "intrusion", "outage", "data_loss", "denial_of_service", "disaster", "other"
]
ImpactWord = Literal["none", "suspected", "partial", "severe"]
Label = Literal["TLP:RED", "TLP:AMBER+STRICT", "TLP:AMBER", "TLP:GREEN", "TLP:CLEAR"]
Hours = Annotated[int, Field(ge=1, le=17_520)]
BasisPoints = Annotated[int, Field(ge=0, le=10_000)]
Asked = Annotated[int, Field(ge=1, le=100_000)]


class ReasonIn(Input):
    reason: Reason


class OptionalReasonIn(Input):
    reason: Text300 = ""


class IncidentChangesIn(Input):
    kind: Kind | None = None
    title: ShortText | None = None
    confidentiality_impact: ImpactWord | None = None
    integrity_impact: ImpactWord | None = None
    availability_impact: ImpactWord | None = None
    began_at: Moment | None = None
    discovered_at: Moment | None = None
    emergency_declared_at: Moment | None = None
    declaration_reference: ShortText | None = None
    sharing_label: Label | None = None
    summary: LongText | None = None


class IncidentIn(Input):
    kind: Kind
    title: ShortText = ""
    confidentiality_impact: ImpactWord | None = None
    integrity_impact: ImpactWord | None = None
    availability_impact: ImpactWord | None = None
    began_at: Moment | None = None
    discovered_at: Moment | None = None
    emergency_declared_at: Moment | None = None
    declaration_reference: ShortText | None = None
    sharing_label: Label = "TLP:AMBER"
    summary: LongText = ""
    party_id: UUID | None = None
    exercise_id: UUID | None = None
    incident_id: UUID | None = None


class IncidentOut(Schema):
    id: UUID
    reference: str
    party_id: UUID
    exercise_id: UUID | None
    title: str
    kind: str
    confidentiality_impact: str
    integrity_impact: str
    availability_impact: str
    began_at: datetime
    discovered_at: datetime | None
    emergency_declared_at: datetime | None
    declaration_reference: str
    sharing_label: str
    summary: str
    state: str
    opened_at: datetime
    closed_at: datetime | None


class ChoiceOut(Schema):
    category: str
    choice: str
    value: int
    weight: int


class SeverityOut(Schema):
    """A proposal from 0 to 100 with its working; nothing is decided by it."""

    score: int
    choices: list[ChoiceOut]


class LineIn(Input):
    resource_type_id: UUID
    quantity: Asked
    skill_id: UUID | None = None
    clearance_id: UUID | None = None
    is_on_site: bool = True
    hours: Hours = 24
    needed_from: Moment | None = None
    needed_until: Moment | None = None
    place: ShortText = ""
    reporting_contact: ShortText = ""
    description: Text500 = ""


class LineChangesIn(Input):
    """Only what is given is changed; `skill_id` and `clearance_id` may be set to null."""

    resource_type_id: UUID | None = None
    quantity: Asked | None = None
    skill_id: UUID | None = None
    clearance_id: UUID | None = None
    is_on_site: bool | None = None
    hours: Hours | None = None
    needed_from: Moment | None = None
    needed_until: Moment | None = None
    place: ShortText | None = None
    reporting_contact: ShortText | None = None
    description: Text500 | None = None


class WorkPackageIn(Input):
    work_package_id: UUID
    quantity: Asked


class AskIn(Input):
    """Everything but `kind` and something to ask for has a default."""

    kind: Kind
    work_packages: Annotated[list[WorkPackageIn], Field(max_length=50)] = []
    lines: Annotated[list[LineIn], Field(max_length=200)] = []
    reporting_phone: Phone = ""
    reporting_contact: ShortText = ""
    place: ShortText | None = None
    needed_from: Moment | None = None
    needed_until: Moment | None = None
    note: LongText = ""
    confidentiality_impact: ImpactWord | None = None
    integrity_impact: ImpactWord | None = None
    availability_impact: ImpactWord | None = None
    emergency_declared_at: Moment | None = None
    declaration_reference: ShortText = ""
    sharing_label: Label = "TLP:AMBER"
    party_id: UUID | None = None
    exercise_id: UUID | None = None
    aid_request_id: UUID | None = None
    calls_out: bool = False
    own_means_used: bool = False


class PhoneFilingIn(AskIn):
    """The questions of asking, and the call.

    `called_back_phone` stands in the register, unless a `code` of the party's sheet is given.
    """

    party_id: UUID
    caller_name: Annotated[str, Text(200, 1)]
    caller_phone: Phone = ""
    called_back_phone: Phone
    read_back: Annotated[str, Text(4000, 1)]
    code: Annotated[str, Text(60)] = ""


class ConfirmIn(Input):
    """The own party needs no code."""

    code: Annotated[str, Text(60)] = ""


class PhoneFilingOut(Schema):
    """How a request came by phone; the call itself is empty for those whom it does not concern."""

    aid_request_id: UUID
    state: str
    filed_by_name: str
    filed_by_party_id: UUID | None
    filed_at: datetime
    decided_at: datetime | None
    decided_how: str
    caller_name: str
    caller_phone: str
    caller_phone_known: bool
    called_back_phone: str
    called_back_known: bool
    read_back: str


class DraftIn(Input):
    incident_id: UUID
    title: ShortText = ""
    lines: Annotated[list[LineIn], Field(max_length=200)] = []
    place: ShortText | None = None
    reporting_contact: ShortText = ""
    reporting_phone: Phone = ""
    needed_from: Moment | None = None
    needed_until: Moment | None = None
    note: LongText = ""
    aid_request_id: UUID | None = None


class OpeningIn(Input):
    """What is said on opening; needed only where the agreement asks for it."""

    own_means_used: bool = False


class AidRequestChangesIn(Input):
    title: ShortText | None = None
    place: ShortText | None = None
    reporting_contact: ShortText | None = None
    reporting_phone: Phone | None = None
    needed_from: Moment | None = None
    needed_until: Moment | None = None
    note: LongText | None = None


class LineOut(Schema):
    id: UUID
    number: int
    resource_type_id: UUID
    resource_type: str
    work_package_id: UUID | None
    skill_id: UUID | None
    clearance_id: UUID | None
    quantity: int
    filled_quantity: int
    is_on_site: bool
    hours: int
    needed_from: datetime
    needed_until: datetime
    place: str
    reporting_contact: str
    description: str
    state: str
    state_reason: str


class AidRequestRow(Schema):
    """One request of a list."""

    id: UUID
    reference: str
    title: str
    state: str
    incident_id: UUID
    incident_kind: str
    requesting_party_id: UUID
    requesting_party: str
    exercise_id: UUID | None
    place: str
    needed_from: datetime
    needed_until: datetime
    opened_at: datetime | None
    line_count: int
    filled_line_count: int


class SignatureOut(Schema):
    person_id: UUID | None
    person_name: str
    signed_at: datetime
    voided_at: datetime | None


class SignOffOut(Schema):
    """Where the agreement takes more than one person: who signed, and how many are missing."""

    needed: int
    by: str
    missing: int
    may_sign: bool
    signatures: list[SignatureOut]
    fallen: list[SignatureOut]


class EndingOut(Schema):
    """An item of the baseline whose attestation has ended, or ends within the time."""

    key: str
    title: str
    valid_until: date | None


class LapsesOut(Schema):
    """What a lapsed attestation costs: the free hours where `is_lost`, else those of the next request
    once what is in `ending` has ended. `worth` estimates them at the rates that were offered."""

    party_id: UUID
    free_hours: str
    worth: MoneyOut | None
    is_asked: bool
    is_lost: bool
    lost: list[str]
    ending: list[EndingOut]
    until: datetime


class AidRequestOut(Schema):
    """One request with its lines, what was frozen, and what may be done next."""

    id: UUID
    reference: str
    title: str
    state: str
    incident_id: UUID
    incident_kind: str
    sharing_label: str
    requesting_party_id: UUID
    exercise_id: UUID | None
    place: str
    latitude: float | None
    longitude: float | None
    reporting_contact: str
    reporting_phone: str
    needed_from: datetime
    needed_until: datetime
    note: str
    amendments: int
    filed_on_behalf: bool
    own_means_said_by: str
    own_means_said_at: datetime | None
    agreement_version_id: UUID | None
    frozen: dict[str, Any]
    created_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    close_reason: str
    sign_off: SignOffOut | None
    lapses: LapsesOut | None
    own_lapses: LapsesOut | None
    lines: list[LineOut]
    actions: list[str]


class AnswersOut(Schema):
    """How a request was answered: numbers for everybody, reasons for those concerned."""

    waiting: int
    accepted: int
    declines: int
    declined_by: list[dict[str, Any]]


class MatchRowOut(Schema):
    candidate_id: UUID
    kind: str
    party_id: UUID
    party: str
    name: str
    quantity: int
    score: float | None
    distance_km: float | None
    arrives_at: datetime | None
    rate_ten_thousandths: int
    rate_basis: str
    price: MoneyOut | None
    reasons: list[str]
    words: list[str]


class LineMatchOut(Schema):
    """`before_check_in` says what is asked of people that a match does not rule out."""

    line_id: UUID
    line_number: int
    before_check_in: list[str]
    chosen_count: int
    left_out_count: int
    chosen: list[MatchRowOut]
    left_out: list[MatchRowOut]


class NoteIn(Input):
    text: NoteText
    own_party_only: bool = False
    sharing_label: Label | Literal[""] = ""
    note_id: UUID | None = None


class NoteOut(Schema):
    id: UUID
    subject_kind: str
    subject_id: UUID
    party_id: UUID | None
    author_name: str
    own_party_only: bool
    sharing_label: str
    text: str
    written_at: datetime


class FactOut(Schema):
    """One line of a timeline; `payload` is empty where only the heading may be seen."""

    kind: str
    at: datetime
    actor_name: str
    actor_party_id: UUID | None
    payload: dict[str, Any]
    position: int | None
    hash: str

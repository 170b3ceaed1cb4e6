"""What goes in and out over the API."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from muster.api.doors import Input, MoneyAmount, MoneyOut, PositiveCount, ShortText, Text

EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
Moment = Annotated[AwareDatetime, Field(ge=EARLIEST, lt=LATEST)]
Day = Annotated[date, Field(ge=EARLIEST.date(), lt=LATEST.date())]
Hours = Annotated[Decimal, Field(gt=0, le=100_000, decimal_places=2)]
Miles = Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=1)]
Pieces = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=2)]
Months = Annotated[int, Field(ge=0, le=1_200)]
Reason = Annotated[str, Text(300, 1)]


class ReasonIn(Input):
    reason: Reason


class MomentIn(Input):
    at: Moment | None = None


class AssignIn(Input):
    person_id: UUID | None


class CheckInIn(Input):
    place: ShortText = ""
    at: Moment | None = None
    escorted_by: ShortText = ""


class DemobilizeIn(Input):
    remark: Annotated[str, Text(500)] = ""
    at: Moment | None = None


class HandOverIn(Input):
    quantity: PositiveCount
    condition: Literal["good", "worn", "damaged"]
    received_by: Annotated[str, Text(200, 1)]
    condition_note: Annotated[str, Text(500)] = ""
    serial_numbers: Annotated[list[Annotated[str, Text(100)]], Field(max_length=500)] = []
    at: Moment | None = None


class HandOutIn(HandOverIn):
    """`age_months` of one; left out, it is reckoned from the day it was bought, where known."""

    age_months: Months | None = None


class ReturnIn(HandOverIn):
    """`hours_used` of each piece, `miles_used` of all, `supplied` by the host in fuel and repairs."""

    hours_used: Hours | None = None
    miles_used: Miles | None = None
    supplied: MoneyAmount = "0"


class LostIn(Input):
    quantity: PositiveCount
    reason: Annotated[str, Text(500, 1)]


class LossIn(Input):
    """Of lost or damaged things: the age of one when it was handed over, what insurance paid for all."""

    age_months: Months | None = None
    insurance: MoneyAmount | None = None
    is_donated: bool = False


class TimeIn(Input):
    starts_at: Moment
    ends_at: Moment
    kind: Literal["regular", "overtime", "travel"] = "regular"
    task: Annotated[str, Text(500)] = ""
    time_entry_id: UUID | None = None


class ExpenseIn(Input):
    """`receipt_file_id` is a file sent before with `POST /files`."""

    category: Literal["travel", "lodging", "meals", "supplies", "repair", "mileage", "other"]
    incurred_on: Day
    description: Annotated[str, Text(300, 1)]
    amount: MoneyAmount
    miles: Annotated[Decimal, Field(gt=0, le=20_000, decimal_places=1)] | None = None
    vendor: ShortText = ""
    receipt_number: Annotated[str, Text(60)] = ""
    is_donated: bool = False
    deployment_id: UUID | None = None
    receipt_file_id: UUID | None = None


class ActivityIn(Input):
    text: Annotated[str, Text(1000, 1)]
    happened_at: Moment | None = None
    deployment_id: UUID | None = None
    position: Annotated[str, Text(120)] = ""


class RecallIn(Input):
    """`by_voice`: it was said, and is put in writing afterwards."""

    reason: Annotated[str, Text(500, 1)]
    effective_at: Moment
    by_voice: bool = False


class ConfirmRecallIn(Input):
    text: Annotated[str, Text(500, 1)]


class ExtensionIn(Input):
    until: Moment
    reason: Annotated[str, Text(500, 1)]


class AnswerIn(Input):
    is_agreed: bool


class DeploymentOut(Schema):
    """One promised person, or a lot of things, with where it is."""

    id: UUID
    mission_id: UUID
    mission_item_id: UUID
    resource_id: UUID
    responder_id: UUID | None
    kind: str
    label: str
    quantity: int
    quantity_returned: int
    quantity_lost: int
    state: str
    departed_at: datetime | None
    checked_in_at: datetime | None
    checked_in_place: str
    ended_at: datetime | None
    end_note: str
    rate_key: str
    age_months: int | None
    insurance: MoneyOut | None
    is_loss_donated: bool


class TimeEntryOut(Schema):
    id: UUID
    mission_id: UUID
    deployment_id: UUID
    kind: str
    starts_at: datetime
    ends_at: datetime
    task: str
    entered_at: datetime
    voided_at: datetime | None
    void_reason: str


class ExpenseOut(Schema):
    id: UUID
    mission_id: UUID
    deployment_id: UUID | None
    category: str
    incurred_on: date
    description: str
    amount: MoneyOut
    miles: str | None
    vendor: str
    receipt_number: str
    is_donated: bool
    receipt_file_id: UUID | None
    entered_at: datetime
    voided_at: datetime | None
    void_reason: str


class StayIn(Input):
    """A day away of one person; amounts only where something was paid."""

    deployment_id: UUID
    on: Day
    has_night: bool = True
    lodging: MoneyAmount | None = None
    meals: MoneyAmount | None = None
    lodging_provided: bool = False
    meals_provided: bool = False
    is_donated: bool = False
    place_key: Annotated[str, Text(120)] = ""


class StayOut(Schema):
    id: UUID
    mission_id: UUID
    deployment_id: UUID
    on: date
    place_key: str
    has_night: bool
    lodging: MoneyOut | None
    meals: MoneyOut | None
    lodging_provided: bool
    meals_provided: bool
    is_donated: bool
    entered_at: datetime
    voided_at: datetime | None
    void_reason: str


class UseIn(Input):
    """`hours` of each piece, `miles` of all together; `supplied` is fuel and repairs by the host."""

    on: Day
    hours: Hours
    miles: Miles | None = None
    supplied: MoneyAmount = "0"
    quantity: PositiveCount | None = None
    is_donated: bool = False
    remark: Annotated[str, Text(300)] = ""


class UseOut(Schema):
    id: UUID
    mission_id: UUID
    deployment_id: UUID
    on: date
    quantity: int
    hours: str
    miles: str | None
    supplied: MoneyOut
    is_donated: bool
    remark: str
    entered_at: datetime
    voided_at: datetime | None
    void_reason: str


class RateKeyIn(Input):
    """What the agreement's rate tables call it; empty is as its resource type."""

    rate_key: Annotated[str, Text(120)] = ""


class SupplyIn(Input):
    """Things given to be used up; prices of one, as it cost and as it costs to buy again."""

    description: Annotated[str, Text(300, 1)]
    given_on: Day
    quantity: Annotated[Decimal, Field(gt=0, le=1_000_000, decimal_places=2)]
    cost: MoneyAmount | None = None
    replacement: MoneyAmount | None = None
    is_donated: bool = False


class SupplyBackIn(Input):
    """Totals: how many came back clean, how many the host replaced in kind."""

    quantity_returned: Pieces = Decimal(0)
    quantity_replaced: Pieces = Decimal(0)


class SupplyOut(Schema):
    id: UUID
    mission_id: UUID
    description: str
    given_on: date
    quantity: str
    quantity_returned: str
    quantity_replaced: str
    cost: MoneyOut | None
    replacement: MoneyOut | None
    is_donated: bool
    entered_at: datetime
    voided_at: datetime | None
    void_reason: str


class OutsideOrderIn(Input):
    """An hour, expense, day away, use or supply by its id; or a deployment with all of its entries."""

    entry_id: UUID
    reason: Annotated[str, Text(500, 1)]


class OutsideOrderOut(Schema):
    """What one side says the signed mission order does not name, until the host took it in."""

    id: UUID
    mission_id: UUID
    entry_id: UUID
    label: str
    reason: str
    said_by_party_id: UUID | None
    said_by_name: str
    said_at: datetime
    taken_in_at: datetime | None
    taken_in_by_name: str


class ContinuationIn(Input):
    """`goes_on` beyond the free time, yes or no."""

    goes_on: bool
    wording: Annotated[str, Text(1000)] = ""


class ContinuationOut(Schema):
    id: UUID
    mission_id: UUID
    goes_on: bool
    wording: str
    answered_by_name: str
    answered_at: datetime


class HandOverOut(Schema):
    id: UUID
    deployment_id: UUID
    direction: str
    quantity: int
    condition: str
    condition_note: str
    received_by: str
    serial_numbers: list[str]
    at: datetime


class ActivityOut(Schema):
    """A line of the activity log: ICS 214, block 7, and who prepared it."""

    id: UUID
    mission_id: UUID
    deployment_id: UUID | None
    happened_at: datetime
    text: str
    author_name: str
    author_position: str
    home_agency: str
    entered_at: datetime


class RecallOut(Schema):
    id: UUID
    mission_id: UUID
    reason: str
    noticed_at: datetime
    effective_at: datetime
    by_voice: bool
    confirmed_at: datetime | None
    confirmed_text: str
    confirmed_by_name: str


class ExtensionOut(Schema):
    id: UUID
    mission_id: UUID
    until: datetime
    reason: str
    state: str
    asked_by_party_id: UUID
    asked_at: datetime
    answered_at: datetime | None


class MissionStateOut(Schema):
    id: UUID
    reference: str
    state: str
    closed_at: datetime | None


class FreeMeterOut(Schema):
    """Hours as text, exact where they end in decimals."""

    state: str
    unit: str
    allowed: str
    used: str
    left: str
    runs_out_at: datetime | None
    warn_before_hours: str
    reasons: list[dict[str, Any]]


class WholeRecallOut(Schema):
    """Missions (`how`: stand_down, recall or keep) with what they free and the lines needed again;
    waiting offers."""

    missions: list[dict[str, Any]]
    offers: list[dict[str, Any]]


class WholeRecallIn(Input):
    reason: Annotated[str, Text(500, 1)]
    by_voice: bool = False
    party_recall_id: UUID | None = None


class PartyRecallOut(Schema):
    id: UUID
    party_id: UUID
    reason: str
    by_voice: bool
    called_at: datetime
    called_by_name: str
    done: WholeRecallOut


class AcceptClearanceIn(Input):
    basis: Annotated[str, Text(500, 1)]
    accepted_on: Day | None = None
    holds_until: Day | None = None


class SignIn(Input):
    for_every_party: bool = False
    holds_until: Day | None = None


class PaperIn(SignIn):
    paper_note: Annotated[str, Text(500, 1)]
    signed_on: Day | None = None


class AcceptanceOut(Schema):
    """The host's word for one person's record; `ended_at` once it counts no longer."""

    id: UUID
    mission_id: UUID
    deployment_id: UUID
    person_id: UUID | None
    helper_name: str
    clearance: str
    record_of: date | None
    accepted_on: date
    holds_until: date | None
    basis: str
    accepted_at: datetime
    accepted_by_name: str
    ended_at: datetime | None
    ended_by_name: str
    end_reason: str


class StatementOut(Schema):
    """What somebody signed; without `host_id` it counts with every party of the network."""

    id: UUID
    mission_id: UUID
    deployment_id: UUID
    host_id: UUID | None
    person_id: UUID | None
    signer_name: str
    clearance: str
    text: str
    text_version: int
    signed_on: date
    holds_until: date | None
    on_paper: bool
    paper_note: str
    recorded_at: datetime
    recorded_by_name: str
    ended_at: datetime | None
    ended_by_name: str
    end_reason: str


class PersonClearanceOut(Schema):
    """`standing` is in_order, not_held, not_signed or not_accepted; what is not in order keeps the
    person from check-in, or needs an escort of the host where `escort_instead`."""

    deployment_id: UUID | None
    resource_id: UUID
    name: str
    clearance: str
    label: str
    standing: str
    escort_instead: bool
    record_of: date | None
    record_until: date | None
    acceptance: AcceptanceOut | None
    statement: StatementOut | None

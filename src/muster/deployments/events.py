"""What can happen to people and things that are out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class PartyRecalledAll:
    """A party called everyone and everything home at once; its waiting offers are withdrawn."""

    party_recall_id: UUID
    party_id: UUID
    missions: int
    offers: int


@event
@dataclass(frozen=True)
class RecallConfirmed:
    """A recall that was said by voice was put in writing."""

    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    text: str


@event
@dataclass(frozen=True)
class ResponderAssigned:
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    person_id: UUID | None


@event
@dataclass(frozen=True)
class Departed:
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    departed_at: datetime


@event
@dataclass(frozen=True)
class CheckedIn:
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    place: str
    checked_in_at: datetime


@event
@dataclass(frozen=True)
class DidNotShow:
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    note: str


@event
@dataclass(frozen=True)
class TimeLogged:
    time_entry_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    time_kind: str
    minutes: int
    starts_at: datetime


@event
@dataclass(frozen=True)
class TimeVoided:
    time_entry_id: UUID
    deployment_id: UUID
    mission_id: UUID
    label: str
    reason: str


@event
@dataclass(frozen=True)
class ExpenseLogged:
    expense_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    category: str
    incurred_on: date
    amount_cents: int
    currency: str
    has_receipt: bool


@event
@dataclass(frozen=True)
class ExpenseVoided:
    expense_id: UUID
    mission_id: UUID
    reason: str


@event
@dataclass(frozen=True)
class ThingsHandedOver:
    hand_over_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    quantity: int
    condition: str
    received_by: str


@event
@dataclass(frozen=True)
class ThingsReturned:
    hand_over_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    quantity: int
    condition: str
    received_by: str


@event
@dataclass(frozen=True)
class ThingsLost:
    hand_over_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    quantity: int
    note: str


@event
@dataclass(frozen=True)
class LossSettled:
    """How old lost or damaged things were, each, and what insurance paid for them all."""

    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    age_months: int | None
    insurance_cents: int | None
    currency: str
    is_donated: bool


@event
@dataclass(frozen=True)
class UseStated:
    """How long things were used; hours of each piece and miles of all, as text."""

    use_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    quantity: int
    hours: str
    miles: str | None
    supplied_cents: int


@event
@dataclass(frozen=True)
class UseVoided:
    use_id: UUID
    deployment_id: UUID
    mission_id: UUID
    label: str
    reason: str


@event
@dataclass(frozen=True)
class RateKeyChosen:
    """What the rate tables call a worker or a thing; empty is as its resource type."""

    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    rate_key: str


@event
@dataclass(frozen=True)
class SuppliesGiven:
    supply_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    description: str
    quantity: str


@event
@dataclass(frozen=True)
class SuppliesBack:
    """How many supplies came back clean, and how many were replaced in kind."""

    supply_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    description: str
    returned: str
    replaced: str


@event
@dataclass(frozen=True)
class SuppliesVoided:
    supply_id: UUID
    mission_id: UUID
    reason: str


@event
@dataclass(frozen=True)
class ActivityLogged:
    activity_id: UUID
    mission_id: UUID
    text: str
    happened_at: datetime


@event
@dataclass(frozen=True)
class Demobilized:
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    at: datetime


@event
@dataclass(frozen=True)
class Released:
    """No longer needed before it arrived."""

    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    note: str


@event
@dataclass(frozen=True)
class ExtensionAsked:
    extension_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    asked_by_party_id: UUID
    reference: str
    until: datetime
    reason: str


@event
@dataclass(frozen=True)
class ExtensionAnswered:
    extension_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    until: datetime
    is_agreed: bool


@event
@dataclass(frozen=True)
class PutOutsideOrder:
    """One side says that the signed mission order does not name an entry."""

    outside_order_id: UUID
    entry_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    reason: str


@event
@dataclass(frozen=True)
class TakenIntoOrder:
    """The requesting party takes an entry in that the signed mission order did not name."""

    outside_order_id: UUID
    entry_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str


@event
@dataclass(frozen=True)
class StayLogged:
    """A night or a day away was written down."""

    stay_id: UUID
    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    on: date
    has_night: bool


@event
@dataclass(frozen=True)
class StayVoided:
    """A stay was struck out."""

    stay_id: UUID
    mission_id: UUID
    reason: str


@event
@dataclass(frozen=True)
class ContinuationAnswered:
    """The requesting party answered in writing whether help goes on beyond the free time."""

    continuation_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    goes_on: bool


@event
@dataclass(frozen=True)
class FreeHelpLow:
    """The free help comes to its end, or has; `state` is warning or used_up. Hours of the terms' unit."""

    mission_id: UUID
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    reference: str
    state: str
    hours_left: str
    runs_out_at: datetime | None


@dataclass(frozen=True)
class AboutClearance:
    """What every fact about a person's clearance carries; dates and grounds are read at the row."""

    deployment_id: UUID
    mission_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    label: str
    clearance: str


@event
@dataclass(frozen=True)
class ClearanceAccepted(AboutClearance):
    """The host accepted another agency's record of one person."""

    acceptance_id: UUID
    holds_until: date | None


@event
@dataclass(frozen=True)
class ClearanceAcceptanceWithdrawn(AboutClearance):
    """The host takes its acceptance of a person's record back."""

    acceptance_id: UUID


@event
@dataclass(frozen=True)
class StatementSigned(AboutClearance):
    """A helper signed a statement, or a side recorded one that was signed on paper."""

    statement_id: UUID
    text_version: int
    on_paper: bool


@event
@dataclass(frozen=True)
class StatementStruck(AboutClearance):
    """A statement on record does not count any more."""

    statement_id: UUID
    reason: str

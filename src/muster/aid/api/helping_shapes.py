"""What offers, missions and shares look like on the wire."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from muster.aid.api.shapes import (
    BasisPoints,
    Hours,
    LapsesOut,
    Moment,
    Phone,
    SignOffOut,
    Text1000,
    Text2000,
    Wording,
)
from muster.api.doors import Input, MoneyOut, PositiveCount, ShortText


class OfferedLineIn(Input):
    line_id: UUID
    resource_id: UUID | None = None
    package_id: UUID | None = None
    quantity: PositiveCount = 1
    starts_at: Moment | None = None
    ends_at: Moment | None = None


class OfferIn(Input):
    lines: Annotated[list[OfferedLineIn], Field(min_length=1, max_length=200)]
    arrives_at: Moment | None = None
    duration_hours: Hours | None = None
    supervisor_name: ShortText = ""
    supervisor_phone: Phone = ""
    note: Text2000 = ""
    expires_at: Moment | None = None
    offer_id: UUID | None = None


class OfferLineOut(Schema):
    id: UUID
    line_id: UUID
    resource_id: UUID | None
    package_id: UUID | None
    label: str
    quantity: int
    accepted_quantity: int
    starts_at: datetime
    ends_at: datetime
    estimated_cost: MoneyOut | None


class OfferOut(Schema):
    """An offer; costs are null for anybody but its two sides."""

    id: UUID
    reference: str
    state: str
    aid_request_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    mission_id: UUID | None
    exercise_id: UUID | None
    arrives_at: datetime
    duration_hours: int
    supervisor_name: str
    supervisor_phone: str
    note: str
    estimated_cost: MoneyOut | None
    estimate: dict[str, Any] | None
    expires_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    decision_reason: str
    sign_off: SignOffOut | None
    lapses: LapsesOut | None = None
    lines: list[OfferLineOut]
    actions: list[str]


class AcceptedLineIn(Input):
    offer_line_id: UUID
    quantity: PositiveCount


class AcceptIn(Input):
    """Without `lines`, each line is taken as far as it is still needed."""

    lines: Annotated[list[AcceptedLineIn], Field(max_length=200)] | None = None
    access_note: Text1000 = ""


class MissionOut(Schema):
    id: UUID
    reference: str
    state: str
    aid_request_id: UUID
    offer_id: UUID
    incident_id: UUID
    requesting_party_id: UUID
    responding_party_id: UUID
    exercise_id: UUID | None
    agreement_version_id: UUID
    frozen: dict[str, Any]
    place: str
    reporting_contact: str
    reporting_phone: str
    supervisor_name: str
    supervisor_phone: str
    access_note: str
    starts_at: datetime
    ends_at: datetime
    authorized_at: datetime
    authorized_by_name: str
    arrived_at: datetime | None
    demobilized_at: datetime | None
    closed_at: datetime | None
    lapses: LapsesOut | None = None
    actions: list[str]


class MissionItemOut(Schema):
    """Something promised; rates are null for anybody but the two sides."""

    id: UUID
    resource_id: UUID
    kind: str
    label: str
    quantity: int
    starts_at: datetime
    ends_at: datetime
    rate_ten_thousandths: int | None
    overtime_rate_ten_thousandths: int | None
    rate_basis: str
    package_price: MoneyOut | None


class ShareIn(Input):
    share_basis_points: BasisPoints
    wording: Wording


class ShareOut(Schema):
    id: UUID
    mission_id: UUID
    share_basis_points: int
    wording: str
    state: str
    proposed_by_party_id: UUID
    proposed_at: datetime
    agreed_at: datetime | None

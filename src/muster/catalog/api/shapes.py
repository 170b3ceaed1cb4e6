"""What the catalogue's operations take and answer with."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StringConstraints

from muster.api.doors import Day, Input, Moment, MoneyOut, Text

Kind = Literal["person", "equipment", "licence", "capacity", "facility"]
Basis = Literal["hour", "day", "month", "year", "each", "free"]
Key = Annotated[str, Text(60)]
RateAmount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}(\.[0-9]{1,4})?$")]
CentsAmount = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,11}(\.[0-9]{1,2})?$")]
Hours = Annotated[int, Field(ge=0, le=100_000)]
Stock = Annotated[int, Field(ge=0, le=1_000_000)]
Degrees = Annotated[float, Field(ge=-180, le=180)]
SCALE = 10_000


class WordOut(Schema):
    key: str
    label: str


class ClearanceOut(Schema):
    key: str
    label: str
    is_in_force: bool
    granted_on: date | None = None
    expires_on: date | None = None
    note: str = ""


class RateOut(Schema):
    amount: str
    currency: str
    basis: str


class BarOut(Schema):
    code: str


class ResourceOut(Schema):
    """Quantity and reserve are null, and some details are missing, for other parties' resources."""

    id: UUID
    party_id: UUID
    party_name: str
    kind: str
    resource_type: str
    resource_type_id: UUID
    resource_type_label: str
    unit: str
    name: str
    description: str
    free: int
    bars: list[str]
    rate: RateOut
    home_base: str
    can_work_remotely: bool
    max_travel_km: int | None
    skills: list[WordOut]
    clearances: list[ClearanceOut]
    quantity: int | None
    reserve: int | None
    changed_at: datetime
    retired_at: datetime | None
    details: dict[str, Any]


class HeldIn(Input):
    key: Key
    granted_on: Day | None = None
    expires_on: Day | None = None
    note: Annotated[str, Text(200)] = ""


class DetailsIn(Input):
    """What a kind alone has; a field of another kind is refused."""

    person_id: UUID | None = None
    position_title: Annotated[str, Text(120)] | None = None
    overtime_rate: RateAmount | None = None
    phone: Annotated[str, Text(20)] | None = None
    serial_numbers: Annotated[list[Annotated[str, Text(100)]], Field(max_length=1000)] | None = None
    condition: Annotated[str, Text(30)] | None = None
    replacement: CentsAmount | None = None
    bought_on: Day | None = None
    publisher: Annotated[str, Text(120)] | None = None
    product: Annotated[str, Text(120)] | None = None
    lending_permitted: bool | None = None
    permission_note: Annotated[str, Text(500)] | None = None
    permission_evidence_file_id: UUID | None = None
    expires_on: Day | None = None
    what: Annotated[str, Text(200)] | None = None
    available_until: Day | None = None
    power: Annotated[str, Text(200)] | None = None
    network_access: Annotated[str, Text(200)] | None = None
    address: Annotated[str, Text(300)] | None = None

    def said(self) -> dict[str, Any]:
        """The details that were sent, in the words of the command."""
        given = self.model_dump(exclude_unset=True)
        if "overtime_rate" in given:
            given["overtime_rate_ten_thousandths"] = scaled(given.pop("overtime_rate") or "0")
        if "replacement" in given:
            amount = given.pop("replacement")
            given["replacement_cents"] = None if amount is None else scaled(amount, 100)
        nullable = {"person_id", "permission_evidence_file_id", "expires_on", "available_until"}
        nullable |= {"replacement_cents", "bought_on"}
        return {
            name: value for name, value in given.items() if value is not None or name in nullable
        }


class ResourceFields(Input):
    """Everything that may be said of a resource; what is left out stays, or takes its default."""

    resource_type: Key | None = None
    name: Annotated[str, Text(200)] | None = None
    description: Annotated[str, Text(2000)] | None = None
    quantity: Stock | None = None
    reserve: Stock | None = None
    rate: RateAmount | None = None
    rate_basis: Basis | None = None
    home_base: Annotated[str, Text(120)] | None = None
    latitude: Degrees | None = None
    longitude: Degrees | None = None
    can_work_remotely: bool | None = None
    max_travel_km: Annotated[int, Field(ge=0, le=40_000)] | None = None
    skills: Annotated[list[Key], Field(max_length=100)] | None = None
    clearances: Annotated[list[HeldIn], Field(max_length=100)] | None = None
    details: DetailsIn | None = None

    def said(self) -> dict[str, Any]:
        """What was sent, in the words of the command."""
        sent = self.model_fields_set
        nullable = {"latitude", "longitude", "max_travel_km"}
        said = {
            name: getattr(self, name)
            for name in sent - {"rate", "details", "clearances"}
            if getattr(self, name) is not None or name in nullable
        }
        if self.rate is not None:
            said["rate_ten_thousandths"] = scaled(self.rate)
        if self.clearances is not None:
            said["clearances"] = [each.model_dump() for each in self.clearances]
        if self.details is not None:
            said["details"] = self.details.said()
        return said


class ResourceIn(ResourceFields):
    resource_type: Key
    name: Annotated[str, Text(200)]


class AbsenceIn(Input):
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    reason: Annotated[str, Text(200)] = ""


class AbsenceOut(Schema):
    id: UUID
    starts_at: datetime
    ends_at: datetime | None
    reason: str


class ReservationOut(Schema):
    id: UUID
    resource_id: UUID
    mission_id: UUID
    quantity: int
    starts_at: datetime
    ends_at: datetime
    released_at: datetime | None
    is_exercise: bool


class BringBackIn(Input):
    unavailability_id: UUID | None = None


class ImportIn(Input):
    kind: Kind
    text: Annotated[str, StringConstraints(max_length=1_000_000)]
    dry_run: bool = False


class ImportOut(Schema):
    count: int
    is_dry_run: bool
    resource_ids: list[UUID]


class ItemIn(Input):
    resource_id: UUID
    quantity: Annotated[int, Field(ge=1, le=1_000_000)]


class ItemOut(Schema):
    resource_id: UUID
    name: str
    kind: str
    quantity: int
    is_free: bool


class PackageIn(Input):
    name: Annotated[str, Text(200)]
    description: Annotated[str, Text(2000)] = ""
    work_package: Key = ""
    price: CentsAmount
    duration_hours: Hours
    mobilization_hours: Hours = 0
    items: Annotated[list[ItemIn], Field(max_length=100)]

    def said(self) -> dict[str, Any]:
        given = self.model_dump(exclude={"price", "items"})
        given["price_cents"] = scaled(self.price, 100)
        given["items"] = [(item.resource_id, item.quantity) for item in self.items]
        return given


class PackageOut(Schema):
    id: UUID
    party_id: UUID
    party_name: str
    name: str
    description: str
    work_package: str
    price: MoneyOut
    duration_hours: int
    mobilization_hours: int
    is_free: bool
    retired_at: datetime | None
    items: list[ItemOut]


class WordIn(Input):
    key: Key
    label: Annotated[str, Text(120)]


class VocabularyWordOut(Schema):
    id: UUID
    key: str
    label: str
    retired_at: datetime | None


class ClearanceWordIn(WordIn):
    """What is left out of `needs_host_acceptance` and `statement` stays as it is."""

    needs_host_acceptance: bool | None = None
    statement: Annotated[str, Text(8000)] | None = None


class ClearanceWordOut(VocabularyWordOut):
    """`statement` is the text that a person signs, where it is one."""

    needs_host_acceptance: bool
    statement: str
    statement_version: int


class ClearanceWordsOut(Schema):
    items: list[ClearanceWordOut]
    next: str | None = None


class ResourceTypeIn(WordIn):
    kind: Kind
    unit: Annotated[str, Text(30)] = "each"
    rate_basis: Basis = "free"
    description: Annotated[str, Text(500)] = ""


class ResourceTypeOut(VocabularyWordOut):
    kind: str
    unit: str
    rate_basis: str
    description: str


class LineIn(Input):
    resource_type: Key
    units_per_one: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    skill: Key = ""
    clearance: Key = ""
    is_on_site: bool = True
    hours: Annotated[int, Field(ge=1, le=1_000_000)] = 24


class LineOut(Schema):
    resource_type_id: UUID
    resource_type_key: str
    resource_type_label: str
    kind: str
    units_per_one: int
    skill_key: str
    clearance_key: str
    is_on_site: bool
    hours: int


class WorkPackageIn(WordIn):
    unit_label: Annotated[str, Text(60, 1)]
    description: Annotated[str, Text(500)] = ""
    default_quantity: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    order: Annotated[int, Field(ge=0, le=30_000)] = 0
    lines: Annotated[list[LineIn], Field(max_length=50)]


class WorkPackageOut(Schema):
    id: UUID
    key: str
    label: str
    unit_label: str
    description: str
    default_quantity: int
    order: int
    is_retired: bool
    lines: list[LineOut]


class WordsOut(Schema):
    items: list[VocabularyWordOut]
    next: str | None = None


class ResourceTypesOut(Schema):
    items: list[ResourceTypeOut]
    next: str | None = None


class WorkPackagesOut(Schema):
    items: list[WorkPackageOut]
    next: str | None = None


class RetireIn(Input):
    vocabulary: Literal["skill", "clearance", "resource_type", "work_package"]
    key: Key


class RetiredOut(Schema):
    vocabulary: str
    key: str


class SeededOut(Schema):
    skill: int
    clearance: int
    resource_type: int
    work_package: int


def scaled(amount: str, scale: int = SCALE) -> int:
    """A decimal text as a whole number of its smallest part; its pattern bounds the places."""
    return int(Decimal(amount) * scale)

"""What a case records of one mission besides its times: costs, journeys, things, licences, rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from muster.rules.terms import CostKind, HourKind
from muster.rules.terms.term import value

DONATED = "whether it was given free from the start"
AGREED = "whether the signed mission order names it"
ONE, NOTHING = Decimal(1), Decimal(0)


@dataclass(frozen=True, kw_only=True)
class CaseTime:
    """Time of one person. It ends at a moment or after so many hours; its rate is an amount, or that
    of a table for the category on its day."""

    id: str = value("its own short name", default="")
    person: str = value("who worked")
    category: str = value("category of worker, where tables or fringe go by it", default="")
    kind: HourKind = value("kind of hours", default=HourKind.REGULAR)
    starts_at: datetime = value("when it began; without an offset, in the agreement's zone")
    ends_at: datetime | None = value("when it ended", default=None)
    hours: Decimal | None = value(
        "hours it lasted, instead of its end", default=None, least=0, most=8784
    )
    rate: Decimal | None = value("price of a regular hour", default=None, least=0)
    rate_table: str | None = value("table of rates for the category, part hour", default=None)
    overtime_rate: Decimal | None = value(
        "the responding party's own overtime rate", default=None, least=0
    )
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseDeduction:
    """A named amount that lessens a cost: fuel supplied, insurance proceeds."""

    label: str = value("what it is")
    amount: Decimal = value("the amount", least=0)


@dataclass(frozen=True, kw_only=True)
class CaseCost:
    """A quantity at a price: an expense, miles, a repair."""

    id: str = value("its own short name", default="")
    label: str = value("what it was for")
    kind: CostKind = value("kind of cost", default=CostKind.EXPENSE)
    quantity: Decimal = value("how many", default=ONE, least=0)
    unit: str = value("unit; miles are priced by the terms where it is mile", default="")
    price: Decimal = value("price of one", default=NOTHING, least=0)
    on: date | None = value("the day of it", default=None)
    receipt: str = value("number of the receipt", default="")
    vendor: str = value("who wrote the receipt", default="")
    has_receipt: bool = value("whether there is a receipt", default=True)
    deductions: tuple[CaseDeduction, ...] = value("what lessens it", default=())
    handling: bool = value("whether the terms' handling comes on top", default=False)
    workers_compensation: bool = value(
        "whether it is workers' compensation benefits", default=False
    )
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseStay:
    """One day of one person away from home."""

    id: str = value("its own short name", default="")
    person: str = value("who was away")
    on: date = value("the day")
    place: str = value("place of the work, as the table names it", default="")
    home: str = value("place they come from, as the table names it", default="")
    has_night: bool = value("whether a night was spent", default=True)
    is_first_or_last: bool = value("whether it is the first or last day away", default=False)
    lodging: Decimal | None = value("what the night cost", default=None, least=0)
    meals: Decimal | None = value("what the meals cost", default=None, least=0)
    lodging_provided: bool = value("whether the requesting party housed", default=False)
    meals_provided: bool = value("whether the requesting party fed", default=False)
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseLent:
    """Things lent and what became of them; what came back clean costs nothing."""

    id: str = value("its own short name", default="")
    label: str = value("what was lent")
    quantity: int = value("pieces lent", least=1, most=100_000)
    damaged: int = value("pieces that came back damaged", default=0, least=0)
    repair_cost: Decimal | None = value("what the repair cost, all together", default=None, least=0)
    lost: int = value("pieces that did not come back", default=0, least=0)
    price: Decimal | None = value("price of a new piece", default=None, least=0)
    age_months: int = value("age of a piece", default=0, least=0)
    supplied: Decimal | None = value(
        "fuel and repairs that the requesting party supplied", default=None, least=0
    )
    insurance: Decimal | None = value("insurance proceeds received", default=None, least=0)
    donated: bool = value(DONATED, default=False)


@dataclass(frozen=True, kw_only=True)
class CaseUse:
    """Use of things for so many hours on end."""

    id: str = value("its own short name", default="")
    label: str = value("what was used")
    hours: Decimal = value("hours of use", least=0, most=100_000)
    quantity: int = value("pieces", default=1, least=1, most=100_000)
    miles: Decimal | None = value(
        "miles driven, all pieces together, where a table prices them", default=None, least=0
    )
    on: date | None = value("the first day of use", default=None)
    key: str = value("its kind in tables of rates", default="")
    price_per_hour: Decimal | None = value("the lender's price an hour", default=None, least=0)
    price_per_day: Decimal | None = value("the lender's price a day", default=None, least=0)
    supplied: Decimal | None = value(
        "fuel and repairs that the requesting party supplied", default=None, least=0
    )
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseSupply:
    """Things given to be used up."""

    id: str = value("its own short name", default="")
    label: str = value("what was given")
    quantity: Decimal = value("how many", least=0)
    returned: Decimal = value("how many came back clean and unused", default=NOTHING, least=0)
    replaced: Decimal = value(
        "how many the requesting party replaced in kind", default=NOTHING, least=0
    )
    cost: Decimal | None = value("what one cost", default=None, least=0)
    replacement: Decimal | None = value("what one costs to buy again", default=None, least=0)
    on: date | None = value("the day of it", default=None)
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseLicence:
    """Seats of software lent."""

    id: str = value("its own short name", default="")
    label: str = value("the product")
    seats: int = value("seats lent", least=1, most=1_000_000)
    price_per_year: Decimal = value("price of one seat for a year", least=0)
    starts_on: date = value("the day of the assignment")
    days: int = value("days lent", least=0, most=3660)
    publisher_evidence: bool = value("whether the publisher's permission is on file", default=False)
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)


@dataclass(frozen=True, kw_only=True)
class CaseFacility:
    """Places in a room."""

    id: str = value("its own short name", default="")
    label: str = value("which room")
    places: int = value("places used", least=1, most=100_000)
    units: Decimal = value("days or weeks", default=ONE, least=0)
    unit: str = value("what the units are", default="day")
    price: Decimal | None = value("price of a place for a unit", default=None, least=0)
    donated: bool = value(DONATED, default=False)
    agreed: bool = value(AGREED, default=True)

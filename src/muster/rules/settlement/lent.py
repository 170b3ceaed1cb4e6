"""What is lent, used up, housed or licensed, as it was recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.rules.money import Money


@dataclass(frozen=True, kw_only=True, slots=True)
class LentThing:
    """A thing or lot lent, and what became of it; what came back clean costs nothing by itself.

    `repair_cost` is the invoice for what came back damaged; `price` and `age_months` are per piece.
    An age that nobody knows (None) counts as new.
    """

    id: Any
    label: str
    quantity: int
    damaged: int = 0
    repair_cost: Money | None = None
    lost: int = 0
    price: Money | None = None
    age_months: int | None = 0
    supplied: Money | None = None  # fuel and repairs that the requesting party supplied
    insurance: Money | None = None  # proceeds received
    donated: bool = False


def whole_months(first: date, last: date) -> int:
    """The whole months from one day to another, which is the age of a thing; none when it is earlier."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return max(months, 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Use:
    """Use of a thing for so many hours in one stretch; `key` is its kind in tables of rates.

    `miles` are those of all pieces together, by the odometer; they are priced where the table of the
    terms has a rate of a mile for the kind, and take the place of the hours then.
    """

    id: Any
    label: str
    hours: Decimal | Fraction
    quantity: int = 1
    miles: Decimal | None = None
    on: date | None = None
    key: str = ""
    price_per_hour: Money | None = None
    price_per_day: Money | None = None
    supplied: Money | None = None
    donated: bool = False
    agreed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Supply:
    """Things given to be used up; what came back clean, or was replaced in kind, is not charged.
    Prices are per piece."""

    id: Any
    label: str
    quantity: Decimal
    returned: Decimal = Decimal(0)
    replaced: Decimal = Decimal(0)  # by the requesting party, in kind
    cost: Money | None = None
    replacement: Money | None = None
    on: date | None = None
    donated: bool = False
    agreed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class LicenceLoan:
    """Seats of software lent for so many days; the price is of one seat for a year."""

    id: Any
    label: str
    seats: int
    price_per_year: Money
    starts_on: date
    days: int
    has_publisher_evidence: bool = False
    donated: bool = False
    agreed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class FacilityUse:
    """Places in a room, for so many units (days, weeks) at a price each; without a price it is free."""

    id: Any
    label: str
    places: int
    units: Decimal = Decimal(1)
    unit: str = "day"
    price: Money | None = None
    donated: bool = False
    agreed: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Stay:
    """One day of one person away: where, what was spent, and what the requesting party provided.

    `has_night` is False where no night was spent, as on the day of the return.
    """

    id: Any
    person: str
    on: date
    person_id: Any = None  # tells people of one name apart; None: the name tells who it is
    place: str = ""
    home: str = ""
    has_night: bool = True
    is_first_or_last: bool = False
    lodging: Money | None = None
    meals: Money | None = None
    lodging_provided: bool = False
    meals_provided: bool = False
    donated: bool = False
    agreed: bool = True

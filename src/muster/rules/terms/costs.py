"""Terms of money: what things, journeys, licences and rooms cost."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from muster.rules.terms.term import Term, value

ZERO, THREE_QUARTERS = Decimal(0), Decimal(75)


class Damaged(StrEnum):
    REPAIR = "repair"
    REPLACEMENT = "replacement"  # what comes back damaged counts as used up: expendable
    NOTHING = "nothing"


class Lost(StrEnum):
    REPLACEMENT = "replacement"
    STRAIGHT_LINE = "straight_line"
    NOTHING = "nothing"


class UseUnit(StrEnum):
    AS_CHARGED = "as_charged"
    HOUR = "hour"
    DAY = "day"


class SuppliesPrice(StrEnum):
    COST = "cost"  # what the responding party paid
    REPLACEMENT = "replacement"  # what they cost to buy again
    NOTHING = "nothing"


class Houses(StrEnum):
    REQUESTING_PARTY = "requesting_party"
    RESPONDING_PARTY = "responding_party"
    NOT_STATED = "not_stated"


class PerDiem(StrEnum):
    """How nights and meals are paid."""

    ACTUAL = "actual"  # what was spent
    ACTUAL_UP_TO_TABLE = "actual_up_to_table"  # lodging as spent up to the table; meals by table
    TABLE = "table"  # the table's amounts, whatever was spent
    FIXED = "fixed"  # the amounts of these terms
    NOT_PAID = "not_paid"


class PerDiemPlace(StrEnum):
    DESTINATION = "destination"
    HOME = "home"


class YearBasis(StrEnum):
    DAYS_365 = "365"
    DAYS_360 = "360"


class Cover(StrEnum):
    NOT_STATED = "not_stated"
    INSURANCE = "insurance"
    SELF_INSURANCE = "self_insurance"
    EITHER = "either"


@dataclass(frozen=True, kw_only=True)
class Equipment(Term):
    """Things lent: what comes back clean costs nothing."""

    KEY, TITLE = "equipment", "Equipment"
    usage: bool = value("whether use by the hour or day is paid", default=False)
    use_unit: UseUnit = value("what use is counted in", default=UseUnit.AS_CHARGED)
    begun_units: bool = value("whether an hour or day begun counts whole", default=True)
    use_table: str | None = value(
        "table of rates that prices use on its day, as in state_equipment; none is the lender's own",
        default=None,
    )
    cap_table: str | None = value(
        "table of rates that caps use on its day, as in fema_equipment", default=None
    )
    damaged: Damaged = value("what a damaged thing costs", default=Damaged.REPAIR)
    lost: Lost = value("what a lost thing costs", default=Lost.REPLACEMENT)
    useful_life_months: int = value("for straight-line loss", default=48, least=1, most=600)
    handling_percent: Decimal = value(
        "added to supplies and replacements", default=ZERO, least=0, most=100
    )
    deduct_supplied: bool = value("whether fuel and repairs supplied are deducted", default=True)
    deduct_insurance: bool = value("whether insurance proceeds are deducted", default=True)


@dataclass(frozen=True, kw_only=True)
class Supplies(Term):
    """Things used up; what comes back clean and unused costs nothing."""

    KEY, TITLE = "supplies", "Supplies"
    price: SuppliesPrice = value("what supplies cost", default=SuppliesPrice.COST)
    handling_percent: Decimal | None = value(
        "added to supplies; none is as for equipment", default=None, least=0, most=100
    )


@dataclass(frozen=True, kw_only=True)
class Travel(Term):
    """Getting there and living there."""

    KEY, TITLE = "travel", "Travel"
    paid: bool = value("whether travel costs are claimable", default=True)
    mileage_rate: Decimal | None = value(
        "currency per mile, where the terms fix it", default=None, least=0
    )
    mileage_table: str | None = value(
        "table of rates that prices a mile on its day, as in irs_mileage", default=None
    )
    per_diem: PerDiem = value("how nights and meals are paid", default=PerDiem.ACTUAL)
    per_diem_table: str = value(
        "table of nights and meals by place and day", default="gsa_per_diem"
    )
    per_diem_place: PerDiemPlace = value(
        "whose place counts in the table", default=PerDiemPlace.DESTINATION
    )
    lodging_rate: Decimal | None = value("a night, when fixed", default=None, least=0)
    meals_rate: Decimal | None = value("a day's meals, when fixed", default=None, least=0)
    first_last_day_percent: Decimal = value(
        "part of the meals paid for the first and the last day of a journey",
        default=THREE_QUARTERS,
        least=0,
        most=100,
    )
    houses_and_feeds: Houses = value("who houses and feeds", default=Houses.NOT_STATED)


@dataclass(frozen=True, kw_only=True)
class Expenses(Term):
    """Other costs, against receipts."""

    KEY, TITLE = "expenses", "Other costs"
    paid: bool = value("whether other costs are claimable", default=True)
    receipt_from: Decimal = value("amount from which a receipt is needed", default=ZERO, least=0)


@dataclass(frozen=True, kw_only=True)
class Licence(Term):
    """Software lent by the seat, for a part of a year."""

    KEY, TITLE = "licence", "Software licences"
    paid: bool = value("whether lent seats are paid for", default=False)
    year_basis: YearBasis = value("days that make a year", default=YearBasis.DAYS_365)
    evidence_required: bool = value(
        "whether the publisher's permission must be on file", default=True
    )
    reassign_after_days: int = value(
        "days after which a seat may go back to its owner", default=90, least=0, most=3660
    )


@dataclass(frozen=True, kw_only=True)
class Facility(Term):
    """Rooms and workplaces."""

    KEY, TITLE = "facility", "Rooms and workplaces"
    paid: bool = value("whether their use is paid", default=False)


@dataclass(frozen=True, kw_only=True)
class Insurance(Term):
    """What each party is insured for."""

    KEY, TITLE = "insurance", "Insurance"
    cover: Cover = value(
        "how a party covers its own people and things", default=Cover.NOT_STATED, for_people=True
    )
    wording: str = value("how the agreement says it", default="")

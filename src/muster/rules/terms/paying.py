"""Terms of money: what is free, who pays how much of the rest, from when on, and what an hour costs."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from muster.rules.money import Rounding as RoundingRule
from muster.rules.terms.term import Term, value


class HourKind(StrEnum):
    REGULAR = "regular"
    OVERTIME = "overtime"
    TRAVEL = "travel"


class CostKind(StrEnum):
    """What a line of a settlement is for."""

    LABOUR = "labour"
    TRAVEL = "travel"
    EQUIPMENT = "equipment"
    SUPPLIES = "supplies"
    LICENCE = "licence"
    FACILITY = "facility"
    EXPENSE = "expense"


class FreeUnit(StrEnum):
    PERSON_HOURS_PER_RESPONDING_PARTY = "person_hours_per_responding_party"
    ELAPSED_FROM_ARRIVAL = "elapsed_from_arrival"
    ELAPSED_FROM_DEPARTURE = "elapsed_from_departure"
    PER_PERSON = "per_person"


class FreePer(StrEnum):
    """How often a responding party gives its free hours anew."""

    INCIDENT = "incident"
    MISSION = "mission"


class FreeCondition(StrEnum):
    ATTESTATIONS_IN_FORCE = "attestations_in_force"
    DECLARATION = "declaration"


class SplitRule(StrEnum):
    """How the last free hours are shared among those who work in the same interval."""

    PRO_RATA = "pro_rata"
    RATE_ASCENDING = "rate_ascending"  # the cheapest hours are free first
    RATE_DESCENDING = "rate_descending"  # the dearest hours are free first
    ENTRY_ORDER = "entry_order"


class ShareBasis(StrEnum):
    NEGOTIATED_PER_MISSION = "negotiated_per_mission"
    FIXED = "fixed"


class PayStart(StrEnum):
    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    AFTER_HOURS = "after_hours"  # so many hours after arrival
    DECLARATION = "declaration"
    LATER_OF_HOURS_AND_DECLARATION = "later_of_hours_and_declaration"


class PayEnd(StrEnum):
    RETURN = "return"  # with a start at departure: portal to portal
    RELEASE = "release"  # from the scene


class LabourHours(StrEnum):
    ALL = "all"
    OVERTIME_ONLY = "overtime_only"


class LoadBasis(StrEnum):
    """Where a percentage on wages comes from."""

    NONE = "none"
    FIXED = "fixed"  # the percentage of these terms
    BY_CATEGORY = "by_category"  # of the worker's category
    DECLARED = "declared"  # what the responding party declared before deploying, else as fixed


class FringeDefinition(StrEnum):
    """Which benefits count as fringe; wording for people, the percentages compute."""

    NOT_STATED = "not_stated"
    FEMA = "fema"
    OWN = "own"


class LateConfirmation(StrEnum):
    """What hours beyond are worth where nobody confirmed in writing that help goes on."""

    FLAGGED = "flagged"
    NOT_PAID = "not_paid"


ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, kw_only=True)
class FreeAllowance(Term):
    """The help that costs the requesting party nothing."""

    KEY, TITLE = "free_allowance", "Free help"
    hours: Decimal = value("hours free of charge; 0 is none", least=0, most=100_000)
    unit: FreeUnit = value("what the hours count")
    per: FreePer = value("how often they are given", default=FreePer.INCIDENT)
    consecutive: bool = value(
        "whether only an unbroken run of work is free: a longer break ends it", default=False
    )
    longest_break_hours: Decimal = value(
        "hours without work that do not yet break the run", default=Decimal(8), least=0, most=8760
    )
    conditions: tuple[FreeCondition, ...] = value("what must hold, or nothing is free", default=())
    split: SplitRule = value("how the last free hours are shared", default=SplitRule.PRO_RATA)
    counts: tuple[HourKind, ...] = value(
        "kinds of hours that use the allowance up",
        default=(HourKind.REGULAR, HourKind.OVERTIME),
    )
    warn_before_hours: Decimal = value(
        "hours before its end at which both sides are warned", default=Decimal(8), least=0
    )


@dataclass(frozen=True, kw_only=True)
class Continuation(Term):
    """Whether help beyond some hour needs the requesting party's word in writing."""

    KEY, TITLE = "continuation", "Going on beyond the free help"
    confirm_before_hour: Decimal | None = value(
        "hour after arrival before which it is confirmed in writing; none is never",
        default=None,
        least=0,
        most=8760,
    )
    late_days: int | None = value(
        "days after that within which a later confirmation still counts; none is not at all",
        default=None,
        least=0,
        most=3660,
    )
    without: LateConfirmation = value(
        "what hours beyond are worth without it", default=LateConfirmation.FLAGGED
    )


@dataclass(frozen=True, kw_only=True)
class Share(Term):
    """Which part of the cost beyond the free help the requesting party pays."""

    KEY, TITLE = "share", "Cost sharing"
    basis: ShareBasis = value("how the share comes about")
    percent: Decimal = value(
        "the requesting party's part, when fixed", default=HUNDRED, least=0, most=100
    )
    applies_to: tuple[CostKind, ...] = value("costs that are shared so", default=tuple(CostKind))


@dataclass(frozen=True, kw_only=True)
class Claimable(Term):
    """Which costs may be claimed at all; others are shown and stay with the responding party."""

    KEY, TITLE = "claimable", "What may be claimed"
    kinds: tuple[CostKind, ...] = value("kinds of cost", default=tuple(CostKind))
    only_agreed: bool = value(
        "whether only costs named in the signed mission order are paid", default=False
    )


@dataclass(frozen=True, kw_only=True)
class ReimbursementStart(Term):
    """From when on time is counted at all, and until when."""

    KEY, TITLE = "reimbursement_start", "Start of reimbursement"
    begins: PayStart = value("the event from which on hours count", default=PayStart.ARRIVAL)
    hours: Decimal = value(
        "hours after arrival, for the kinds that name them", default=ZERO, least=0, most=8760
    )
    ends: PayEnd = value("the event with which hours stop counting", default=PayEnd.RETURN)


@dataclass(frozen=True, kw_only=True)
class FringeRow:
    """Fringe of one category of workers."""

    category: str = value("the category, as time entries name it")
    percent: Decimal = value("fringe on regular hours", least=0, most=500)
    overtime_percent: Decimal | None = value(
        "fringe on overtime; none is as on regular hours", default=None, least=0, most=500
    )


@dataclass(frozen=True, kw_only=True)
class Labour(Term):
    """What an hour of work costs: hourly rate, plus fringe, plus overhead; overtime multiplies."""

    KEY, TITLE = "labour", "Labour"
    hours: LabourHours = value("which hours are paid", default=LabourHours.ALL)
    overtime_multiplier: Decimal = value(
        "times the hourly rate", default=Decimal("1.5"), least=1, most=4
    )
    fringe: LoadBasis = value("where the fringe comes from", default=LoadBasis.FIXED)
    fringe_definition: FringeDefinition = value(
        "which benefits count as fringe", default=FringeDefinition.NOT_STATED, for_people=True
    )
    fringe_percent: Decimal = value("fringe on the hourly rate", default=ZERO, least=0, most=500)
    fringe_overtime_percent: Decimal | None = value(
        "fringe on overtime; none is as on regular hours", default=None, least=0, most=500
    )
    fringe_by_category: tuple[FringeRow, ...] = value("fringe by category of worker", default=())
    overhead: LoadBasis = value("where the overhead comes from", default=LoadBasis.FIXED)
    overhead_percent: Decimal = value(
        "overhead on rate and fringe together", default=ZERO, least=0, most=500
    )
    workers_compensation: bool = value(
        "whether workers' compensation benefits paid may be claimed", default=False
    )
    travel_hours: bool = value("whether hours of travel are paid", default=True)
    rate_table: str | None = value(
        "table of rates that prices a regular hour on its day; none is the rate promised",
        default=None,
    )
    rate_cap: Decimal | None = value(
        "the most per hour, all included, before overtime", default=None, least=0
    )
    cap_table: str | None = value(
        "table of rates that caps the hour on its day, as in fema_labour", default=None
    )


@dataclass(frozen=True, kw_only=True)
class Rounding(Term):
    """How exact amounts become cents."""

    KEY, TITLE = "rounding", "Rounding"
    rule: RoundingRule = value("how half a cent goes", default=RoundingRule.HALF_UP)
    hour_price: bool = value(
        "whether the price of an hour is rounded before it is multiplied", default=False
    )

"""Terms of money: what is free, who pays how much of the rest, and how it is counted and billed."""

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
    PER_PERSON = "per_person"


class FreeCondition(StrEnum):
    ATTESTATIONS_IN_FORCE = "attestations_in_force"
    DECLARATION = "declaration"


class SplitRule(StrEnum):
    """How the last free hours are shared among those who work in the same interval."""

    PRO_RATA = "pro_rata"
    RATE_ASCENDING = "rate_ascending"  # the cheapest hours are free first
    ENTRY_ORDER = "entry_order"


class ShareBasis(StrEnum):
    NEGOTIATED_PER_MISSION = "negotiated_per_mission"
    FIXED = "fixed"


class PayStart(StrEnum):
    DEPARTURE = "departure"
    ARRIVAL = "arrival"
    LATER_OF_HOURS_AND_DECLARATION = "later_of_hours_and_declaration"


class LabourHours(StrEnum):
    ALL = "all"
    OVERTIME_ONLY = "overtime_only"


class Damaged(StrEnum):
    REPAIR = "repair"
    REPLACEMENT = "replacement"  # what comes back damaged counts as used up
    NOTHING = "nothing"


class Lost(StrEnum):
    REPLACEMENT = "replacement"
    STRAIGHT_LINE = "straight_line"
    NOTHING = "nothing"


ZERO, HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, kw_only=True)
class FreeAllowance(Term):
    """The help that costs the requesting party nothing."""

    KEY, TITLE = "free_allowance", "Free help"
    hours: Decimal = value("hours free of charge; 0 is none", least=0, most=100_000)
    unit: FreeUnit = value("what the hours count")
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
class Share(Term):
    """Which part of the cost beyond the free help the requesting party pays."""

    KEY, TITLE = "share", "Cost sharing"
    basis: ShareBasis = value("how the share comes about")
    percent: Decimal = value(
        "the requesting party's part, when fixed", default=HUNDRED, least=0, most=100
    )
    applies_to: tuple[CostKind, ...] = value("costs that are shared so", default=tuple(CostKind))


@dataclass(frozen=True, kw_only=True)
class ReimbursementStart(Term):
    """From when on time is counted at all."""

    KEY, TITLE = "reimbursement_start", "Start of reimbursement"
    begins: PayStart = value("the event from which on hours count", default=PayStart.ARRIVAL)
    hours: Decimal = value("hours after arrival, for the later-of kind", default=ZERO, least=0)


@dataclass(frozen=True, kw_only=True)
class Labour(Term):
    """What an hour of work costs: hourly rate, plus fringe, plus overhead; overtime multiplies."""

    KEY, TITLE = "labour", "Labour"
    hours: LabourHours = value("which hours are paid", default=LabourHours.ALL)
    overtime_multiplier: Decimal = value(
        "times the hourly rate", default=Decimal("1.5"), least=1, most=4
    )
    fringe_percent: Decimal = value("fringe on the hourly rate", default=ZERO, least=0, most=500)
    overhead_percent: Decimal = value(
        "overhead on rate and fringe together", default=ZERO, least=0, most=500
    )
    travel_hours: bool = value("whether hours of travel are paid", default=True)
    rate_cap: Decimal | None = value(
        "the most per hour, all included, before overtime", default=None, least=0
    )


@dataclass(frozen=True, kw_only=True)
class Rounding(Term):
    """How exact amounts become cents: once per line, never before."""

    KEY, TITLE = "rounding", "Rounding"
    rule: RoundingRule = value("how half a cent goes", default=RoundingRule.HALF_UP)


@dataclass(frozen=True, kw_only=True)
class Equipment(Term):
    """Things lent: what comes back clean costs nothing."""

    KEY, TITLE = "equipment", "Equipment and supplies"
    usage: bool = value("whether use by the hour or day is paid", default=False)
    damaged: Damaged = value("what a damaged thing costs", default=Damaged.REPAIR)
    lost: Lost = value("what a lost thing costs", default=Lost.REPLACEMENT)
    useful_life_months: int = value("for straight-line loss", default=48, least=1, most=600)
    handling_percent: Decimal = value(
        "added to supplies and replacements", default=ZERO, least=0, most=100
    )
    deduct_supplied: bool = value("whether fuel and repairs supplied are deducted", default=True)
    deduct_insurance: bool = value("whether insurance proceeds are deducted", default=True)


class Houses(StrEnum):
    REQUESTING_PARTY = "requesting_party"
    RESPONDING_PARTY = "responding_party"
    NOT_STATED = "not_stated"


@dataclass(frozen=True, kw_only=True)
class Travel(Term):
    """Getting there and living there."""

    KEY, TITLE = "travel", "Travel"
    paid: bool = value("whether travel costs are claimable", default=True)
    mileage_rate: Decimal | None = value(
        "currency per mile, where the terms fix it", default=None, least=0
    )
    houses_and_feeds: Houses = value("who houses and feeds", default=Houses.NOT_STATED)


@dataclass(frozen=True, kw_only=True)
class Expenses(Term):
    """Other costs, against receipts."""

    KEY, TITLE = "expenses", "Other costs"
    paid: bool = value("whether other costs are claimable", default=True)
    receipt_from: Decimal = value("amount from which a receipt is needed", default=ZERO, least=0)


@dataclass(frozen=True, kw_only=True)
class Billing(Term):
    """What a claim must carry; the clocks `bill` and `notice_of_intent` say until when."""

    KEY, TITLE = "billing", "Billing"
    evidence: tuple[str, ...] = value("what must be attached", default=("proof_of_work",))
    persons: int = value(
        "how many persons submit and approve a claim, at least", default=2, least=1, most=4
    )


@dataclass(frozen=True, kw_only=True)
class Payment(Term):
    """Paying; the clock `pay` says until when."""

    KEY, TITLE = "payment", "Payment"
    contingent_on_grant: bool = value("whether payment may wait for grant money", default=False)


@dataclass(frozen=True, kw_only=True)
class Waiver(Term):
    """Giving up a claim."""

    KEY, TITLE = "waiver", "Waiver and donation"
    partial: bool = value("whether a part may be waived", default=True)


class Arbitration(StrEnum):
    NONE = "none_stated"
    ELECTIVE = "elective"
    BINDING = "binding"


@dataclass(frozen=True, kw_only=True)
class Dispute(Term):
    """Questioning a claim; the clocks `return`, `protest` and `talks` say until when."""

    KEY, TITLE = "dispute", "Disputes"
    arbitration: Arbitration = value("whether arbitration follows", default=Arbitration.NONE)
    procedure: str = value("how it goes, in words", default="The parties talk first.")

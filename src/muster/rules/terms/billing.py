"""Terms of money: claims, their checks, payment, waivers, disputes and grants."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from muster.rules.terms.term import Term, value


class Check(StrEnum):
    """What becomes of a claim with such a fault."""

    REFUSE = "refuse"
    WARN = "warn"


class Arbitration(StrEnum):
    NONE = "none_stated"
    ELECTIVE = "elective"
    BINDING = "binding"


class GrantLabour(StrEnum):
    REGULAR_AND_OVERTIME = "regular_and_overtime"
    OVERTIME_ONLY = "overtime_only"


@dataclass(frozen=True, kw_only=True)
class Billing(Term):
    """What a claim must carry; the clocks `bill` and `notice_of_intent` say until when."""

    KEY, TITLE = "billing", "Billing"
    evidence: tuple[str, ...] = value("what must be attached", default=("proof_of_work",))
    persons: int = value(
        "how many persons submit and approve a claim, at least", default=2, least=1, most=4
    )


@dataclass(frozen=True, kw_only=True)
class Checks(Term):
    """Whether a fault refuses a claim or is only shown beside it."""

    KEY, TITLE = "checks", "Checks of a claim"
    late_claim: Check = value(
        "a claim after the clock `bill` has ended (always refused where that forfeits it)",
        default=Check.WARN,
    )
    second_claim: Check = value("a second claim for the same mission", default=Check.REFUSE)
    missing_rate: Check = value("a rate that did not exist on the day", default=Check.REFUSE)
    overlapping_hours: Check = value(
        "two entries of one person for the same time", default=Check.WARN
    )
    long_day: Check = value("more hours than a day holds", default=Check.WARN)
    most_hours_a_day: Decimal = value(
        "hours of one person that a day holds", default=Decimal(24), least=1, most=24
    )
    duplicate_receipt: Check = value(
        "a receipt twice: same number, vendor and amount", default=Check.WARN
    )
    missing_receipt: Check = value("a cost without its receipt", default=Check.WARN)


@dataclass(frozen=True, kw_only=True)
class Payment(Term):
    """Paying; the clock `pay` says until when, and from which event on: billed, received, approved."""

    KEY, TITLE = "payment", "Payment"
    contingent_on_grant: bool = value("whether payment may wait for grant money", default=False)
    extension_by_consent: bool = value(
        "whether both may put the day of payment off", default=False, for_people=True
    )
    from_current_revenues: bool = value(
        "whether only the year's own revenues may pay", default=False, for_people=True
    )


@dataclass(frozen=True, kw_only=True)
class Waiver(Term):
    """Giving up a claim, and giving without one."""

    KEY, TITLE = "waiver", "Waiver and donation"
    partial: bool = value("whether a part may be waived", default=True)
    donation: bool = value(
        "whether work and things may be given free from the start", default=True, for_people=True
    )


@dataclass(frozen=True, kw_only=True)
class Dispute(Term):
    """Questioning a claim; the clocks `return`, `protest` and `talks` say until when."""

    KEY, TITLE = "dispute", "Disputes"
    arbitration: Arbitration = value(
        "whether arbitration follows", default=Arbitration.NONE, for_people=True
    )
    procedure: str = value(
        "how it goes, in words", default="The parties talk first.", for_people=True
    )


@dataclass(frozen=True, kw_only=True)
class Grant(Term):
    """Federal assistance to the requesting party: it repays a part of what was charged and is owed."""

    KEY, TITLE = "grant", "Federal assistance"
    federal_percent: Decimal = value(
        "the federal part of eligible costs", default=Decimal(75), least=0, most=100
    )
    labour: GrantLabour = value(
        "which hours are eligible", default=GrantLabour.REGULAR_AND_OVERTIME
    )

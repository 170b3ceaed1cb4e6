"""May this use of things, this loss, or these supplies, be written down?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from muster.rules.eligibility.reasons import kept
from muster.rules.refusal import Refusal

MOST_MILES = Decimal(1_000_000)
MOST_PIECES = Decimal(1_000_000)
MOST_CENTS = 1_000_000_000
MOST_MONTHS = 1_200
ROUNDED = Decimal("0.25")  # hours: people count in quarters


@dataclass(frozen=True, kw_only=True)
class UseFacts:
    """A statement of use beside what the record knows. `hours` and `hours_passed` are of each piece."""

    first_day: date | None  # of the hand-over; None: never handed over
    last_day: date
    hours_passed: Decimal
    lent: int
    on: date
    quantity: int
    hours: Decimal
    miles: Decimal | None
    supplied_cents: int


@dataclass(frozen=True, kw_only=True)
class SupplyFacts:
    """Supplies as they are written down; prices in cents, each of one piece."""

    authorized_on: date
    today: date
    given_on: date
    quantity: Decimal
    prices: tuple[int | None, int | None]
    description: str


def refusals_for_use(facts: UseFacts) -> list[Refusal]:
    """Why such use may not be stated. Term: equipment."""
    if facts.first_day is None:
        return [Refusal("use.not_handed_over", "equipment")]
    days = {"first": facts.first_day, "last": facts.last_day}
    passed = {"hours": f"{facts.hours_passed:f}"}
    return kept(
        (facts.hours <= 0, Refusal("use.no_hours", "equipment", "hours")),
        (
            facts.hours > facts.hours_passed + ROUNDED,
            Refusal("use.more_than_passed", "equipment", "hours", passed),
        ),
        (
            facts.miles is not None and not 0 < facts.miles <= MOST_MILES,
            Refusal("use.bad_miles", "equipment", "miles"),
        ),
        (
            not 0 <= facts.supplied_cents <= MOST_CENTS,
            Refusal("use.bad_amount", "equipment", "supplied"),
        ),
        (
            not facts.first_day <= facts.on <= facts.last_day,
            Refusal("use.not_out_then", "equipment", "on", days),
        ),
        (
            not 1 <= facts.quantity <= facts.lent,
            Refusal("use.more_than_lent", "equipment", "quantity", {"most": facts.lent}),
        ),
    )


def refusals_for_loss(age_months: int | None, insurance_cents: int | None) -> list[Refusal]:
    """Why a loss may not be settled by such an age, in months, or insurance. Term: equipment."""
    return kept(
        (
            age_months is not None and not 0 <= age_months <= MOST_MONTHS,
            Refusal("loss.bad_age", "equipment", "age_months", {"most": MOST_MONTHS}),
        ),
        (
            insurance_cents is not None and not 0 <= insurance_cents <= MOST_CENTS,
            Refusal("loss.bad_insurance", "equipment", "insurance"),
        ),
    )


def refusals_for_supplies(facts: SupplyFacts) -> list[Refusal]:
    """Why such supplies may not be written down. Term: supplies."""
    refusals = kept(
        (not facts.description, Refusal("supply.no_description", "supplies", "description")),
        (
            not 0 < facts.quantity <= MOST_PIECES,
            Refusal("supply.bad_quantity", "supplies", "quantity"),
        ),
        (
            facts.given_on > facts.today,
            Refusal("expense.in_the_future", "supplies", "given_on"),
        ),
        (
            facts.given_on < facts.authorized_on,
            Refusal(
                "expense.before_the_mission",
                "supplies",
                "given_on",
                {"authorized_on": facts.authorized_on},
            ),
        ),
    )
    for name, cents in zip(("cost", "replacement"), facts.prices, strict=True):
        if cents is not None and not 0 <= cents <= MOST_CENTS:
            refusals.append(Refusal("supply.bad_amount", "supplies", name))
    return refusals


def refusals_for_supplies_back(
    given: Decimal, returned: Decimal, replaced: Decimal
) -> list[Refusal]:
    """Why no such number came back or was replaced in kind. Term: supplies."""
    values = {"most": f"{given.normalize():f}"}
    return kept(
        (returned < 0, Refusal("supply.bad_quantity", "supplies", "quantity_returned")),
        (replaced < 0, Refusal("supply.bad_quantity", "supplies", "quantity_replaced")),
        (
            returned + replaced > given,
            Refusal("supply.more_than_given", "supplies", "quantity_returned", values),
        ),
    )

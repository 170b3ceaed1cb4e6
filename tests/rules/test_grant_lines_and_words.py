"""Lines of a grant view add up after waivers; every rule of the working has words; no mile is silent."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

import muster.rules.settlement
from muster.claims.rule_words import RULES
from muster.rules.money import Money, total
from muster.rules.settlement import Charge, MissionFacts, RateRow, Rates, grant_view, settle
from muster.rules.settlement.working import show_exact
from muster.rules.terms import CostKind
from tests.rules.missions import UTAH, usd, with_term

PLAIN = with_term(UTAH, "free_allowance", hours=Decimal(0))
RULE = re.compile(
    r'"((?:labour|travel|equipment|supplies|licence|facility|rounding|share)\.[a-z_.]+)"'
)


def costs(*cents: int) -> MissionFacts:
    charges = tuple(
        Charge(
            id=str(number),
            kind=CostKind.EXPENSE,
            label=f"Cost {number}",
            unit_price=Money.from_cents(each, "USD"),
        )
        for number, each in enumerate(cents)
    )
    return MissionFacts(
        asked_on=date(2026, 1, 1), charges=charges, agreed_share_percent=Decimal(100)
    )


def test_a_waived_amount_is_eligible_on_no_line() -> None:
    settled = settle(costs(100_00, 200_00), PLAIN)
    view = grant_view(settled, PLAIN, waived=usd("150.00"))
    # Half was given up: 50.00 and 100.00 are left, 75 % of them 112.50.
    assert [line.eligible.cents for line in view.lines] == [50_00, 100_00]
    assert [line.excluded.cents for line in view.lines] == [50_00, 100_00]
    assert view.federal.cents == 112_50
    assert all(line.reasons[-1].code == "grant.line_given_up" for line in view.lines)


@given(
    st.lists(st.integers(1, 99_999), min_size=1, max_size=6),
    st.integers(0, 100),
)
def test_the_lines_always_add_up_to_what_is_eligible(cents: list[int], percent: int) -> None:
    settled = settle(costs(*cents), PLAIN)
    waived = Money.from_cents(sum(cents) * percent // 100, "USD")
    view = grant_view(settled, PLAIN, waived=waived)
    assert total((line.eligible for line in view.lines), "USD").cents == view.eligible.cents
    assert all(0 <= line.eligible.cents <= line.charged.cents for line in view.lines)
    assert all(line.charged == line.eligible + line.excluded for line in view.lines)


def test_money_in_the_working_has_one_format() -> None:
    assert show_exact(Fraction(875), "USD") == "$875.00 USD"
    assert show_exact(Fraction(100, 3), "USD") == "$33.3333 USD"
    assert show_exact(Decimal("437.5"), "USD") == "$437.50 USD"


def test_every_rule_of_the_working_has_plain_words() -> None:
    folder = Path(muster.rules.settlement.__file__).parent
    named = {
        rule
        for path in folder.glob("*.py")
        for call in re.findall(r"(?:Step|rate_step)\((?:[^()]|\([^()]*\))*\)", path.read_text())
        for rule in RULE.findall(call)
    }
    assert named
    assert named - RULES.keys() == set()


def miles(price: str) -> MissionFacts:
    charge = Charge(
        id="m",
        kind=CostKind.TRAVEL,
        label="There",
        unit_price=usd(price),
        quantity=Decimal(100),
        unit="mile",
        on=date(2026, 1, 5),
    )
    return MissionFacts(
        asked_on=date(2026, 1, 1), charges=(charge,), agreed_share_percent=Decimal(100)
    )


def test_miles_that_nothing_prices_are_flagged() -> None:
    for terms in (PLAIN, with_term(PLAIN, "travel", mileage_table="irs_mileage")):
        settled = settle(miles("0"), terms)
        assert settled.total.cents == 0
        assert "travel.miles_without_rate" in [each.code for each in settled.warnings]
    assert settle(miles("0.70"), PLAIN).warnings == ()


def test_miles_at_the_rate_of_their_day_are_not_flagged() -> None:
    terms = with_term(PLAIN, "travel", mileage_table="irs_mileage")
    row = RateRow(table="irs_mileage", key="mile", amount=usd("0.725"))
    facts = miles("0")
    priced = MissionFacts(
        asked_on=facts.asked_on,
        charges=facts.charges,
        agreed_share_percent=Decimal(100),
        rates=Rates((row,)),
    )
    settled = settle(priced, terms)
    assert (settled.total.cents, settled.warnings) == (72_50, ())

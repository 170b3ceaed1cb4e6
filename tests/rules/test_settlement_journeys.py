"""Nights, meals and miles under each way to pay them, with the figure worked by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from muster.rules.settlement import Charge, Rates, Stay, settle
from muster.rules.terms import CostKind, Houses, PerDiem, PerDiemPlace
from tests.rules.missions import mission, usd, with_term
from tests.rules.test_settlement_money_terms import PLAIN, rate, total

PER_DIEM = Rates(
    (
        rate("gsa_per_diem", "126", "Moab", "lodging"),
        rate("gsa_per_diem", "80", "Moab", "meals"),
        rate("gsa_per_diem", "110", part="lodging"),
        rate("gsa_per_diem", "68", part="meals"),
    )
)


def stay(**given):
    values = {"id": "s", "person": "A", "on": date(2025, 9, 8), "place": "Moab", "home": "Ogden"}
    return (Stay(**{**values, **given}),)


@pytest.mark.parametrize(
    ("terms", "given", "amount"),
    [
        ({"per_diem": PerDiem.ACTUAL}, {"lodging": usd("150"), "meals": usd("31")}, "181.00"),
        ({"per_diem": PerDiem.TABLE}, {"lodging": usd("99")}, "206.00"),
        ({"per_diem": PerDiem.TABLE}, {"is_first_or_last": True}, "186.00"),  # 126 + 60
        ({"per_diem": PerDiem.ACTUAL_UP_TO_TABLE}, {"lodging": usd("99")}, "179.00"),
        ({"per_diem": PerDiem.ACTUAL_UP_TO_TABLE}, {"lodging": usd("200")}, "206.00"),
        (
            {"per_diem": PerDiem.TABLE, "per_diem_place": PerDiemPlace.HOME},
            {},
            "178.00",  # Ogden is not in the table: the standard rates
        ),
        ({"per_diem": PerDiem.TABLE}, {"has_night": False}, "80.00"),
        ({"per_diem": PerDiem.TABLE}, {"lodging_provided": True}, "80.00"),
        ({"per_diem": PerDiem.NOT_PAID}, {"lodging": usd("99")}, "0.00"),
        (
            {"per_diem": PerDiem.TABLE, "houses_and_feeds": Houses.RESPONDING_PARTY},
            {"lodging": usd("99")},
            "0.00",
        ),
        (
            {
                "per_diem": PerDiem.FIXED,
                "lodging_rate": Decimal(90),
                "meals_rate": Decimal(40),
                "first_last_day_percent": Decimal(50),
            },
            {"is_first_or_last": True},
            "110.00",
        ),
        ({"per_diem": PerDiem.TABLE, "paid": False}, {}, "0.00"),
    ],
)
def test_nights_and_meals(terms, given, amount):
    settlement = settle(
        mission([], stays=stay(**given), rates=PER_DIEM), with_term(PLAIN, "travel", **terms)
    )
    assert settlement.total == usd(amount)


def test_the_working_keeps_which_rate_was_in_force():
    terms = with_term(PLAIN, "travel", per_diem=PerDiem.TABLE)
    lines = settle(mission([], stays=stay(), rates=PER_DIEM), terms).lines
    night = next(line for line in lines if "lodging" in line.label)
    assert night.working[0].inputs == {
        "table": "gsa_per_diem",
        "key": "Moab",
        "day": "2025-09-08",
        "part": "lodging",
    }


def test_a_mile_costs_the_rate_of_its_day():
    rates = Rates(
        (
            rate("irs_mileage", "0.70", begins=date(2025, 1, 1), ends=date(2025, 12, 31)),
            rate("irs_mileage", "0.725", begins=date(2026, 1, 1)),
        )
    )
    miles = Charge(
        id=1,
        kind=CostKind.TRAVEL,
        label="Miles",
        unit="mile",
        quantity=Decimal(100),
        unit_price=usd("9"),
        on=date(2025, 12, 31),
    )
    terms = with_term(PLAIN, "travel", mileage_table="irs_mileage")
    assert total(terms=terms, charges=(miles,), rates=rates) == usd("70.00")
    new_year = replace(miles, on=date(2026, 1, 1))
    assert total(terms=terms, charges=(new_year,), rates=rates) == usd("72.50")
    before = replace(miles, on=date(2024, 12, 31))
    assert total(terms=terms, charges=(before,), rates=rates) == usd("0.00")

"""One recorded mission under the agreements of several states: only the terms file changes.

The mission is `tests/cases/11_one_mission.json`. What it holds, and what is the same everywhere:

    A: 2 h there, 10 h, 4 h overtime, 8 h, 2 h home, at $50.00; B: 10 h and 8 h at $40.00
    parts $123.45, miles 200 x 0.70 = 140.00                                          263.45
"""

from decimal import Decimal
from pathlib import Path

import pytest

import muster.agreements
from muster.rules.cases import read_case, settle_case
from muster.rules.money import Money
from muster.rules.terms import read_terms

LIBRARY = Path(muster.agreements.__file__).parent / "library"
CASE = read_case((Path(__file__).parents[1] / "cases" / "11_one_mission.json").read_text())

EXPECTED = {
    # Forty person-hours are free, which is every hour worked; of labour only A's 4 h of travel count:
    #   4 x 50.00 = 200.00. The truck's use is free. Laptop: repair 120.00 less insurance 100.00 = 20.00.
    #   Cables at cost: 6 x 6.00 = 36.00.
    #   200.00 + 20.00 + 36.00 + 263.45
    "utah_it_maa": "519.45",
    # Fringe as declared before leaving: 30 %, 10 % on overtime; portal to portal.
    #   A 18 x 65.00 = 1,170.00; overtime 4 x 55.00 x 1.5 = 330.00; travel 4 x 65.00 = 260.00;
    #   B 18 x 52.00 = 936.00: together 2,696.00.
    #   Truck 30 x 20.00 - 45.00 fuel = 555.00. Cables at replacement: 6 x 7.50 = 45.00.
    #   Laptop used up: 900.00 - 100.00 insurance = 800.00.
    #   2,696.00 + 555.00 + 45.00 + 800.00 + 263.45
    "ohio_warn": "4359.45",
    # Labour and truck as in Ohio; cables at cost 36.00; laptop repaired 20.00.
    #   2,696.00 + 555.00 + 36.00 + 20.00 + 263.45
    "north_carolina": "3570.45",
    # Twelve hours are free from the arrival at 08:00: until 20:00. A's overtime from 20:00: 2 x 75.00
    #   = 150.00; Tuesday 8 x 50.00 + 8 x 40.00 = 720.00; the way home 2 x 50.00 = 100.00; the way there
    #   lies before the arrival. FEMA's 60.00 an hour caps nobody. Together 970.00.
    #   Truck capped at 18.00: 30 x 18.00 - 45.00 = 495.00. Cables 36.00, laptop 20.00.
    #   970.00 + 495.00 + 36.00 + 20.00 + 263.45
    "texas_general": "1784.45",
    # No fringe is named: A 18 x 50.00 + 4 x 75.00 + 4 x 50.00 = 1,400.00; B 18 x 40.00 = 720.00.
    #   Truck 555.00, cables 36.00, laptop 20.00.
    #   2,120.00 + 555.00 + 36.00 + 20.00 + 263.45
    "florida_2023": "2994.45",
}


@pytest.mark.parametrize("key", EXPECTED)
def test_the_same_mission_settles_under_each_agreement(key):
    settled = settle_case(CASE, read_terms((LIBRARY / f"{key}.toml").read_text()))
    assert settled.total == Money(Decimal(EXPECTED[key]), "USD")
    assert settled.claims[0].refusals == ()


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_the_same_mission_settles_under_every_file_of_the_library(path):
    terms = read_terms(path.read_text())
    settled = settle_case(CASE, terms)
    for claim in settled.claims:
        lines = claim.settlement.lines
        assert sum(line.amount.cents for line in lines) == claim.settlement.total.cents
        assert all(line.amount.amount >= 0 and line.working for line in lines)

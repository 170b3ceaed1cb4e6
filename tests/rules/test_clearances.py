"""Who lacks a clearance is not taken, or comes with an escort, as the agreement says."""

from datetime import date, timedelta

import pytest

from muster.rules.clearances import (
    Asked,
    Held,
    is_held,
    refusals_for_entry,
    refusals_for_taking,
)

DAY = date(2026, 3, 14)
A_DAY = timedelta(days=1)
STRICT = Asked("cjis_fingerprint", "CJIS fingerprint check", escort_instead=False)
LENIENT = Asked("cjis_fingerprint", "CJIS fingerprint check", escort_instead=True)


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        (Held("cjis_fingerprint"), True),
        (Held("cjis_fingerprint", DAY, DAY), True),
        (Held("cjis_fingerprint", DAY + A_DAY), False),
        (Held("cjis_fingerprint", None, DAY - A_DAY), False),
        (Held("background_check"), False),
    ],
)
def test_a_clearance_holds_from_its_first_through_its_last_day(held, expected):
    assert is_held("cjis_fingerprint", [held], DAY) is expected


def test_nobody_uncleared_is_taken_where_no_escort_stands_in():
    (refusal,) = refusals_for_taking(STRICT, "Ana Lopez", [], DAY)
    assert refusal.code == "clearance.not_held"
    assert refusal.values == {"name": "Ana Lopez", "clearance": "CJIS fingerprint check"}
    assert refusals_for_taking(LENIENT, "Ana Lopez", [], DAY) == []
    assert refusals_for_taking(STRICT, "Ana Lopez", [Held("cjis_fingerprint")], DAY) == []


def test_who_lacks_it_is_checked_in_with_a_named_escort_alone():
    (refusal,) = refusals_for_entry(LENIENT, "Ana Lopez", [], DAY, "  ")
    assert refusal.code == "clearance.escort_needed"
    assert refusals_for_entry(LENIENT, "Ana Lopez", [], DAY, "Sergeant Diaz") == []
    (refusal,) = refusals_for_entry(STRICT, "Ana Lopez", [], DAY, "Sergeant Diaz")
    assert refusal.code == "clearance.not_held"
    assert refusals_for_entry(STRICT, "Ana Lopez", [Held("cjis_fingerprint")], DAY, "") == []

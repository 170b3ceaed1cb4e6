"""Who lacks a clearance is not taken, or comes with an escort, as the agreement says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.clearances import (
    Acceptance,
    Accepted,
    Asked,
    Held,
    Standing,
    is_accepted,
    is_held,
    refusals_for_acceptance,
    refusals_for_entry,
    refusals_for_signature,
    refusals_for_taking,
    standing_of,
)

DAY = date(2026, 3, 14)
A_DAY = timedelta(days=1)
STRICT = Asked("cjis_fingerprint", "CJIS fingerprint check", escort_instead=False)
PRINTS = Asked("cjis_fingerprint", "CJIS fingerprint check", True, needs_acceptance=True)
PAPER = Asked("nda", "Confidentiality statement", False, is_statement=True)
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


def test_another_agencys_record_counts_once_the_host_accepted_that_very_record():
    record = Held("cjis_fingerprint", DAY - A_DAY)
    word = Accepted("cjis_fingerprint", record.granted_on, DAY, DAY + A_DAY)
    assert standing_of(PRINTS, [record], [], DAY) is Standing.NOT_ACCEPTED
    assert standing_of(PRINTS, [record], [word], DAY) is Standing.IN_ORDER
    assert standing_of(PRINTS, [], [word], DAY) is Standing.NOT_HELD
    newer = Held("cjis_fingerprint", DAY)
    assert standing_of(PRINTS, [newer], [word], DAY) is Standing.NOT_ACCEPTED
    assert standing_of(LENIENT, [record], [], DAY) is Standing.IN_ORDER
    (refusal,) = refusals_for_entry(PRINTS, "Ana Lopez", [record], DAY, "", [])
    assert (refusal.code, refusal.values["record"]) == (
        "clearance.accept_or_escort",
        f" of {DAY - A_DAY}",
    )
    assert refusals_for_entry(PRINTS, "Ana Lopez", [record], DAY, "Sergeant Diaz", []) == []


def test_a_statement_keeps_nobody_from_being_taken_and_from_the_door_until_signed():
    assert refusals_for_taking(PAPER, "Ana Lopez", [], DAY) == []
    (refusal,) = refusals_for_entry(PAPER, "Ana Lopez", [], DAY, "Sergeant Diaz")
    assert refusal.code == "clearance.not_signed"
    assert refusals_for_entry(PAPER, "Ana Lopez", [Held("nda", DAY)], DAY, "") == []


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 12))
ENDS = st.none() | DAYS


@given(DAYS, ENDS, DAYS, ENDS, DAYS, st.booleans(), st.booleans())
def test_who_is_in_order_enters_alone_and_whoever_enters_alone_is_in_order(
    granted, expires, accepted_on, until, on, escort_instead, same_record
):
    asked = Asked("k", "K", escort_instead, needs_acceptance=True)
    held = [Held("k", granted, expires)]
    words = [Accepted("k", granted if same_record else None, accepted_on, until)]
    in_order = standing_of(asked, held, words, on) is Standing.IN_ORDER
    assert in_order == (refusals_for_entry(asked, "Ana", held, on, "", words) == [])
    assert in_order == (is_held("k", held, on) and is_accepted(held[0], words, on))
    with_escort = refusals_for_entry(asked, "Ana", held, on, "Diaz", words)
    assert (with_escort == []) == (in_order or escort_instead)


@given(DAYS, ENDS, DAYS)
def test_what_is_accepted_counts_on_the_day_on_which_it_is_said(accepted_on, until, today):
    refused = refusals_for_acceptance(Acceptance(accepted_on, until, "Spoke to Ruiz", today))
    counts = is_accepted(Held("k", today), [Accepted("k", today, accepted_on, until)], today)
    assert counts == (not refused)
    signed = refusals_for_signature(accepted_on, until, today)
    assert counts == (not signed)

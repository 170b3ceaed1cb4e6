"""When access holds, and what has to be said when it is given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from muster.rules.access import (
    AccessState,
    Span,
    Wanted,
    is_open,
    refusals_for_end,
    refusals_for_grant,
    state_of,
)

NINE = datetime(2026, 3, 14, 9, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
SPAN = Span(NINE, FIVE)
GOOD = Wanted("Ana", "Mail server", "Watched it.", False, "cleared", "", NINE, FIVE)


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (NINE - timedelta(seconds=1), AccessState.PLANNED),
        (NINE, AccessState.LIVE),
        (FIVE - timedelta(seconds=1), AccessState.LIVE),
        (FIVE, AccessState.EXPIRED),
        (FIVE + timedelta(days=300), AccessState.EXPIRED),
    ],
)
def test_a_grant_holds_from_its_beginning_up_to_its_end(at, state):
    assert state_of(SPAN, at) is state


def test_only_confirmed_removal_shuts_the_door():
    assert is_open(SPAN)
    gone = replace(SPAN, removed_at=NINE)
    assert not is_open(gone)
    assert state_of(gone, NINE) is AccessState.REMOVED


def test_a_whole_grant_is_not_refused():
    assert refusals_for_grant(GOOD, FIVE) == []


def test_every_reason_is_said_at_once():
    wrong = Wanted(" ", "", "", False, "escorted", " ", FIVE, FIVE)
    assert {each.code for each in refusals_for_grant(wrong, NINE)} == {
        "access_grant.no_helper",
        "access_grant.no_system",
        "access_grant.no_proof",
        "access_grant.escort_not_named",
        "access_grant.ends_before_it_starts",
        "access_grant.outlives_the_mission",
    }


def test_access_may_last_to_the_very_end_of_the_mission():
    assert refusals_for_end(FIVE, FIVE) == []
    (refusal,) = refusals_for_end(FIVE + timedelta(seconds=1), FIVE)
    assert refusal.code == "access_grant.outlives_the_mission"

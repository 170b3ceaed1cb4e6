"""What only the host has is gathered by thing, and told apart from what both sides touched."""

from __future__ import annotations

import pytest

from muster.rules.reconciliation import (
    Standing,
    Touch,
    matters,
    refusals_for_settling,
)

REQUEST, OTHER = ("aid_request", "r1"), ("aid_request", "r2")
MISSION, CITY, NETWORK = ("mission", "m1"), ("party", "p1"), ("network", "n")


def touch(kind: str, *subjects: tuple[str, str]) -> Touch:
    return Touch(kind, subjects)


def test_facts_are_gathered_by_what_they_are_about_in_the_order_of_the_first() -> None:
    found = matters(
        [
            touch("TimeLogged", MISSION, REQUEST),
            touch("AidRequestAmended", OTHER),
            touch("TimeLogged", MISSION, REQUEST),
        ],
        [],
        NETWORK,
    )
    assert [(each.subject, each.facts) for each in found] == [(MISSION, (0, 2)), (OTHER, (1,))]
    assert {each.standing for each in found} == {Standing.HOST_ONLY}


@pytest.mark.parametrize(
    ("here", "standing"),
    [
        (touch("MissionExtended", MISSION), Standing.BOTH),
        (touch("AidRequestClosed", REQUEST), Standing.BOTH),
        (touch("OfferSubmitted", ("offer", "o"), REQUEST), Standing.BOTH),
        (touch("AidRequestClosed", OTHER, CITY), Standing.HOST_ONLY),
        (touch("PartyEdited", CITY), Standing.HOST_ONLY),
        (touch("DeadlineNear", MISSION), Standing.HOST_ONLY),
    ],
)
def test_a_thing_stands_on_both_sides_where_the_standby_touched_it_or_what_it_belongs_to(
    here: Touch, standing: Standing
) -> None:
    (found,) = matters([touch("TimeLogged", MISSION, REQUEST, CITY)], [here], NETWORK)
    assert found.standing is standing


def test_a_party_that_both_sides_changed_is_no_less_a_conflict_for_being_broad() -> None:
    (found,) = matters([touch("PartyEdited", CITY)], [touch("ContactAdded", CITY)], NETWORK)
    assert found.standing is Standing.BOTH


def test_what_leaves_nothing_waits_for_nobody_unless_something_else_happened_to_it() -> None:
    signed_in, edited = touch("SignedIn", ("person", "x")), touch("ProfileEdited", ("person", "x"))
    assert not matters([signed_in], [], NETWORK)[0].waits
    assert matters([signed_in, edited], [], NETWORK)[0].waits


def test_a_fact_about_nothing_is_about_the_network() -> None:
    assert matters([touch("RatesImported")], [], NETWORK)[0].subject == NETWORK


@pytest.mark.parametrize(
    ("outcome", "became", "reason", "code"),
    [
        ("", "", "", "reconciliation.unknown_outcome"),
        ("gone", "x", "x", "reconciliation.unknown_outcome"),
        ("entered_again", "", "why", "reconciliation.became_missing"),
        ("holds_no_more", "AR-1", "", "reconciliation.reason_missing"),
        ("both_stand", "", "", "reconciliation.reason_missing"),
    ],
)
def test_a_settlement_names_what_it_became_or_why(
    outcome: str, became: str, reason: str, code: str
) -> None:
    assert [each.code for each in refusals_for_settling(outcome, became, reason)] == [code]


def test_a_whole_settlement_is_not_refused() -> None:
    assert refusals_for_settling("entered_again", "AR-1", "") == []
    assert refusals_for_settling("both_stand", "", "two calls, two visits") == []

"""Moments of a case: those that cannot be are refused with both places, odd ones are shown."""

import json

import pytest

from muster.rules.cases import CaseInvalid, check_moments, read_case, settle_case
from muster.rules.terms import Check
from tests.rules.missions import UTAH, with_term

SEVERAL = with_term(UTAH, "checks", second_claim=Check.WARN)


def written(mission=None, claim=None):
    base = {"id": "m", "requesting": "city", "responding": "county"}
    asked = {"asked_at": "2026-07-01T08:00"}
    parties = [{"id": "city"}, {"id": "county"}]
    return json.dumps(
        {
            "parties": parties,
            "missions": [{**base, **asked, **(mission or {})}],
            "claims": [{"id": "k", "mission": "m", **(claim or {})}],
        }
    )


def mistakes(text, terms=UTAH):
    with pytest.raises(CaseInvalid) as caught:
        check_moments(read_case(text), text, terms)
    return [(each.field, each.sentence) for each in caught.value.errors]


def found_codes(text, terms=SEVERAL):
    case = read_case(text)
    check_moments(case, text, terms)
    (claim,) = settle_case(case, terms).claims
    return [each.code for each in claim.warnings]


EARLY, LATE = "2026-07-02T09:00", "2026-07-03T09:00"


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("arrived_at", "departed_at"),
        ("released_at", "departed_at"),
        ("ended_at", "departed_at"),
        ("ended_at", "arrived_at"),
    ],
)
def test_moments_of_a_mission_come_in_their_order(later, earlier):
    ((field, sentence),) = mistakes(written(mission={later: EARLY, earlier: LATE}))
    assert field == f"missions.0.{later}"
    assert f"missions.0.{earlier}" in sentence


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("received_at", "billed_at"),
        ("returned_at", "billed_at"),
        ("approved_at", "billed_at"),
        ("approved_at", "received_at"),
    ],
)
def test_moments_of_a_claim_come_in_their_order(later, earlier):
    ((field, sentence),) = mistakes(written(claim={later: EARLY, earlier: LATE}))
    assert field == f"claims.0.{later}"
    assert f"claims.0.{earlier}" in sentence


def test_nothing_is_paid_before_it_is_billed():
    payments = [{"amount": 1, "at": EARLY}]
    ((field, sentence),) = mistakes(written(claim={"billed_at": LATE, "payments": payments}))
    assert field == "claims.0.payments.0.at"
    assert "claims.0.billed_at" in sentence


def test_moments_with_and_without_an_offset_are_compared_where_the_agreement_lives():
    # Nine in Denver is three in the afternoon in Greenwich.
    mission = {"departed_at": "2026-07-02T09:00", "arrived_at": "2026-07-02T14:59+00:00"}
    assert mistakes(written(mission=mission))
    mission["arrived_at"] = "2026-07-02T15:00+00:00"
    assert found_codes(written(mission=mission)) == []


def test_a_bill_before_the_end_is_refused_where_a_mission_has_one_claim_and_shown_elsewhere():
    text = written(mission={"ended_at": LATE}, claim={"billed_at": EARLY})
    ((field, sentence),) = mistakes(text)
    assert field == "claims.0.billed_at"
    assert "missions.0.ended_at" in sentence
    assert found_codes(text) == ["claim.before_the_end"]


def test_hours_after_the_end_are_shown():
    entry = {"id": "a", "person": "Ann", "starts_at": LATE, "hours": 8, "rate": 50}
    text = written(mission={"ended_at": EARLY, "time": [entry]})
    assert "time.after_the_end" in found_codes(text)


def test_an_odd_release_is_shown():
    late = written(mission={"ended_at": EARLY, "released_at": LATE})
    assert found_codes(late) == ["time.ended_before_release"]
    early = written(mission={"arrived_at": LATE, "released_at": EARLY})
    assert found_codes(early) == ["time.released_before_arrival"]


def test_a_time_that_the_clocks_skip_is_refused_with_its_cure():
    text = written(mission={"departed_at": "2026-03-08T02:30"})
    ((field, sentence),) = mistakes(text)
    assert field == "missions.0.departed_at"
    assert "skip 02:30" in sentence
    assert "03:30" in sentence
    assert found_codes(written(mission={"departed_at": "2026-03-08T02:30-07:00"})) == []
    assert found_codes(written(mission={"departed_at": "2026-11-01T01:30"})) == []

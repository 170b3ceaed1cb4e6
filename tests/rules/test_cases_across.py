"""Cases looked at as a whole: what is charged twice through two missions or claims is told."""

import copy
import json

import pytest

from muster.rules.cases import read_case, settle_case
from muster.rules.terms import Check, PerDiem
from tests.rules.missions import UTAH, with_term

MISSION = {
    "id": "m",
    "requesting": "city",
    "responding": "county",
    "asked_at": "2026-03-02T08:00",
    "share_percent": 100,
    "time": [{"id": "a", "person": "Ann", "starts_at": "2026-03-02T08:00", "hours": 8, "rate": 50}],
    "costs": [{"id": "r", "label": "Cable", "price": 20, "receipt": "R-1", "vendor": "Acme"}],
}


def settled(*missions, terms=UTAH, claims=()):
    parties = [{"id": name} for name in ("city", "county", "state")]
    case = {"parties": parties, "missions": list(missions), "claims": list(claims)}
    return settle_case(read_case(json.dumps(case)), terms).claims


def copied(**changes):
    return {**copy.deepcopy(MISSION), "id": "m2", **changes}


def later(starts_at, hours):
    return [{"id": "b", "person": "Ann", "starts_at": starts_at, "hours": hours, "rate": 50}]


def codes(claim):
    return {reason.code for reason in (*claim.warnings, *claim.refusals)}


def test_the_same_time_and_receipt_in_two_missions_are_told_to_both_claims():
    for claim in settled(MISSION, copied()):
        assert {"time.overlaps_across", "expense.receipt_across"} <= codes(claim)
        (overlap,) = [each for each in claim.warnings if each.code == "time.overlaps_across"]
        assert overlap.values == {"person": "Ann", "entries": "“a” of m, “a” of m2"}


@pytest.mark.parametrize(
    ("check", "code"),
    [
        ("overlapping_hours", "time.overlaps_across"),
        ("duplicate_receipt", "expense.receipt_across"),
    ],
)
def test_the_terms_say_whether_it_refuses(check, code):
    terms = with_term(UTAH, "checks", **{check: Check.REFUSE})
    for claim in settled(MISSION, copied(), terms=terms):
        assert [each.code for each in claim.refusals] == [code]
        assert claim.claimed.cents == 0


def test_a_day_too_long_over_two_missions_is_told():
    early = {**MISSION, "costs": [], "time": later("2026-03-02T00:00", 13)}
    late = copied(costs=[], time=later("2026-03-02T12:00", 12))
    for claim in settled(early, late):
        assert "time.day_too_long_across" in codes(claim)


def test_two_claims_of_one_mission_are_looked_at_together():
    mission = {**MISSION, "time": MISSION["time"] + later("2026-03-02T10:00", 2)}
    claims = [
        {"id": "k", "mission": "m", "covers": ["a"]},
        {"id": "l", "mission": "m", "covers": ["b"]},
    ]
    assert all("time.overlaps_across" in codes(each) for each in settled(mission, claims=claims))


def test_a_person_of_the_same_name_elsewhere_is_another():
    claims = settled(MISSION, copied(responding="state", costs=[]))
    assert not any("time.overlaps_across" in codes(each) for each in claims)


def test_an_overlap_that_a_short_entry_hides_is_told():
    long = later("2026-03-02T06:00", 12)
    short = copied(costs=[], time=later("2026-03-02T07:00", 1))
    third = copied(id="m3", costs=[], time=later("2026-03-02T15:00", 1))
    claims = settled({**MISSION, "costs": [], "time": long}, short, third)
    assert all("time.overlaps_across" in codes(each) for each in claims)


def stay(name, **values):
    return {"id": name, "person": "Ann", "on": "2026-03-02", **values}


def test_two_nights_of_one_person_on_one_day_are_told_and_may_refuse():
    twice = {**MISSION, "stays": [stay("s", lodging=120), stay("t", lodging=120)]}
    terms = with_term(UTAH, "travel", per_diem=PerDiem.ACTUAL)
    (claim,) = settled(twice, terms=terms)
    assert "travel.stay_twice" in codes(claim)
    strict = with_term(terms, "checks", duplicate_receipt=Check.REFUSE)
    (claim,) = settled(twice, terms=strict)
    assert [each.code for each in claim.refusals] == ["travel.stay_twice"]


def test_a_night_in_two_claims_is_told_to_both():
    mission = {**MISSION, "stays": [stay("s", lodging=120), stay("t", lodging=120)]}
    claims = [
        {"id": "k", "mission": "m", "covers": ["s"]},
        {"id": "l", "mission": "m", "covers": ["t"]},
    ]
    terms = with_term(UTAH, "travel", per_diem=PerDiem.ACTUAL)
    for claim in settled(mission, claims=claims, terms=terms):
        assert "travel.stay_across" in codes(claim)
        assert "travel.stay_twice" not in codes(claim)


def test_a_night_and_meals_written_apart_are_no_fault():
    apart = {**MISSION, "stays": [stay("s", lodging=120), stay("t", meals=40)]}
    terms = with_term(UTAH, "travel", per_diem=PerDiem.ACTUAL)
    (claim,) = settled(apart, terms=terms)
    assert "travel.stay_twice" not in codes(claim)

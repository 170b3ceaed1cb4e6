"""Claims of a case under any terms: split, summed and put in another order."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import muster.agreements
from muster.rules.cases import SettledCase, read_case, settle_case
from muster.rules.money import Money, total
from muster.rules.settlement import as_plain
from muster.rules.terms import Check, FreePer, FreeUnit, SplitRule, Terms, read_terms
from tests.rules.missions import UTAH, usd, with_term

LIBRARY = {
    path.stem: with_term(read_terms(path.read_text()), "checks", second_claim=Check.WARN)
    for path in sorted((Path(muster.agreements.__file__).parent / "library").glob("*.toml"))
}
PERSONS, PRICES = "ABC", ["40", "55.55", "62.50", "133.33"]


@dataclass(frozen=True)
class Piece:
    """Hours of a person on a day, or a receipt where there is no person; with the claim it is in."""

    id: str
    person: str
    day: int
    hours: int
    price: str
    kind: str
    claim: int


@st.composite
def pieces(draw: st.DrawFn) -> list[Piece]:
    days = draw(st.sets(st.tuples(st.sampled_from(PERSONS), st.integers(1, 9)), max_size=9))
    worked = [
        Piece(
            f"{person}{day}",
            person,
            day,
            draw(st.integers(1, 12)),
            draw(st.sampled_from(PRICES)),
            draw(st.sampled_from(["regular", "overtime"])),
            draw(st.integers(0, 2)),
        )
        for person, day in sorted(days)
    ]
    bought = [
        Piece(f"cost{day}", "", day, 0, draw(st.sampled_from(PRICES)), "", draw(st.integers(0, 2)))
        for day in draw(st.sets(st.integers(1, 9), max_size=3))
    ]
    return [*worked, *bought]


def mission(name: str, own: list[Piece], day: int = 1, helper: str = "county") -> dict:
    return {
        "id": name,
        "requesting": "city",
        "responding": helper,
        "incident": "flood",
        "asked_at": f"2026-07-0{day}T06:00",
        "declared_at": "2026-07-01T06:00",
        "departed_at": f"2026-07-0{day}T07:00",
        "arrived_at": f"2026-07-0{day}T08:00",
        "share_percent": 100,
        "time": [
            {
                "id": f"{name} {each.id}",
                "person": f"{each.person} of {name}",
                "kind": each.kind,
                "starts_at": f"2026-07-{each.day + day - 1:02}T08:00",
                "hours": each.hours,
                "rate": each.price,
            }
            for each in own
            if each.person
        ],
        "costs": [
            {"id": f"{name} {each.id}", "label": each.id, "price": each.price}
            for each in own
            if not each.person
        ],
    }


def claims_of(name: str, own: list[Piece]) -> list[dict]:
    """A claim for each number that the pieces carry, the first one first."""
    return [
        {
            "id": f"{name} claim {number}",
            "mission": name,
            "covers": [f"{name} {each.id}" for each in own if each.claim == number],
        }
        for number in sorted({each.claim for each in own})
    ]


def settled(missions: list[dict], claims: list[dict], terms: Terms) -> SettledCase:
    valid = [{"item": "*", "valid_until": "2026-12-31"}]
    case = {
        "parties": [
            {"id": "city", "attestations": valid},
            {"id": "county"},
            {"id": "town"},
        ],
        "missions": missions,
        "claims": claims,
    }
    return settle_case(read_case(json.dumps(case)), terms)


def worth(answer: SettledCase) -> Money:
    """What all settlements come to, whatever the checks refuse of them."""
    return total((each.settlement.total for each in answer.claims), answer.currency)


@pytest.mark.parametrize("key", LIBRARY)
@settings(max_examples=12, deadline=None)
@given(own=pieces())
def test_splitting_a_mission_into_claims_costs_no_more_than_one_claim_of_everything(key, own):
    terms = LIBRARY[key]
    one = settled([mission("m", own)], [], terms)
    split = settled([mission("m", own)], claims_of("m", own), terms)
    assert worth(split) <= worth(one)
    assert split.hours == one.hours
    for claim in split.claims:
        for line in claim.settlement.lines:
            parts = (line.free, line.borne, line.amount, line.beyond)
            assert all(each.cents >= 0 for each in parts)
            assert line.gross == line.free + line.borne + line.amount


@pytest.mark.parametrize("unit", list(FreeUnit))
@pytest.mark.parametrize("per", list(FreePer))
@settings(max_examples=8, deadline=None)
@given(own=pieces())
def test_no_reading_of_the_free_hours_gives_them_twice_or_lets_a_split_cost_more(unit, per, own):
    terms = with_term(LIBRARY["utah_it_maa"], "free_allowance", unit=unit, per=per, hours=20)
    one = settled([mission("m", own)], [], terms)
    split = settled([mission("m", own)], claims_of("m", own), terms)
    assert worth(split) <= worth(one)
    assert split.free_hours_used <= one.free_hours_used


@pytest.mark.parametrize("key", LIBRARY)
@settings(max_examples=8, deadline=None)
@given(county=pieces(), town=pieces(), paid=st.lists(st.integers(0, 9_000), max_size=4))
def test_what_parties_claim_and_owe_is_what_the_claims_come_to(key, county, town, paid):
    terms = LIBRARY[key]
    claims = [*claims_of("c", county), *claims_of("t", town)]
    for claim, amount in zip(claims, paid, strict=False):
        claim["payments"] = [{"amount": str(amount), "at": "2026-09-01T08:00"}]
    answer = settled([mission("c", county), mission("t", town, helper="town")], claims, terms)
    for name, parts in {
        "total": [each.claimed for each in answer.claims],
        "owed": [each.owed for each in answer.claims],
        "overpaid": [each.overpaid for each in answer.claims],
        "paid": [each.paid for each in answer.claims],
    }.items():
        assert getattr(answer, name) == total(parts, terms.currency).rounded(), name
        assert all(each.cents >= 0 for each in parts), name
    for mine, whole in (("claims", "total"), ("owes", "owed"), ("overpaid", "overpaid")):
        of_parties = total((getattr(each, mine) for each in answer.parties), terms.currency)
        assert of_parties == getattr(answer, whole), mine
    for claim in answer.claims:
        assert claim.claimed - claim.waived - claim.paid == claim.owed - claim.overpaid
        assert not (claim.owed and claim.overpaid)
    given_free = sum(each.free_hours_given for each in answer.parties)
    assert given_free == sum(each.free_hours_received for each in answer.parties)
    assert given_free == answer.free_hours_used


@pytest.mark.parametrize("key", LIBRARY)
@settings(max_examples=8, deadline=None)
@given(first=pieces(), second=pieces(), third=pieces(), data=st.data())
def test_the_order_in_which_a_case_is_written_changes_nothing(key, first, second, third, data):
    """Missions, entries and claims of different missions; a mission's own claims keep their turn."""
    terms = LIBRARY[key]
    if terms.free_allowance.split is SplitRule.ENTRY_ORDER:
        pytest.skip("These terms let the order of entries decide")
    missions = [mission("a", first, 1), mission("b", second, 2), mission("t", third, 1, "town")]
    by_mission = [claims_of("a", first), claims_of("b", second), claims_of("t", third)]
    claims = [each for own in by_mission for each in own]
    written = settled(missions, claims, terms)
    turned = [
        {**each, "time": each["time"][::-1], "costs": each["costs"][::-1]}
        for each in data.draw(st.permutations(missions))
    ]
    for claim in claims:
        claim["covers"] = claim["covers"][::-1]
    mixed = [each for own in data.draw(st.permutations(by_mission)) for each in own]
    again = settled(turned, mixed, terms)
    assert figures(again) == figures(written)
    assert as_plain(again.parties) == as_plain(written.parties)
    for name in ("total", "owed", "overpaid", "hours", "free_hours_used"):
        assert getattr(again, name) == getattr(written, name), name


def figures(answer: SettledCase) -> dict[str, tuple]:
    return {
        each.id: (
            each.claimed,
            each.owed,
            each.settlement.total,
            each.settlement.free,
            each.settlement.free_hours_used,
        )
        for each in answer.claims
    }


@pytest.mark.parametrize("key", LIBRARY)
@settings(max_examples=4, deadline=None)
@given(own=pieces())
def test_a_case_speaks_of_no_other_currency_than_that_of_its_terms(key, own):
    answer = settled([mission("m", own)], claims_of("m", own), LIBRARY[key])
    assert set(_currencies(as_plain(answer))) <= {LIBRARY[key].currency}


def _currencies(value):
    if isinstance(value, dict):
        if value.keys() == {"amount", "currency"}:
            yield value["currency"]
        for each in value.values():
            yield from _currencies(each)
    elif isinstance(value, list):
        for each in value:
            yield from _currencies(each)


LATE = [
    *(Piece(f"A{day}", "A", day, 8, "50.00", "overtime", 0) for day in range(2, 9)),
    Piece("B1", "B", 1, 8, "125.00", "overtime", 1),
]


def test_late_hours_that_one_claim_would_leave_free_stay_free():
    terms = with_term(UTAH, "checks", second_claim=Check.WARN)
    assert worth(settled([mission("m", LATE)], [], terms)) == usd("1800.00")
    first, second = settled([mission("m", LATE)], claims_of("m", LATE), terms).claims
    assert (first.claimed, second.claimed) == (usd("1200.00"), usd("600.00"))
    (line,) = second.settlement.lines
    assert [each.code for each in line.reasons] == ["claim.free_in_one_claim"]


def test_free_hours_of_each_mission_or_person_are_not_given_anew_in_its_second_claim():
    work = [
        Piece("A1", "A", 1, 10, "50.00", "regular", 0),
        Piece("A2", "A", 2, 10, "50.00", "regular", 1),
    ]
    warn = with_term(UTAH, "checks", second_claim=Check.WARN)
    for values in ({"per": FreePer.MISSION}, {"unit": FreeUnit.PER_PERSON}):
        terms = with_term(warn, "free_allowance", hours=10, **values)
        first, second = settled([mission("m", work)], claims_of("m", work), terms).claims
        assert (first.claimed, second.claimed) == (usd("0.00"), usd("500.00"))


def test_the_next_mission_finds_what_all_claims_of_the_one_before_left():
    work = [
        Piece("A1", "A", 1, 12, "50.00", "regular", 0),
        Piece("A2", "A", 2, 12, "50.00", "regular", 1),
    ]
    warn = with_term(UTAH, "checks", second_claim=Check.WARN)
    terms = with_term(warn, "free_allowance", hours=30)
    answer = settled([mission("m", work), mission("n", work, 3)], claims_of("m", work), terms)
    assert [each.settlement.free_hours_used for each in answer.claims] == [12, 12, 6]

"""Who is helped first: a stated order, the network's weights, a place by hand that holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from muster.rules.precedence import (
    USUAL_WEIGHTS,
    Asking,
    Factor,
    contested,
    in_order,
    refusals_for_weights,
)

NOW = datetime(2026, 3, 3, 2, 10, tzinfo=UTC)
LAPTOP, PERSON = uuid4(), uuid4()


def asking(number: int = 1, **values: Any) -> Asking:
    plain = Asking(
        aid_request_id=UUID(int=number),
        reference=f"REQ-{number:04}",
        party_kind="city",
        population=5_000,
        severity=50,
        opened_at=NOW - timedelta(hours=6),
        needed_from=NOW,
        wanted=10,
        promised=5,
    )
    return replace(plain, **values)


def numbers(order) -> list[int]:
    return [each.asking.aid_request_id.int for each in order]


def test_the_score_is_the_weighted_mean_of_the_factors() -> None:
    (only,) = in_order([asking()], USUAL_WEIGHTS, {}, NOW)
    values = {part.factor: part.value for part in only.parts}
    assert values == {
        Factor.SEVERITY: 50,
        Factor.PUBLIC_SAFETY: 0,
        Factor.UNMET: 50,
        Factor.WAITING: 25,
        Factor.URGENCY: 100,
        Factor.POPULATION: 20,
    }
    # (50*5 + 0*5 + 50*3 + 25*2 + 100*2 + 20*1) / 18 = 670 / 18
    assert only.score == Decimal("37.2")


def test_a_911_center_comes_before_a_city_in_the_same_state() -> None:
    rows = [asking(1), asking(2, party_kind="emergency_communications")]
    assert numbers(in_order(rows, USUAL_WEIGHTS, {}, NOW)) == [2, 1]


def test_equal_scores_go_by_who_asked_first() -> None:
    weights = dict.fromkeys(Factor, 0) | {Factor.SEVERITY: 1}
    rows = [asking(1), asking(2, opened_at=NOW - timedelta(hours=9))]
    assert numbers(in_order(rows, weights, {}, NOW)) == [2, 1]


def test_a_place_given_by_hand_holds_and_the_others_keep_their_order() -> None:
    rows = [asking(number, severity=10 * number) for number in range(1, 6)]
    assert numbers(in_order(rows, USUAL_WEIGHTS, {}, NOW)) == [5, 4, 3, 2, 1]
    placed = in_order(rows, USUAL_WEIGHTS, {UUID(int=1): 2}, NOW)
    assert numbers(placed) == [5, 1, 4, 3, 2]
    assert [each.is_placed for each in placed] == [False, True, False, False, False]
    assert numbers(in_order(rows, USUAL_WEIGHTS, {UUID(int=5): 99}, NOW)) == [4, 3, 2, 1, 5]
    both = in_order(rows, USUAL_WEIGHTS, {UUID(int=1): 1, UUID(int=2): 1}, NOW)
    assert numbers(both) == [2, 1, 5, 4, 3]


def test_only_what_is_short_and_wanted_by_several_is_contested() -> None:
    rows = [
        asking(1, lacks={LAPTOP: 10, PERSON: 1}),
        asking(2, lacks={LAPTOP: 5, PERSON: 1}),
        asking(3, lacks={PERSON: 0}),
    ]
    (found,) = contested(rows, {LAPTOP: 12, PERSON: 2})
    assert (found.resource_type_id, found.wanted, found.free) == (LAPTOP, 15, 12)
    assert found.aid_request_ids == (UUID(int=1), UUID(int=2))
    assert contested(rows[:1], {}) == []


def test_weights_are_whole_and_bounded_and_one_counts() -> None:
    usual = {factor.value: weight for factor, weight in USUAL_WEIGHTS.items()}
    assert refusals_for_weights(usual) == []
    (bad,) = refusals_for_weights(usual | {"waiting": 11})
    assert (bad.code, bad.field) == ("precedence.bad_weight", "waiting")
    assert len(refusals_for_weights({})) == len(Factor)
    (none,) = refusals_for_weights(dict.fromkeys(usual, 0))
    assert none.code == "precedence.no_weight"


askings = st.lists(
    st.builds(
        asking,
        st.integers(1, 10_000),
        severity=st.integers(0, 100),
        party_kind=st.sampled_from(["city", "emergency_communications", "other"]),
        population=st.none() | st.integers(0, 30_000_000),
        opened_at=st.integers(-200, 400).map(lambda hours: NOW - timedelta(hours=hours)),
        needed_from=st.integers(-200, 400).map(lambda hours: NOW + timedelta(hours=hours)),
        wanted=st.integers(0, 50),
        promised=st.integers(0, 60),
    ),
    max_size=12,
    unique_by=lambda each: each.aid_request_id,
)
weightings = st.fixed_dictionaries({factor: st.integers(0, 10) for factor in Factor})


@given(askings, weightings, st.dictionaries(st.integers(1, 10_000), st.integers(1, 200)))
def test_every_request_has_one_place_whatever_is_given_by_hand(rows, weights, places) -> None:
    placed = {UUID(int=number): place for number, place in places.items()}
    placed |= {row.aid_request_id: 1 + index % 5 for index, row in enumerate(rows[::3])}
    order = in_order(rows, weights, placed, NOW)
    assert [each.place for each in order] == list(range(1, len(rows) + 1))
    assert {each.asking.aid_request_id for each in order} == {row.aid_request_id for row in rows}
    assert all(0 <= each.score <= 100 for each in order)
    free = [each.score for each in order if not each.is_placed]
    assert free == sorted(free, reverse=True)


@given(askings, weightings, st.randoms())
def test_the_order_does_not_depend_on_how_the_requests_arrive(rows, weights, chance) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)
    assert in_order(rows, weights, {}, NOW) == in_order(mixed, weights, {}, NOW)


@given(st.integers(0, 99), weightings)
def test_a_graver_incident_never_comes_later(severity, weights) -> None:
    milder, graver = asking(2, severity=severity), asking(2, severity=severity + 1)
    other = asking(1)
    place_of = {
        row.severity: numbers(in_order([other, row], weights, {}, NOW)).index(2)
        for row in (milder, replace(graver, aid_request_id=milder.aid_request_id))
    }
    assert place_of[severity + 1] <= place_of[severity]

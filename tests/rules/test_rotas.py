"""Rotas: every moment is covered or named as a gap, and nobody who is away is on duty."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.rules.rotas import (
    MOST_STEPS,
    Absence,
    Gap,
    Layer,
    Override,
    Rota,
    Rotation,
    ShiftUnit,
    Source,
    Span,
    Window,
    duties,
    duty_now,
    gaps,
    people_at,
    person_at,
    refusals_for_rotation,
    shift_at,
    shift_begins,
    steps_of,
    turn_of,
)

DENVER = "America/Denver"
PEOPLE = [UUID(int=number) for number in range(1, 9)]
ANNE, BO, CY = PEOPLE[:3]
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
WEEKLY = Rotation((ANNE, BO, CY), DENVER, date(2026, 1, 5), time(8), 1, ShiftUnit.WEEKS)
OFFICE_HOURS = Window(time(8), time(17), frozenset(range(5)))

people = st.sampled_from(PEOPLE)
moments = st.integers(0, 2 * 365 * 24 * 12).map(lambda five: NEW_YEAR + timedelta(minutes=5 * five))
clock_times = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30]))
windows = st.builds(Window, clock_times, clock_times, st.frozensets(st.integers(0, 6), max_size=6))
lengths = st.sampled_from(
    [
        (1, "hours"),
        (8, "hours"),
        (12, "hours"),
        (5, "hours"),
        (1, "days"),
        (3, "days"),
        (2, "weeks"),
    ]
)
rotations = st.builds(
    lambda who, zone, starts, at, length, window, turn: Rotation(
        tuple(who), zone, starts, at, length[0], ShiftUnit(length[1]), window, turn
    ),
    st.lists(people, min_size=1, max_size=5),
    st.sampled_from([DENVER, "Europe/Berlin", "Australia/Lord_Howe", "UTC"]),
    st.dates(date(2025, 12, 1), date(2026, 3, 1)),
    clock_times,
    lengths,
    st.none() | windows,
    st.integers(0, 4),
)


def spans(kind: type[Span], **more: st.SearchStrategy) -> st.SearchStrategy:
    return st.builds(
        lambda who, since, hours, **values: kind(
            who, since, since + timedelta(hours=hours), **values
        ),
        people,
        moments,
        st.integers(1, 2000),
        **more,
    )


layers = st.builds(Layer, st.integers(1, 2), st.none() | rotations, st.just(())) | st.builds(
    lambda level, listed: Layer(level, None, tuple(listed)),
    st.integers(1, 2),
    st.lists(spans(Span), max_size=3),
)
rotas = st.builds(
    lambda layers, overrides, absences, gone: Rota(
        tuple(layers), tuple(overrides), tuple(absences), gone
    ),
    st.lists(layers, max_size=3),
    st.lists(spans(Override, level=st.integers(1, 2)), max_size=3),
    st.lists(spans(Absence), max_size=3),
    st.frozensets(people, max_size=2),
)


def local(*parts: int, zone: str = DENVER, fold: int = 0) -> datetime:
    return datetime(*parts, fold=fold, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def names(rota: Rota, level: int, since: datetime, days: int) -> list[UUID | None]:
    found = duties(rota, since, since + timedelta(days=days))
    return [each.person_id for each in found if each.level == level]


# What always holds


@settings(max_examples=150, deadline=None)
@given(rotas, moments, st.integers(1, 400))
def test_every_moment_is_covered_or_named_as_a_gap(rota: Rota, since: datetime, hours: int) -> None:
    until = since + timedelta(hours=hours)
    found = duties(rota, since, until)
    for level in rota.levels:
        stretches = [each for each in found if each.level == level]
        assert stretches[0].since == since and stretches[-1].until == until
        assert all(one.until == other.since for one, other in pairwise(stretches))

    holes = gaps(rota, since, until)
    for quarter in range(0, hours * 4, 3):
        at = since + timedelta(minutes=15 * quarter)
        is_gap = any(hole.since <= at < hole.until for hole in holes)
        assert is_gap == (not people_at(rota, at))
        assert {(each.level, each.person_id) for each in _held(found, at)} == set(
            people_at(rota, at)
        )


def _held(found, at: datetime):
    return [each for each in found if each.since <= at < each.until and each.person_id]


@given(rotas, moments)
def test_nobody_who_is_away_or_gone_is_on_duty(rota: Rota, at: datetime) -> None:
    away = {each.person_id for each in rota.absences if each.since <= at < each.until} | rota.gone
    assert not away & {person for _, person in people_at(rota, at)}


@given(rotas, moments)
def test_an_override_counts_before_the_rotation_and_the_later_one_before_the_earlier(
    rota: Rota, at: datetime
) -> None:
    away = {each.person_id for each in rota.absences if each.since <= at < each.until} | rota.gone
    for level in rota.levels:
        live = [
            each.person_id
            for each in rota.overrides
            if each.level == level and each.since <= at < each.until and each.person_id not in away
        ]
        found = person_at(rota, level, at)
        assert (found.source == Source.OVERRIDE) == bool(live)
        assert not live or found.person_id == live[-1]


@given(rotations, moments)
def test_a_moment_lies_in_one_shift_whatever_the_clocks_do(
    rotation: Rotation, at: datetime
) -> None:
    shift = shift_at(rotation, at)
    if shift is None:
        assert at < shift_begins(rotation, 0)
    else:
        assert shift_begins(rotation, shift) <= at < shift_begins(rotation, shift + 1)


@given(rotations)
def test_turns_are_shared_fairly_among_the_shifts_that_count(rotation: Rotation) -> None:
    everybody = replace(rotation, people=tuple(uuid4() for _ in rotation.people))
    rota = Rota((Layer(1, everybody),))
    first = shift_begins(everybody, 0)
    shifts = range(168 * len(everybody.people) if everybody.unit is ShiftUnit.HOURS else 70)
    turns = Counter(
        turn_of(everybody, shift)
        for shift in shifts
        if turn_of(everybody, shift) != turn_of(everybody, shift + 1)
    )
    if len(everybody.people) > 1 and turns:
        counts = [turns[place] for place in range(len(everybody.people))]
        assert max(counts) - min(counts) <= 1
    assert person_at(rota, 1, first - timedelta(minutes=1)).person_id is None


@given(st.lists(st.lists(people, max_size=4), max_size=20), st.integers(1, 120))
def test_everybody_is_asked_once_in_steps_of_equal_length(
    groups: list[list[UUID]], minutes: int
) -> None:
    found = steps_of(groups, timedelta(minutes=minutes))

    asked = [person for step in found for person in step.person_ids]
    assert asked == list(dict.fromkeys(person for group in groups for person in group))
    assert len(found) <= MOST_STEPS and all(step.person_ids for step in found)
    assert [step.after for step in found] == [
        timedelta(minutes=minutes) * place for place in range(len(found))
    ]


@given(rotas, moments)
@settings(max_examples=60, deadline=None)
def test_a_running_duty_holds_from_its_beginning_to_its_end(rota: Rota, at: datetime) -> None:
    for duty in duty_now(rota, at):
        assert duty.since is None or duty.since <= at
        assert duty.until is None or at < duty.until
        if duty.until is not None:
            after = person_at(rota, duty.level, duty.until)
            assert (after.person_id, after.source, after.instead_of) != (
                duty.person_id,
                duty.source,
                duty.instead_of,
            )


# By name


def test_weeks_hand_over_on_the_same_weekday_and_hour_across_a_clock_change() -> None:
    begins = [shift_begins(WEEKLY, shift).astimezone(ZoneInfo(DENVER)) for shift in range(60)]
    assert {(each.weekday(), each.hour) for each in begins} == {(0, 8)}
    spring = shift_begins(WEEKLY, 9) - shift_begins(WEEKLY, 8)
    autumn = shift_begins(WEEKLY, 43) - shift_begins(WEEKLY, 42)
    assert (spring, autumn) == (timedelta(hours=167), timedelta(hours=169))


def test_a_hand_over_in_the_hour_that_is_skipped_or_comes_twice_happens_once() -> None:
    nightly = Rotation((ANNE, BO), DENVER, date(2026, 3, 1), time(2, 30), 1, ShiftUnit.DAYS)
    skipped = [shift_begins(nightly, shift) for shift in (6, 7, 8)]
    assert skipped[1] == local(2026, 3, 8, 3, 30)
    early = replace(nightly, hands_over_at=time(1, 30))
    twice = shift_begins(early, 245)
    assert twice == local(2026, 11, 1, 1, 30, fold=0)
    second = local(2026, 11, 1, 1, 15, fold=1)
    assert shift_at(early, second) == 245  # the clock shows 1:15 again, after the hand-over


def test_hour_shifts_through_the_skipped_hour_leave_no_hole() -> None:
    hourly = Rotation((ANNE, BO), DENVER, date(2026, 3, 8), time(0), 1, ShiftUnit.HOURS)
    rota = Rota((Layer(1, hourly),))
    assert gaps(rota, local(2026, 3, 8, 0, 0), local(2026, 3, 9, 0, 0)) == []


def test_a_leap_day_is_a_day_like_any_other() -> None:
    daily = Rotation((ANNE, BO), DENVER, date(2028, 2, 28), time(0), 1, ShiftUnit.DAYS)
    rota = Rota((Layer(1, daily),))
    assert names(rota, 1, local(2028, 2, 28), 3) == [ANNE, BO, ANNE]


def test_week_ends_that_do_not_count_cost_nobody_a_turn() -> None:
    weekdays = Window(weekdays=frozenset(range(5)))
    seven = tuple(PEOPLE[:7])
    daily = Rotation(seven, DENVER, date(2026, 1, 5), time(0), 1, ShiftUnit.DAYS, weekdays)
    rota = Rota((Layer(1, daily),))
    worked = Counter(name for name in names(rota, 1, local(2026, 1, 5), 49) if name)
    assert worked == dict.fromkeys(seven, 5)


def test_hours_outside_the_window_are_a_gap_unless_another_layer_fills_them() -> None:
    office = replace(WEEKLY, window=OFFICE_HOURS)
    since, until = local(2026, 1, 5, 8), local(2026, 1, 6, 8)
    assert gaps(Rota((Layer(1, office),)), since, until) == [Gap(local(2026, 1, 5, 17), until)]

    nights = replace(WEEKLY, people=(CY,))
    both = Rota((Layer(1, office), Layer(1, nights)))
    assert gaps(both, since, until) == []
    assert person_at(both, 1, local(2026, 1, 5, 12)).person_id == ANNE
    assert person_at(both, 1, local(2026, 1, 5, 18)).person_id == CY


def test_hours_that_run_past_midnight_belong_to_the_day_on_which_they_begin() -> None:
    friday_night = replace(WEEKLY, window=Window(time(20), time(6), frozenset({4})))
    rota = Rota((Layer(1, friday_night),))
    assert people_at(rota, local(2026, 1, 10, 5, 59))
    assert not people_at(rota, local(2026, 1, 10, 6))
    assert not people_at(rota, local(2026, 1, 10, 20))


def test_the_next_in_order_stands_in_and_the_order_goes_on_as_before() -> None:
    away = Absence(ANNE, local(2026, 1, 7), local(2026, 1, 9))
    rota = Rota((Layer(1, WEEKLY),), absences=(away,))
    assert names(rota, 1, local(2026, 1, 5, 8), 14) == [ANNE, BO, ANNE, BO]
    stand_in = person_at(rota, 1, local(2026, 1, 8))
    assert (stand_in.source, stand_in.instead_of) == (Source.STAND_IN, ANNE)


def test_nobody_is_left_when_all_are_away() -> None:
    span = local(2026, 1, 7), local(2026, 1, 9)
    everybody = tuple(Absence(who, *span) for who in (ANNE, BO, CY))
    rota = Rota((Layer(1, WEEKLY),), absences=everybody)
    assert gaps(rota, local(2026, 1, 5, 8), local(2026, 1, 12)) == [Gap(*span)]


def test_an_override_of_somebody_who_is_away_gives_way_to_the_rotation() -> None:
    week = local(2026, 1, 5, 8), local(2026, 1, 12, 8)
    rota = Rota((Layer(1, WEEKLY),), (Override(BO, *week),), (Absence(BO, *week),))
    assert person_at(rota, 1, week[0]).person_id == ANNE


def test_a_lone_person_is_on_duty_without_an_end_in_sight() -> None:
    alone = Rota((Layer(1, replace(WEEKLY, people=(ANNE,))),))
    (now,) = duty_now(alone, local(2027, 1, 1))
    assert now.until is None and now.person_id == ANNE


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"people": ()}, "rotation.nobody"),
        ({"people": tuple(PEOPLE) * 7}, "rotation.too_many"),
        ({"length": 0}, "rotation.wrong_length"),
        ({"length": 9}, "rotation.wrong_length"),
        ({"window": Window(weekdays=frozenset({7}))}, "rotation.unknown_weekday"),
        ({"starts_on": date(1999, 12, 31)}, "rotation.bad_date"),
    ],
)
def test_a_rotation_that_cannot_be_kept_is_refused(change: dict, code: str) -> None:
    assert [each.code for each in refusals_for_rotation(replace(WEEKLY, **change))] == [code]
    assert refusals_for_rotation(WEEKLY) == []

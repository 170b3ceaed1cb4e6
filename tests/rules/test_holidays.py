"""Holidays as rules: the right day in every year, and what they do to a deadline."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.clocks import Calendar, deadline, holidays_that_moved
from muster.rules.terms import Clock, ClockEvent, ClockUnit, Roll, check_terms, read_terms
from muster.rules.terms.holidays import (
    HolidayRule,
    Observed,
    UnknownRule,
    day_in,
    holidays_in,
    kept_on,
)

LIBRARY = Path(muster.agreements.__file__).parent / "library"
YEARS = st.integers(min_value=1950, max_value=2100)
UTAH = read_terms((LIBRARY / "utah_it_maa.toml").read_text())


@pytest.mark.parametrize(
    ("on", "day"),
    [
        ("july 4", date(2026, 7, 4)),
        ("fourth thursday november", date(2026, 11, 26)),
        ("day after fourth thursday november", date(2026, 11, 27)),
        ("last monday may", date(2026, 5, 25)),
        ("first monday september", date(2026, 9, 7)),
        ("third monday june", date(2026, 6, 15)),
        ("  Fourth  THURSDAY november ", date(2026, 11, 26)),
        ("day after december 31", date(2027, 1, 1)),
    ],
)
def test_a_rule_gives_its_day(on: str, day: date) -> None:
    assert day_in(on, 2026) == day


def test_the_29th_of_february_comes_in_leap_years_alone() -> None:
    assert day_in("february 29", 2028) == date(2028, 2, 29)
    assert day_in("february 29", 2027) is None
    assert day_in("day after february 29", 2027) is None


@pytest.mark.parametrize(
    "on",
    [
        "",
        "thanksgiving",
        "fifth friday may",
        "july 32",
        "july 0",
        "february 30",
        "4 july",
        "july ４",
    ],
)
def test_a_rule_that_names_no_day_says_how_to_write_one(on: str) -> None:
    with pytest.raises(UnknownRule, match="Write a month and a day"):
        day_in(on, 2026)


@given(YEARS, st.sampled_from(["first", "second", "third", "fourth", "last"]))
def test_a_counted_week_day_lies_in_its_week(year: int, which: str) -> None:
    day = day_in(f"{which} thursday november", year)
    assert day is not None
    assert (day.weekday(), day.month) == (3, 11)
    first = {"first": 1, "second": 8, "third": 15, "fourth": 22, "last": 24}[which]
    assert first <= day.day <= first + 6


@given(YEARS)
def test_the_third_monday_of_june_is_how_utah_moves_the_19th(year: int) -> None:
    juneteenth = date(year, 6, 19)
    forward = juneteenth.weekday() > 4
    step = timedelta(days=1 if forward else -1)
    while juneteenth.weekday() != 0:
        juneteenth += step
    assert day_in("third monday june", year) == juneteenth


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(Observed))
def test_a_holiday_is_kept_on_a_day_of_the_week_or_where_it_is(
    day: date, observed: Observed
) -> None:
    kept = kept_on(day, observed)
    assert abs((kept - day).days) <= 1
    assert kept == day or (day.weekday() >= 5 and kept.weekday() < 5)
    if observed is Observed.NEAREST_WEEKDAY:
        assert kept.weekday() < 5


@given(YEARS)
def test_every_year_loses_the_same_number_of_business_days(year: int) -> None:
    """Where a holiday on a week-end is kept beside it, only New Year's Day may fall out of the year."""
    heading = UTAH.heading
    kept = holidays_in(heading.holiday_rules, heading.holidays_observed, year)
    assert all(day.weekday() < 5 and day.year == year for day in kept)
    fewer = date(year, 1, 1).weekday() == 5
    more = date(year + 1, 1, 1).weekday() == 5
    assert len(kept) == len(heading.holiday_rules) - fewer + more


def test_new_years_day_on_a_saturday_is_kept_in_the_old_year() -> None:
    calendar = Calendar.of(UTAH)
    assert calendar.holiday(date(2027, 12, 31)) == "New Year's Day"
    assert calendar.holiday(date(2028, 1, 1)) == ""


def within(days: int, rolls: Roll = Roll.NONE, unit: ClockUnit = ClockUnit.BUSINESS_DAYS) -> Clock:
    return Clock(
        key="pay",
        title="Pay",
        starts=ClockEvent.CLAIM_BILLED,
        length=days,
        unit=unit,
        rolls=rolls,
    )


def test_thanksgiving_is_no_business_day_in_utah() -> None:
    started_at = datetime(2026, 11, 24, 18, tzinfo=UTC)
    found = deadline(within(3), started_at, Calendar.of(UTAH))

    assert found.last_day == date(2026, 11, 30)
    assert holidays_that_moved(found, Calendar.of(UTAH)) == [
        (date(2026, 11, 26), "Thanksgiving Day")
    ]


def test_a_last_day_on_a_holiday_moves_and_says_over_which() -> None:
    calendar = Calendar.of(UTAH)
    started_at = datetime(2026, 11, 16, 18, tzinfo=UTC)
    for rolls, last_day in (
        (Roll.NEXT_BUSINESS_DAY, date(2026, 11, 27)),
        (Roll.PREVIOUS_BUSINESS_DAY, date(2026, 11, 25)),
    ):
        found = deadline(within(10, rolls, ClockUnit.CALENDAR_DAYS), started_at, calendar)
        assert found.last_day == last_day
        assert holidays_that_moved(found, calendar) == [(date(2026, 11, 26), "Thanksgiving Day")]
    stays = deadline(within(10, Roll.NONE, ClockUnit.CALENDAR_DAYS), started_at, calendar)
    assert stays.last_day == date(2026, 11, 26)
    assert holidays_that_moved(stays, calendar) == []


@given(st.dates(date(1990, 1, 1), date(2060, 1, 1)), st.integers(min_value=0, max_value=40))
def test_a_deadline_without_holidays_between_is_moved_by_none(day: date, length: int) -> None:
    calendar, bare = Calendar.of(UTAH), Calendar(UTAH.zone)
    started_at = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
    found = deadline(within(length), started_at, calendar)
    moved = holidays_that_moved(found, calendar)
    assert bool(moved) == (found.last_day != deadline(within(length), started_at, bare).last_day)
    assert all(calendar.holiday(each) == name for each, name in moved)


def test_a_rule_that_cannot_be_read_is_refused_with_its_place() -> None:
    text = (LIBRARY / "utah_it_maa.toml").read_text()
    [error] = check_terms(text.replace('"july 24"', '"24th of july"'))
    assert error.field == "agreement.holiday_rules.6.on"
    assert error.line > 1
    assert "july 4" in error.sentence


def test_single_days_are_holidays_beside_the_rules() -> None:
    calendar = Calendar(
        UTAH.zone,
        frozenset({date(2026, 4, 3)}),
        (HolidayRule(name="Pioneer Day", on="july 24"),),
    )
    assert calendar.holiday(date(2026, 4, 3)) == "holiday"
    assert not calendar.is_business_day(date(2026, 7, 24))
    assert calendar.is_business_day(date(2026, 7, 23))

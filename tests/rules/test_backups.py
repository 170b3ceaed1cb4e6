"""When a backup leaves again, when its absence is an alarm, which old ones stay."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from muster.rules.backups import is_overdue, kept, next_try

HOUR = timedelta(hours=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_each_failure_waits_twice_as_long_but_never_past_the_interval() -> None:
    waits = [next_try(NOON, HOUR, failures) - NOON for failures in (0, 1, 2, 3, 7, 60)]
    assert [wait / timedelta(minutes=1) for wait in waits] == [60, 1, 2, 4, 60, 60]


def test_it_is_an_alarm_after_two_intervals_and_not_before() -> None:
    assert not is_overdue(NOON, HOUR, NOON + 2 * HOUR)
    assert is_overdue(NOON, HOUR, NOON + 2 * HOUR + timedelta(seconds=1))


def test_the_newest_stay_and_the_newest_of_each_day() -> None:
    made = [NOON - hours * HOUR for hours in range(24 * 30)]
    stay = kept(made, last=48, days=14)
    assert stay >= set(made[:48])
    assert len(stay - set(made[:48])) == 11, "14 days less the three that the 48 reach into"
    assert all(moment.hour == 23 for moment in stay - set(made[:48]))


def test_the_last_good_one_stays_whatever_the_settings_say() -> None:
    assert kept([NOON, NOON - HOUR], last=0, days=0) == {NOON}
    assert kept([], last=0, days=0) == set()

"""Holidays as rules: "fourth thursday november", "july 4", "day after fourth thursday november".

A rule gives one day a year. A holiday of a fixed date that falls on a week-end may be kept on another
day, as the agreement's law says (`Observed`); one that is counted by week-days never moves.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from muster.rules.terms.term import value

ONE_DAY = timedelta(days=1)
SATURDAY, SUNDAY = 5, 6
DAY_AFTER = "day after "
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = tuple(calendar.month_name[number].lower() for number in range(1, 13))
WHICH = {"first": 0, "second": 1, "third": 2, "fourth": 3, "last": -1}
HOW_TO_WRITE = (
    'Write a month and a day, as in "july 4", or which week-day of a month, as in "fourth thursday '
    'november" or "last monday may"; "day after" may stand before either.'
)


class Observed(StrEnum):
    """What becomes of a holiday of a fixed date that falls on a week-end."""

    AS_DATED = "as_dated"  # it stays: no business day is lost
    NEAREST_WEEKDAY = "nearest_weekday"  # Saturday goes to Friday, Sunday to Monday
    SUNDAY_TO_MONDAY = "sunday_to_monday"  # Saturday stays, Sunday goes to Monday


@dataclass(frozen=True, kw_only=True)
class HolidayRule:
    """A holiday that comes every year."""

    name: str = value("what it is called, as in Thanksgiving Day")
    on: str = value('when it is: "july 4", "fourth thursday november", "day after …"')


class UnknownRule(ValueError):
    """A rule that names no day; its text says how to write one."""


def day_in(on: str, year: int) -> date | None:
    """The day that a rule gives in a year, before anything is moved; None where the year has none
    (the 29th of February). Raises `UnknownRule`."""
    words = " ".join(on.lower().split())
    if words.startswith(DAY_AFTER):
        before = day_in(words.removeprefix(DAY_AFTER), year)
        return None if before is None else before + ONE_DAY
    match words.split():
        case [month, day] if month in MONTHS and day.isascii() and day.isdigit() and len(day) < 3:
            return _fixed(year, MONTHS.index(month) + 1, int(day))
        case [which, weekday, month] if which in WHICH and weekday in WEEKDAYS and month in MONTHS:
            weeks = calendar.Calendar().monthdatescalendar(year, MONTHS.index(month) + 1)
            column = [week[WEEKDAYS.index(weekday)] for week in weeks]
            return [day for day in column if day.month == MONTHS.index(month) + 1][WHICH[which]]
    raise UnknownRule(HOW_TO_WRITE)


def _fixed(year: int, month: int, day: int) -> date | None:
    longest = 29 if month == 2 else calendar.monthrange(year, month)[1]
    if not 1 <= day <= longest:
        raise UnknownRule(HOW_TO_WRITE)
    return date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def kept_on(day: date, observed: Observed) -> date:
    """The day on which a holiday of a fixed date is kept."""
    if day.weekday() == SUNDAY and observed is not Observed.AS_DATED:
        return day + ONE_DAY
    if day.weekday() == SATURDAY and observed is Observed.NEAREST_WEEKDAY:
        return day - ONE_DAY
    return day


@lru_cache(maxsize=512)
def holidays_in(
    rules: tuple[HolidayRule, ...], observed: Observed, year: int
) -> Mapping[date, str]:
    """The holidays kept in a year with their names; New Year's Day may be kept in the old year."""
    found: dict[date, str] = {}
    for of_year in (year - 1, year, year + 1):
        if not date.min.year <= of_year < date.max.year:
            continue
        for rule in rules:
            day = day_in(rule.on, of_year)
            if day is None:
                continue
            kept = kept_on(day, observed) if _is_fixed(rule.on) else day
            if kept.year == year:
                found.setdefault(kept, rule.name)
    return found


def _is_fixed(on: str) -> bool:
    return not any(word in WHICH for word in on.lower().split())

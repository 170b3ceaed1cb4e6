"""Repetitions of a calendar kept elsewhere: those by days and weeks (RFC 5545, 3.3.10).

Others, by months or minutes, are not read: rotas do not turn so, and a file that somebody else
made must never keep a server busy. Each reading walks from day to day, at most `LONGEST_DAYS`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

LONGEST_DAYS = 4_000
"""About eleven years: from where an old rota began to where the newest shifts are planned."""


class Every(StrEnum):
    DAYS = "DAILY"
    WEEKS = "WEEKLY"


@dataclass(frozen=True)
class Repetition:
    """Every so many days or weeks, on some weekdays (Monday is 0; none: as the first one).

    `count` and `until` end it; `week_start` says where weeks are counted from.
    """

    every: Every
    interval: int = 1
    weekdays: frozenset[int] = frozenset()
    count: int | None = None
    until: datetime | None = None
    week_start: int = 0


def beginnings(
    first: datetime, repetition: Repetition | None, since: datetime, before: datetime
) -> Iterator[datetime]:
    """The UTC moments at which it begins between two moments, at the same local time each day.

    `first` carries the zone whose clocks it follows. The first one always counts, as RFC 5545 wants.
    """
    if repetition is None:
        if since <= first < before:
            yield first.astimezone(UTC)
        return
    for number, at in enumerate(_all(first, repetition), start=1):
        over = repetition.count is not None and number > repetition.count
        if over or at >= before or (repetition.until is not None and at > repetition.until):
            return
        if at >= since:
            yield at


def _all(first: datetime, repetition: Repetition) -> Iterator[datetime]:
    for days in range(LONGEST_DAYS):
        day = first.date() + timedelta(days=days)
        if days == 0 or _is_on(day, first.date(), repetition):
            local = datetime.combine(day, first.time(), first.tzinfo)
            yield local.astimezone(UTC)


def _is_on(day: date, first: date, repetition: Repetition) -> bool:
    if repetition.every is Every.DAYS:
        is_named = not repetition.weekdays or day.weekday() in repetition.weekdays
        return is_named and (day - first).days % repetition.interval == 0
    weeks = (_week_of(day, repetition) - _week_of(first, repetition)).days // 7
    named = repetition.weekdays or {first.weekday()}
    return weeks % repetition.interval == 0 and day.weekday() in named


def _week_of(day: date, repetition: Repetition) -> date:
    """The day on which its week starts."""
    return day - timedelta(days=(day.weekday() - repetition.week_start) % 7)

"""When a backup is to leave, when its absence is an alarm, and which old ones may go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(minutes=1)
INTERVALS_TO_ALARM = 2


def next_try(at: datetime, every: timedelta, failures: int) -> datetime:
    """After `failures` in a row, the last at `at`: a minute, twice that …, never past the interval."""
    if failures <= 0:
        return at + every
    doubled = FIRST_PAUSE * 2 ** min(failures - 1, 20)
    return at + min(doubled, every)


def is_overdue(last_good: datetime, every: timedelta, at: datetime) -> bool:
    """Whether the newest good backup is older than two intervals."""
    return at - last_good > INTERVALS_TO_ALARM * every


def kept(made: Collection[datetime], *, last: int, days: int) -> set[datetime]:
    """Which of the backups stay: the newest `last`, and the newest of each of the newest `days` days
    (UTC) that have one. The newest of all always stays."""
    newest_first = sorted(made, reverse=True)
    of_day: dict[object, datetime] = {}
    for moment in newest_first:
        of_day.setdefault(moment.date(), moment)
    return {*newest_first[: max(1, last)], *list(of_day.values())[:days]}

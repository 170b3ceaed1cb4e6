"""How long records are kept, what holds them, and when a public-records request is due.

A record is due for disposal on the day on which it has been kept for its whole years; a legal hold on
anything that it is about keeps it for as long as the hold stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.rules.clocks import ONE_DAY, Calendar
from muster.rules.terms import Terms

DISPOSED = "[disposed of]"
"""What stands where a text was, so that a reader sees that something was there."""


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose time may be over; `key` is its own id as text. `about`: everything that a hold on which keeps it."""

    key: str
    label: str
    ended_at: datetime
    about: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How long a kind of record is kept, and who says so; no years: it is kept for good."""

    years: int | None
    source: str


def keeping_of(kind: str, terms: Terms | None) -> Keeping:
    """What the agreement says of a kind of record. Terms: retention."""
    if terms is None:
        return Keeping(None, "No agreement is in force: nothing is disposed of.")
    clause = terms.clause("retention")
    for kept in terms.retention.kinds:
        if kept.kind == kind:
            return Keeping(kept.years, f"The agreement, {kept.rule or clause}")
    if terms.retention.years:
        return Keeping(terms.retention.years, f"The agreement, {clause}")
    return Keeping(None, "The agreement leaves it to the local schedule, and none is entered.")


def cutoff(at: datetime, years: int) -> datetime:
    """What ended before this moment has been kept for `years` whole years at `at`.

    Where the day does not exist in that year (February 29), the day before: kept a day longer.
    """
    try:
        return at.replace(year=at.year - years)
    except ValueError:
        return at.replace(year=at.year - years, day=28)


def free_and_held(
    found: Iterable[Due], held: Collection[UUID]
) -> tuple[tuple[Due, ...], tuple[Due, ...]]:
    """What may go and what a hold keeps; `held` is everything that the standing holds reach."""
    reach = frozenset(held)
    free: list[Due] = []
    kept: list[Due] = []
    for each in found:
        (kept if each.about & reach else free).append(each)
    return tuple(free), tuple(kept)


def answer_due(received_at: datetime, business_days: int, calendar: Calendar) -> datetime:
    """The midnight that ends the last day for an answer; the day of receipt is not counted."""
    day, left = calendar.day_of(received_at), business_days
    while left:
        day += ONE_DAY
        left -= calendar.is_business_day(day)
    return calendar.start_of(day + ONE_DAY)

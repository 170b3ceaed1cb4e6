"""One rotation: people in order, shifts of one length, and the hours in which it counts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.rules.refusal import Refusal

DAY = timedelta(days=1)
HOURS_PER_WEEK = 168
MOST_PEOPLE = 50


class ShiftUnit(StrEnum):
    """What the length of a shift counts."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"


HOURS_OF = {ShiftUnit.HOURS: 1, ShiftUnit.DAYS: 24, ShiftUnit.WEEKS: HOURS_PER_WEEK}
LONGEST = {ShiftUnit.HOURS: 72, ShiftUnit.DAYS: 60, ShiftUnit.WEEKS: 8}


@dataclass(frozen=True)
class Window:
    """The hours and days in which a rotation counts.

    `weekdays` are those on which the hours begin (0 is Monday; none named means every day). Hours
    that end at or before their beginning run into the next day; equal ones are a whole day.
    """

    begins_at: time = time(0)
    ends_at: time = time(0)
    weekdays: frozenset[int] = frozenset()

    def hours_on(self, day: date) -> tuple[datetime, datetime] | None:
        """The local hours that begin on a day; None where it has none."""
        if self.weekdays and day.weekday() not in self.weekdays:
            return None
        last = day if self.ends_at > self.begins_at else day + DAY
        return datetime.combine(day, self.begins_at), datetime.combine(last, self.ends_at)


@dataclass(frozen=True)
class Rotation:
    """People who take turns from a day on; shift 0 is that of `people[first_turn]`."""

    people: tuple[UUID, ...]
    zone: str
    starts_on: date
    hands_over_at: time
    length: int
    unit: ShiftUnit
    window: Window | None = None
    first_turn: int = 0

    @property
    def shift_length(self) -> timedelta:
        return timedelta(hours=self.length * HOURS_OF[self.unit])

    def local_beginning(self, shift: int) -> datetime:
        return datetime.combine(self.starts_on, self.hands_over_at) + shift * self.shift_length


def moment(local: datetime, zone: str) -> datetime:
    """The UTC moment of a zone's wall-clock time."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def shift_begins(rotation: Rotation, shift: int) -> datetime:
    """The moment of the hand-over into a shift."""
    return moment(rotation.local_beginning(shift), rotation.zone)


def shift_at(rotation: Rotation, at: datetime) -> int | None:
    """The number of the shift that runs at a moment; None before the rotation starts."""
    local = at.astimezone(ZoneInfo(rotation.zone)).replace(tzinfo=None)
    shift = (local - rotation.local_beginning(0)) // rotation.shift_length
    while shift_begins(rotation, shift) > at:
        shift -= 1
    while shift_begins(rotation, shift + 1) <= at:
        shift += 1
    return shift if shift >= 0 else None


def turn_of(rotation: Rotation, shift: int) -> int:
    """Whose turn a shift is, as a place in `people`.

    Shifts without any hour in the window are not counted, so that nobody's turns all fall on
    days that do not count.
    """
    counted = _counted(rotation)
    rounds, rest = divmod(shift, len(counted))
    return (rotation.first_turn + rounds * sum(counted) + sum(counted[:rest])) % len(
        rotation.people
    )


@lru_cache(maxsize=2_000)
def _counted(rotation: Rotation) -> tuple[bool, ...]:
    """For the shifts of one round of weeks, whether any hour of each lies in the window."""
    if rotation.window is None:
        return (True,)
    hours = rotation.length * HOURS_OF[rotation.unit]
    shifts = range(HOURS_PER_WEEK // math.gcd(hours, HOURS_PER_WEEK))
    return tuple(_touches_window(rotation, rotation.window, shift) for shift in shifts)


def _touches_window(rotation: Rotation, window: Window, shift: int) -> bool:
    begins = rotation.local_beginning(shift)
    ends = begins + rotation.shift_length
    return any(
        hours is not None and hours[0] < ends and begins < hours[1]
        for hours in map(window.hours_on, _days(begins.date() - DAY, ends.date()))
    )


def counts_at(rotation: Rotation, at: datetime) -> bool:
    """Whether a moment lies in the rotation's window."""
    if rotation.window is None:
        return True
    day = at.astimezone(ZoneInfo(rotation.zone)).date()
    return any(begins <= at < ends for begins, ends in _window_hours(rotation, day - DAY, day))


def changes(rotation: Rotation, since: datetime, until: datetime) -> Iterator[datetime]:
    """The moments between two others at which the turn may change."""
    first = shift_at(rotation, since)
    shift = 0 if first is None else first + 1
    while (begins := shift_begins(rotation, shift)) < until:
        yield begins
        shift += 1
    if rotation.window is not None:
        zone = ZoneInfo(rotation.zone)
        days = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
        for hours in _window_hours(rotation, *days):
            yield from (each for each in hours if since < each < until)


def _window_hours(
    rotation: Rotation, first: date, last: date
) -> Iterator[tuple[datetime, datetime]]:
    if rotation.window is None:
        return
    for hours in map(rotation.window.hours_on, _days(first, last)):
        if hours is not None:
            yield moment(hours[0], rotation.zone), moment(hours[1], rotation.zone)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + number * DAY for number in range((last - first).days + 1))


def refusals_for_rotation(rotation: Rotation) -> list[Refusal]:
    """Every reason why a rotation cannot be kept; empty when it can."""
    longest = LONGEST[rotation.unit]
    weekdays = rotation.window.weekdays if rotation.window else frozenset()
    wrong_length: dict[str, object] = {"longest": longest, "unit": rotation.unit.value}
    checks: tuple[tuple[bool, str, str, dict[str, object]], ...] = (
        (not rotation.people, "rotation.nobody", "people", {}),
        (len(rotation.people) > MOST_PEOPLE, "rotation.too_many", "people", {"most": MOST_PEOPLE}),
        (not 1 <= rotation.length <= longest, "rotation.wrong_length", "length", wrong_length),
        (not weekdays <= set(range(7)), "rotation.unknown_weekday", "weekdays", {}),
        (not 2000 <= rotation.starts_on.year < 2100, "rotation.bad_date", "starts_on", {}),
    )
    return [Refusal(code, None, field, values) for broken, code, field, values in checks if broken]


def keeping_turn(old: Rotation, new: Rotation, at: datetime) -> int:
    """The `first_turn` under which whoever has the turn in `old` keeps it in `new`.

    Somebody who is no longer among the people gives it to the next of the old order who is.
    """
    old_shift, new_shift = shift_at(old, at), shift_at(new, at)
    if old_shift is None or new_shift is None or not old.people:
        return 0
    turn = turn_of(old, old_shift)
    heirs = (*old.people[turn:], *old.people[:turn])
    heir = next((each for each in heirs if each in new.people), None)
    if heir is None:
        return 0
    return (new.people.index(heir) - turn_of(new, new_shift) + new.first_turn) % len(new.people)

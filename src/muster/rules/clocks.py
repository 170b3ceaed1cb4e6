"""Deadlines and waiting times: when they end, and where they stand at a moment.

The day on which a clock starts is not counted; the last day counts whole, to midnight in the
agreement's zone. Hours are real hours, whatever the wall clock does that night. Nothing rolls over a
week-end or a holiday unless the term says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from muster.rules.terms import Clock, ClockEvent, ClockUnit, Effect, Roll, Silence, Terms
from muster.rules.terms.holidays import HolidayRule, Observed, holidays_in

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class ClockState(StrEnum):
    NOT_STARTED = "not_started"
    RUNNING = "running"
    WARNING = "warning"
    DUE = "due"  # the last day, or the last hour; of a waiting time: it is open now
    MISSED = "missed"
    STOPPED = "stopped"  # done, whether in time or late


@dataclass(frozen=True, slots=True)
class Calendar:
    """The zone in which days begin and end, and the days on which no business is done: single days,
    and those that the rules of the holidays give each year."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()
    rules: tuple[HolidayRule, ...] = ()
    observed: Observed = Observed.AS_DATED

    @classmethod
    def of(cls, terms: Terms) -> Calendar:
        heading = terms.heading
        return cls(
            terms.zone,
            frozenset(heading.holidays),
            heading.holiday_rules,
            heading.holidays_observed,
        )

    @property
    def knows_holidays(self) -> bool:
        return bool(self.holidays or self.rules)

    def holiday(self, day: date) -> str:
        """The name of the holiday that a day is; empty for any other day."""
        named = holidays_in(self.rules, self.observed, day.year).get(day, "")
        return named or ("holiday" if day in self.holidays else "")

    def is_business_day(self, day: date) -> bool:
        return day.weekday() < SATURDAY and not self.holiday(day)

    def start_of(self, day: date) -> datetime:
        """The first moment of a local day, in UTC; where clocks skip midnight, the first there is."""
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def day_of(self, moment: datetime) -> date:
        return moment.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class StatedClock:
    """A deadline of another law than the agreement: its length is stated by whoever is bound by it,
    with where that stands (`clause`), and what starts and stops it, in words."""

    title: str
    length: int
    unit: ClockUnit
    warn_before: int
    clause: str
    since: str
    until: str
    effect: Effect = Effect.DUE_BY
    rolls: Roll = Roll.NONE
    silence: Silence = Silence.NOTHING
    note: str = ""


AnyClock = Clock | StatedClock


@dataclass(frozen=True, slots=True)
class Deadline:
    """A started clock. `last_day` is the day that people name; `ends_at` the exact moment after which
    it is over (exclusive: for a day, the midnight that ends it)."""

    clock: AnyClock
    started_at: datetime
    last_day: date
    ends_at: datetime
    warns_at: datetime
    stopped_at: datetime | None = None

    @property
    def was_kept(self) -> bool | None:
        """Whether it was stopped in time; None while it runs."""
        return None if self.stopped_at is None else self.stopped_at < self.ends_at


def deadline(
    clock: AnyClock, started_at: datetime, calendar: Calendar, stopped_at: datetime | None = None
) -> Deadline:
    """When a clock that started then ends. Terms: the clock's own."""
    if clock.unit is ClockUnit.HOURS:
        ends_at = started_at.astimezone(UTC) + timedelta(hours=clock.length)
        warns_at = ends_at - timedelta(hours=clock.warn_before)
        return Deadline(clock, started_at, calendar.day_of(ends_at), ends_at, warns_at, stopped_at)
    last_day = _rolled(_last_day(clock, calendar.day_of(started_at), calendar), clock, calendar)
    ends_on = last_day if clock.effect is Effect.OPENS_ON else last_day + ONE_DAY
    # The warning comes at the start of the day that is so many days before the last.
    warns_at = calendar.start_of(last_day - clock.warn_before * ONE_DAY)
    return Deadline(
        clock,
        started_at,
        last_day,
        calendar.start_of(ends_on),
        max(warns_at, started_at.astimezone(UTC)),
        stopped_at,
    )


def state_at(found: Deadline | None, at: datetime) -> ClockState:
    """Where a clock stands at a moment; None has not started."""
    if found is None or at < found.started_at:
        return ClockState.NOT_STARTED
    if found.stopped_at is not None and found.stopped_at <= at:
        return ClockState.STOPPED
    if at >= found.ends_at:
        waited = found.clock.effect is not Effect.DUE_BY
        return ClockState.DUE if waited else ClockState.MISSED
    if found.clock.effect is Effect.DUE_BY and at >= _due_from(found):
        return ClockState.DUE
    return ClockState.WARNING if at >= found.warns_at else ClockState.RUNNING


def deadlines(terms: Terms, events: Mapping[ClockEvent, datetime]) -> dict[str, Deadline | None]:
    """Every clock of the terms, started and stopped by what happened; None where it has not started.

    An event that stops a clock counts only when it came at or after the start.
    """
    calendar = Calendar.of(terms)
    found: dict[str, Deadline | None] = {}
    for key, clock in terms.clocks.items():
        started_at = events.get(clock.starts)
        if started_at is None:
            found[key] = None
            continue
        stopped_at = events.get(clock.stops) if clock.stops else None
        if stopped_at is not None and stopped_at < started_at:
            stopped_at = None
        found[key] = deadline(clock, started_at, calendar, stopped_at)
    return found


def holidays_that_moved(found: Deadline, calendar: Calendar) -> list[tuple[date, str]]:
    """The holidays, on days of the week, without which a deadline would have come earlier, or later
    where it moves to the business day before. None where it counts hours, or moves over nothing."""
    clock = found.clock
    if clock.unit is ClockUnit.HOURS:
        return []
    started_on = calendar.day_of(found.started_at)
    counted_to = _last_day(clock, started_on, calendar)
    skips = clock.unit is ClockUnit.BUSINESS_DAYS
    first = min(started_on + ONE_DAY if skips else counted_to, found.last_day)
    length = (max(counted_to, found.last_day) - first).days + 1
    return [
        (day, name)
        for day in (first + number * ONE_DAY for number in range(length))
        if day != found.last_day and day.weekday() < SATURDAY and (name := calendar.holiday(day))
    ]


def _due_from(found: Deadline) -> datetime:
    """From when on it is due now: the last hour, or the last day (24 hours, give or take the clocks)."""
    last = timedelta(hours=1) if found.clock.unit is ClockUnit.HOURS else ONE_DAY
    return found.ends_at - last


def _last_day(clock: AnyClock, first: date, calendar: Calendar) -> date:
    if clock.unit is ClockUnit.CALENDAR_DAYS:
        return first + clock.length * ONE_DAY
    day, left = first, clock.length
    while left:
        day += ONE_DAY
        left -= calendar.is_business_day(day)
    return day


def _rolled(day: date, clock: AnyClock, calendar: Calendar) -> date:
    if clock.rolls is Roll.NONE:
        return day
    step = ONE_DAY if clock.rolls is Roll.NEXT_BUSINESS_DAY else -ONE_DAY
    while not calendar.is_business_day(day):
        day += step
    return day

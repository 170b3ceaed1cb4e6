"""Rest: who is planned to work, or did work, longer than people can.

The usual figures are those of wildland fire, the field that has counted this longest: one hour of
rest for two of work or travel, and at most fourteen days in a row (NWCG Standards for Interagency
Incident Business, work and rest). An operation may set its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from enum import StrEnum

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class RestProblem(StrEnum):
    TOO_LONG = "too_long"
    TOO_LITTLE_REST = "too_little_rest"
    TOO_MANY_DAYS = "too_many_days"
    TWICE_AT_ONCE = "twice_at_once"


@dataclass(frozen=True)
class RestLimits:
    """Hours of one shift at most, hours between two at least, days in a row at most."""

    longest_shift_hours: int = 12
    least_rest_hours: int = 8
    most_days: int = 14


@dataclass(frozen=True)
class Span:
    """One span of work of one worker, planned or worked. Moments are aware; it ends after it starts."""

    worker: str
    starts_at: datetime
    ends_at: datetime
    key: str = ""


@dataclass(frozen=True)
class RestFlag:
    """What is wrong at one span: `hours` is its length or the rest before it, `days` the run."""

    problem: RestProblem
    worker: str
    at: datetime
    key: str = ""
    hours: Decimal | None = None
    days: int | None = None


def rest_flags(spans: Iterable[Span], limits: RestLimits, zone: tzinfo) -> list[RestFlag]:
    """Every breach of the limits, in the order of time. Days are those of `zone`.

    Spans that touch are one stretch of work; a span that begins while the worker's last still
    goes on is flagged, and the stretch goes on to the later end.
    """
    by_worker: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        by_worker[span.worker].append(span)
    found = [flag for own in by_worker.values() for flag in _of_worker(own, limits, zone)]
    return sorted(found, key=lambda flag: (flag.at, flag.worker, flag.problem))


def _of_worker(spans: list[Span], limits: RestLimits, zone: tzinfo) -> Iterable[RestFlag]:
    ordered = sorted(spans, key=lambda span: (span.starts_at, span.ends_at, span.key))
    for before, span in zip(ordered, ordered[1:], strict=False):
        if span.starts_at < before.ends_at:
            yield RestFlag(RestProblem.TWICE_AT_ONCE, span.worker, span.starts_at, span.key)
    stretches = _stretches(ordered)
    for stretch in stretches:
        if (worked := _hours(stretch.ends_at - stretch.starts_at)) > limits.longest_shift_hours:
            yield RestFlag(
                RestProblem.TOO_LONG, stretch.worker, stretch.starts_at, stretch.key, worked
            )
    for before, stretch in zip(stretches, stretches[1:], strict=False):
        if (rest := _hours(stretch.starts_at - before.ends_at)) < limits.least_rest_hours:
            yield RestFlag(
                RestProblem.TOO_LITTLE_REST, stretch.worker, stretch.starts_at, stretch.key, rest
            )
    yield from _long_runs(stretches, limits.most_days, zone)


def _stretches(ordered: list[Span]) -> list[Span]:
    """Unbroken stretches of work; each carries the key of its last span."""
    merged: list[Span] = []
    for span in ordered:
        if merged and span.starts_at <= merged[-1].ends_at:
            last = merged[-1]
            merged[-1] = Span(
                last.worker, last.starts_at, max(last.ends_at, span.ends_at), span.key
            )
        else:
            merged.append(span)
    return merged


def _long_runs(stretches: list[Span], most_days: int, zone: tzinfo) -> Iterable[RestFlag]:
    """One flag for each run of working days that is longer than `most_days`, where it breaks it."""
    run, last, is_flagged = 0, None, False
    for stretch in stretches:
        for day in _days(stretch, zone):
            if last is not None and day == last:
                continue
            if last is None or day != last + DAY:
                run, is_flagged = 0, False
            run, last = run + 1, day
            if run > most_days and not is_flagged:
                is_flagged = True
                yield RestFlag(
                    RestProblem.TOO_MANY_DAYS,
                    stretch.worker,
                    stretch.starts_at,
                    stretch.key,
                    days=run,
                )


def _days(span: Span, zone: tzinfo) -> Iterable[date]:
    day = span.starts_at.astimezone(zone).date()
    last = span.ends_at.astimezone(zone)
    until = last.date()
    if until > day and last.time() == datetime.min.time():
        until -= DAY  # a span that ends at midnight has not begun the new day
    while day <= until:
        yield day
        day += DAY


def _hours(length: timedelta) -> Decimal:
    return Decimal(int(length.total_seconds())) / 3600

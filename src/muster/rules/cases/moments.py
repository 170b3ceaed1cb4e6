"""Moments of a case that cannot be: in an order that nothing can happen in, or skipped by the clocks."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from muster.rules.cases.places import Place
from muster.rules.cases.shape import Case, CaseClaim, CaseMission
from muster.rules.terms import Check, Terms

Mistake = tuple[Place, str]

# What comes later, and what it cannot come before.
ORDER_OF_MISSION = (
    ("arrived_at", "departed_at"),
    ("released_at", "departed_at"),
    ("ended_at", "departed_at"),
    ("ended_at", "arrived_at"),
)
ORDER_OF_CLAIM = (
    ("received_at", "billed_at"),
    ("returned_at", "billed_at"),
    ("approved_at", "billed_at"),
    ("approved_at", "received_at"),
)


def impossible_moments(case: Case, terms: Terms) -> Iterator[Mistake]:
    """Each mistake as its place and a sentence that names the other place. Needs the terms' zone."""
    yield from _skipped(case, (), terms.zone)
    for number, mission in enumerate(case.missions):
        here = ("missions", str(number))
        yield from _in_order(mission, here, ORDER_OF_MISSION, terms.zone)
    for number, claim in enumerate(case.claims):
        here = ("claims", str(number))
        yield from _in_order(claim, here, ORDER_OF_CLAIM, terms.zone)
        yield from _paid_unbilled(claim, here, terms.zone)
        if terms.checks.second_claim is Check.REFUSE:
            yield from _billed_too_early(case, claim, here, terms.zone)


def _in_order(
    record: CaseMission | CaseClaim, here: Place, order: tuple[tuple[str, str], ...], zone: ZoneInfo
) -> Iterator[Mistake]:
    for later, earlier in order:
        if is_before(getattr(record, later), getattr(record, earlier), zone):
            yield (*here, later), _cannot_precede((*here, earlier))


def _paid_unbilled(claim: CaseClaim, here: Place, zone: ZoneInfo) -> Iterator[Mistake]:
    for index, payment in enumerate(claim.payments):
        if is_before(payment.at, claim.billed_at, zone):
            yield (*here, "payments", str(index), "at"), _cannot_precede((*here, "billed_at"))


def _billed_too_early(
    case: Case, claim: CaseClaim, here: Place, zone: ZoneInfo
) -> Iterator[Mistake]:
    """Terms that let a mission have one claim alone leave nothing to bill before its end."""
    for number, mission in enumerate(case.missions):
        if mission.id == claim.mission and is_before(claim.billed_at, mission.ended_at, zone):
            yield (*here, "billed_at"), _cannot_precede(("missions", str(number), "ended_at"))


def _cannot_precede(other: Place) -> str:
    return f"It cannot come before {'.'.join(other)}; mend one of the two."


def is_before(one: datetime | None, other: datetime | None, zone: ZoneInfo) -> bool:
    """Whether one moment comes before the other; without an offset, both are local to the zone."""
    if one is None or other is None:
        return False
    return _in_utc(one, zone) < _in_utc(other, zone)


def skipped_time(moment: datetime, zone: ZoneInfo) -> str | None:
    """What to write for a local time that no clock of the zone ever showed; None for any other."""
    if moment.tzinfo is not None:
        return None
    shown = _in_utc(moment, zone).astimezone(zone).replace(tzinfo=None)
    if shown == moment.replace(fold=0):
        return None
    return (
        f"The clocks of {zone.key} skip {moment:%H:%M} on {moment:%Y-%m-%d}, when summer time "
        f"begins; write a time that they showed, as {shown:%H:%M}, or add the offset."
    )


def time_shown_twice(moment: datetime, zone: ZoneInfo) -> str | None:
    """What to write for a local time that the clocks showed twice; None for any other."""
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    skipped = skipped_time(moment, zone)
    if moment.tzinfo is not None or skipped or first.utcoffset() == second.utcoffset():
        return None
    return (
        f"The clocks of {zone.key} show {moment:%H:%M} twice on {moment:%Y-%m-%d}, when summer time "
        f"ends; add the offset: {first.isoformat()} for the first, {second.isoformat()} for the "
        "second."
    )


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _skipped(value: Any, here: Place, zone: ZoneInfo) -> Iterator[Mistake]:
    """Local times that no clock of the zone ever showed, anywhere in the case."""
    if isinstance(value, datetime):
        if sentence := skipped_time(value, zone):
            yield here, sentence
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _skipped(item, (*here, str(index)), zone)
    elif dataclasses.is_dataclass(value):
        for each in dataclasses.fields(value):
            yield from _skipped(getattr(value, each.name), (*here, each.name), zone)

"""The free-hours meter of a running mission: how much is used, what is left, when it will run out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from muster.rules.settlement.counting import Spell, pay_window, spells
from muster.rules.settlement.facts import MissionFacts, hours_between
from muster.rules.settlement.free_time import (
    ELAPSED,
    allowance_left,
    elapsed_free_until,
    elapsed_from,
    first_run,
    unmet_conditions,
)
from muster.rules.settlement.working import Reason
from muster.rules.terms import FreeUnit, Terms

PACE_OVER = timedelta(hours=24)  # the present pace is that of the last day, or since the start


class MeterState(StrEnum):
    NONE = "none"  # nothing is free, by the terms or for want of a condition
    NOT_STARTED = "not_started"
    RUNNING = "running"
    WARNING = "warning"
    USED_UP = "used_up"


@dataclass(frozen=True, slots=True)
class FreeMeter:
    """Hours of the terms' own unit. `runs_out_at` is None while nobody is at work."""

    state: MeterState
    unit: FreeUnit
    allowed: Fraction
    used: Fraction
    left: Fraction
    runs_out_at: datetime | None
    warn_before_hours: Decimal
    reasons: tuple[Reason, ...] = ()


def free_meter(facts: MissionFacts, terms: Terms, at: datetime) -> FreeMeter:
    """The meter at a moment; time recorded after it does not count yet. Term: free_allowance."""
    free = terms.free_allowance
    allowed = allowance_left(facts, terms)
    worked = [
        replace(each, ends_at=min(each.ends_at, at.astimezone(UTC)))
        for each in spells(facts, terms, pay_window(facts, terms))
        if each.starts_at < at and each.entry.kind in free.counts
    ]
    reasons = tuple(unmet_conditions(facts, terms)) if free.hours else ()
    used, runs_out_at = _used(worked, allowed, facts, terms, at)
    used = min(used, allowed)
    left = allowed - used
    return FreeMeter(
        _state(free.hours, reasons, bool(worked), left, free.warn_before_hours),
        free.unit,
        allowed,
        used,
        left,
        runs_out_at if left else None,
        free.warn_before_hours,
        reasons,
    )


def _state(
    hours: Decimal, reasons: tuple[Reason, ...], started: bool, left: Fraction, warn_before: Decimal
) -> MeterState:
    if not hours or reasons:
        return MeterState.NONE
    if left <= 0:
        return MeterState.USED_UP
    if not started:
        return MeterState.NOT_STARTED
    return MeterState.WARNING if left <= warn_before else MeterState.RUNNING


def _used(
    worked: list[Spell], allowed: Fraction, facts: MissionFacts, terms: Terms, at: datetime
) -> tuple[Fraction, datetime | None]:
    """Hours used, and when the allowance ends at the present pace."""
    if not worked:
        return Fraction(0), None
    if terms.free_allowance.unit in ELAPSED:
        began = elapsed_from(worked, facts, terms)
        until = elapsed_free_until(worked, facts, terms)
        return max(hours_between(began, at), Fraction(0)), until
    if terms.free_allowance.unit is FreeUnit.PER_PERSON:
        persons: dict[Any, list[Spell]] = defaultdict(list)
        for spell in worked:
            persons[spell.entry.person_id].append(spell)
        # The one who has worked most decides: that is where cost begins first.
        worked = max(persons.values(), key=lambda own: sum(spell.hours for spell in own))
    run = first_run(worked, terms)
    if len(run) < len(worked):
        return allowed, None  # a break ended what was free
    used = sum((spell.hours for spell in worked), Fraction(0))
    return used, _run_out(worked, allowed - used, at)


def _run_out(worked: list[Spell], left: Fraction, at: datetime) -> datetime | None:
    since = max(at.astimezone(UTC) - PACE_OVER, min(spell.starts_at for spell in worked))
    window = hours_between(since, at)
    recent = sum(
        (
            hours_between(max(spell.starts_at, since), spell.ends_at)
            for spell in worked
            if spell.ends_at > since
        ),
        Fraction(0),
    )
    if left <= 0 or not recent or not window:
        return None
    hours = left / (recent / window)
    # Beyond ten years a date says nothing.
    return at + timedelta(hours=float(hours)) if hours < 87_600 else None

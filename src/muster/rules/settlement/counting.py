"""Which hours count at all: from the start of reimbursement to its end, in unbroken stretches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.rules.money import Money
from muster.rules.settlement.facts import (
    MICROSECONDS_PER_HOUR,
    MissionFacts,
    TimeEntry,
    hours_between,
)
from muster.rules.settlement.rates import RateRow
from muster.rules.settlement.working import Reason, show_number
from muster.rules.terms import HourKind, LateConfirmation, PayEnd, PayStart, Terms

LineKey = tuple[Any, HourKind, Money, Money | None, RateRow | None, bool, str, bool, RateRow | None]


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken stretch of one person's work of one kind at one rate, under one cap."""

    entry: TimeEntry
    starts_at: datetime
    ends_at: datetime
    cap: RateRow | None = None

    @property
    def key(self) -> LineKey:
        """What a settlement line gathers: person, kind, rates, category, given or agreed, cap."""
        each = self.entry
        return (
            each.person_id,
            each.kind,
            each.rate,
            each.overtime_rate,
            each.rate_row,
            each.donated,
            each.category,
            each.agreed,
            self.cap,
        )

    @property
    def hours(self) -> Fraction:
        return hours_between(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class PayWindow:
    """When time counts; `starts_at` None is from the first entry, `ends_at` None to the last, `open`
    False is never. `reason` says why it starts then, `end_reason` why it ends."""

    starts_at: datetime | None
    open: bool = True
    reason: Reason | None = None
    ends_at: datetime | None = None
    end_reason: Reason | None = None


def pay_window(facts: MissionFacts, terms: Terms) -> PayWindow:
    """When time counts. Terms: reimbursement_start, continuation."""
    return _until(_from(facts, terms), facts, terms)


def _from(facts: MissionFacts, terms: Terms) -> PayWindow:
    start = terms.reimbursement_start
    key = "reimbursement_start"
    if start.begins is PayStart.DEPARTURE:
        return PayWindow(facts.departed_at)
    if start.begins is PayStart.ARRIVAL:
        return PayWindow(facts.arrived_at)
    declared_at, arrived_at = facts.declared_at, facts.arrived_at
    if declared_at is None and start.begins is not PayStart.AFTER_HOURS:
        return PayWindow(None, False, Reason("time.not_declared", key))
    if start.begins is PayStart.DECLARATION:
        values = {"from": declared_at}
        return PayWindow(declared_at, True, Reason("time.from_declaration", key, values))
    if arrived_at is None:
        return PayWindow(None, False, Reason("time.no_arrival", key))
    after_hours = _hours_after(arrived_at, start.hours)
    if declared_at is None or start.begins is PayStart.AFTER_HOURS:
        after = {"from": after_hours, "hours": show_number(start.hours)}
        return PayWindow(after_hours, True, Reason("time.after_hours", key, after))
    later = max(after_hours, declared_at)
    both = {"from": later, "declared_at": declared_at, "after_hours": after_hours}
    return PayWindow(later, True, Reason("time.later_of_both", key, both))


def _until(window: PayWindow, facts: MissionFacts, terms: Terms) -> PayWindow:
    if terms.reimbursement_start.ends is PayEnd.RELEASE and facts.released_at is not None:
        values = {"until": facts.released_at}
        reason = Reason("time.after_release", "reimbursement_start", values)
        window = replace(window, ends_at=facts.released_at, end_reason=reason)
    unconfirmed = unconfirmed_from(facts, terms)
    if unconfirmed is None or terms.continuation.without is not LateConfirmation.NOT_PAID:
        return window
    if window.ends_at is not None and window.ends_at <= unconfirmed:
        return window
    reason = Reason("continuation.not_confirmed", "continuation", {"from": unconfirmed})
    return replace(window, ends_at=unconfirmed, end_reason=reason)


def unconfirmed_from(facts: MissionFacts, terms: Terms) -> datetime | None:
    """From when on help went on without the word in writing; None: it was given, or is not needed."""
    term = terms.continuation
    began = facts.arrived_at or first_work(facts)
    if term.confirm_before_hour is None or began is None:
        return None
    limit = _hours_after(began, term.confirm_before_hour)
    if facts.confirmed_at is None:
        return limit
    if facts.confirmed_at <= limit:
        return None
    if term.late_days is None:
        return limit
    last_day = limit.astimezone(terms.zone).date() + timedelta(days=term.late_days)
    return None if facts.confirmed_at.astimezone(terms.zone).date() <= last_day else limit


def first_work(facts: MissionFacts) -> datetime | None:
    return min((entry.starts_at for entry in facts.time_entries), default=None)


def spells(facts: MissionFacts, terms: Terms, window: PayWindow) -> list[Spell]:
    """The entries inside the window, cut where a cap changes, those joined that follow on without a gap.

    Joining is what makes a split entry count as the whole one did.
    """
    if not window.open:
        return []
    inside = []
    for entry in facts.time_entries:
        starts_at, ends_at = inside_window(entry, window)
        if starts_at < ends_at:
            inside += _capped(Spell(entry, starts_at, ends_at), facts, terms)
    inside.sort(key=lambda spell: (str(spell.key), spell.starts_at, spell.ends_at))
    joined: list[Spell] = []
    for spell in inside:
        last = joined[-1] if joined else None
        if last and last.key == spell.key and last.ends_at == spell.starts_at:
            first = min(last.entry, spell.entry, key=lambda entry: entry.order)
            joined[-1] = Spell(first, last.starts_at, spell.ends_at, last.cap)
        else:
            joined.append(spell)
    return joined


def inside_window(entry: TimeEntry, window: PayWindow) -> tuple[datetime, datetime]:
    """The part of an entry that the window holds; it ends before it starts where there is none."""
    starts_at, ends_at = entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    if window.starts_at is not None:
        starts_at = max(starts_at, window.starts_at.astimezone(UTC))
    if window.ends_at is not None:
        ends_at = min(ends_at, window.ends_at.astimezone(UTC))
    return starts_at, ends_at


def _capped(spell: Spell, facts: MissionFacts, terms: Terms) -> list[Spell]:
    """The spell in pieces with the cap of their days; cut at the midnights where the table changes."""
    table = terms.labour.cap_table
    if table is None:
        return [spell]
    midnights = sorted(
        midnight
        for day in set(facts.rates.changes(table))
        if spell.starts_at
        < (midnight := datetime.combine(day, time(), terms.zone).astimezone(UTC))
        < spell.ends_at
    )
    edges = [spell.starts_at, *midnights, spell.ends_at]
    pieces = []
    for starts_at, ends_at in zip(edges, edges[1:], strict=False):
        day = starts_at.astimezone(terms.zone).date()
        cap = facts.rates.on(day, table, spell.entry.category, "hour")
        pieces.append(Spell(spell.entry, starts_at, ends_at, cap))
    return pieces


def _hours_after(moment: datetime, hours: Decimal) -> datetime:
    """So many real hours later, whatever the wall clock does."""
    return moment.astimezone(UTC) + length_of(hours)


def length_of(hours: Decimal) -> timedelta:
    return timedelta(microseconds=int(hours * MICROSECONDS_PER_HOUR))

"""Which hours count, and which of them are free: the order of time decides, never the order of entry.

Time is cut at every moment where somebody starts or stops. Whole pieces are free while the allowance
lasts; the piece in which it ends is split among those at work by the terms' rule: `pro_rata` gives each
the same part, `rate_ascending` frees the cheapest hours first, `entry_order` those written down first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
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
from muster.rules.settlement.hour_price import hour_price
from muster.rules.settlement.working import Reason
from muster.rules.terms import FreeCondition, FreeUnit, HourKind, PayStart, SplitRule, Terms

LineKey = tuple[Any, HourKind, Money, Money | None, bool]


@dataclass(frozen=True, slots=True)
class Spell:
    """An unbroken stretch of one person's work of one kind at one rate."""

    entry: TimeEntry
    starts_at: datetime
    ends_at: datetime

    @property
    def key(self) -> LineKey:
        """What a settlement line gathers: person, kind, rates, donated or not."""
        each = self.entry
        return (each.person_id, each.kind, each.rate, each.overtime_rate, each.donated)

    @property
    def hours(self) -> Fraction:
        return hours_between(self.starts_at, self.ends_at)


@dataclass(frozen=True, slots=True)
class PayWindow:
    """From when on time counts; `starts_at` None is from the first entry, `open` False is never."""

    starts_at: datetime | None
    open: bool = True
    reason: Reason | None = None


def pay_window(facts: MissionFacts, terms: Terms) -> PayWindow:
    """When reimbursement starts. Term: reimbursement_start."""
    start = terms.reimbursement_start
    if start.begins is PayStart.DEPARTURE:
        return PayWindow(facts.departed_at)
    if start.begins is PayStart.ARRIVAL:
        return PayWindow(facts.arrived_at)
    if facts.declared_at is None or facts.arrived_at is None:
        code = "time.not_declared" if facts.declared_at is None else "time.no_arrival"
        return PayWindow(None, False, Reason(code, "reimbursement_start"))
    after_hours = facts.arrived_at + _length(start.hours)
    later = max(after_hours, facts.declared_at)
    values = {"from": later, "declared_at": facts.declared_at, "after_hours": after_hours}
    return PayWindow(later, True, Reason("time.later_of_both", "reimbursement_start", values))


def spells(entries: Iterable[TimeEntry], window: PayWindow) -> list[Spell]:
    """The entries inside the window, with those joined that follow on without a gap.

    Joining is what makes a split entry count as the whole one did.
    """
    if not window.open:
        return []
    inside = [
        Spell(entry, starts_at, entry.ends_at.astimezone(UTC))
        for entry in entries
        if (starts_at := _latest(entry.starts_at, window.starts_at)) < entry.ends_at
    ]
    inside.sort(key=lambda spell: (str(spell.key), spell.starts_at, spell.ends_at))
    joined: list[Spell] = []
    for spell in inside:
        last = joined[-1] if joined else None
        if last and last.key == spell.key and last.ends_at == spell.starts_at:
            first = min(last.entry, spell.entry, key=lambda entry: entry.order)
            joined[-1] = Spell(first, last.starts_at, spell.ends_at)
        else:
            joined.append(spell)
    return joined


def unmet_conditions(facts: MissionFacts, terms: Terms) -> list[Reason]:
    """Why nothing is free: each condition of the free help that does not hold. Term: free_allowance."""
    reasons = []
    conditions = terms.free_allowance.conditions
    if FreeCondition.ATTESTATIONS_IN_FORCE in conditions:
        valid = {each.item_id: each.valid_until for each in facts.attestations}
        for item in terms.baseline.items:
            until = valid.get(item.id)
            values: dict[str, Any] = {"item": item.id, "title": item.title}
            if until is None:
                reasons.append(Reason("attestation.missing", "free_allowance", values))
            elif until < facts.asked_on:
                values["valid_until"] = until
                reasons.append(Reason("attestation.lapsed", "free_allowance", values))
    if FreeCondition.DECLARATION in conditions and facts.declared_at is None:
        reasons.append(Reason("time.not_declared", "free_allowance"))
    return reasons


def allowance_left(facts: MissionFacts, terms: Terms) -> Fraction:
    """Free hours at the start of this mission; none while a condition does not hold."""
    if unmet_conditions(facts, terms):
        return Fraction(0)
    hours = terms.free_allowance.hours
    if terms.free_allowance.unit is FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY:
        hours -= facts.free_hours_used_before
    return max(Fraction(hours), Fraction(0))


def free_hours(worked: list[Spell], facts: MissionFacts, terms: Terms) -> dict[LineKey, Fraction]:
    """Free hours per line. Term: free_allowance."""
    allowance = allowance_left(facts, terms)
    counting = [spell for spell in worked if spell.entry.kind in terms.free_allowance.counts]
    free: dict[LineKey, Fraction] = defaultdict(Fraction)
    if not allowance or not counting:
        return free
    match terms.free_allowance.unit:
        case FreeUnit.ELAPSED_FROM_ARRIVAL:
            until = elapsed_free_until(counting, facts, terms)
            for spell in counting:
                if spell.starts_at < until:
                    free[spell.key] += hours_between(spell.starts_at, min(until, spell.ends_at))
        case FreeUnit.PER_PERSON:
            persons: dict[Any, list[Spell]] = defaultdict(list)
            for spell in counting:
                persons[spell.entry.person_id].append(spell)
            for own in persons.values():
                _consume(own, allowance, terms, free)
        case FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY:
            _consume(counting, allowance, terms, free)
    return free


def elapsed_free_until(worked: list[Spell], facts: MissionFacts, terms: Terms) -> datetime:
    """When free time by the clock ends: so many hours after arrival, or after the first work."""
    arrival = facts.arrived_at or min(spell.starts_at for spell in worked)
    return arrival.astimezone(UTC) + _length(terms.free_allowance.hours)


def _consume(
    worked: list[Spell], allowance: Fraction, terms: Terms, free: dict[LineKey, Fraction]
) -> None:
    for at_work, length in _pieces(worked):
        needed = length * len(at_work)
        if needed <= allowance:
            for spell in at_work:
                free[spell.key] += length
            allowance -= needed
            continue
        for spell, hours in _split(at_work, length, allowance, terms):
            free[spell.key] += hours
        return


def _pieces(worked: list[Spell]) -> Iterator[tuple[list[Spell], Fraction]]:
    """Time cut wherever somebody starts or stops: who is at work, and for how many hours."""
    moments = sorted({moment for each in worked for moment in (each.starts_at, each.ends_at)})
    waiting = sorted(worked, key=lambda spell: spell.starts_at, reverse=True)
    at_work: list[Spell] = []
    for starts_at, ends_at in zip(moments, moments[1:], strict=False):
        while waiting and waiting[-1].starts_at <= starts_at:
            at_work.append(waiting.pop())
        at_work = [spell for spell in at_work if spell.ends_at > starts_at]
        if at_work:
            yield at_work, hours_between(starts_at, ends_at)


def _split(
    at_work: list[Spell], length: Fraction, allowance: Fraction, terms: Terms
) -> Iterator[tuple[Spell, Fraction]]:
    """The last free hours among those at work; the parts add up to the allowance exactly."""
    if terms.free_allowance.split is SplitRule.PRO_RATA:
        for spell in at_work:
            yield spell, allowance / len(at_work)
        return

    def turn(spell: Spell) -> tuple[Fraction, str]:
        if terms.free_allowance.split is SplitRule.RATE_ASCENDING:
            return (hour_price(spell.entry, terms).price, str(spell.key))
        return (Fraction(spell.entry.order), str(spell.key))

    for spell in sorted(at_work, key=turn):
        hours = min(length, allowance)
        allowance -= hours
        yield spell, hours


def _length(hours: Decimal) -> timedelta:
    return timedelta(microseconds=int(hours * MICROSECONDS_PER_HOUR))


def _latest(moment: datetime, other: datetime | None) -> datetime:
    utc = moment.astimezone(UTC)
    return utc if other is None else max(utc, other.astimezone(UTC))

"""Which hours count, and which of them are free: the order of time decides, never the order of entry.

Time is cut at every moment where somebody starts or stops. Whole pieces are free while the allowance
lasts; the piece in which it ends is split among those at work by the terms' rule: `pro_rata` gives each
the same part, `rate_ascending` frees the cheapest hours first, `rate_descending` the dearest,
`entry_order` those written down first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

from muster.rules.settlement.counting import LineKey, Spell, length_of
from muster.rules.settlement.facts import MissionFacts, hours_between
from muster.rules.settlement.hour_price import hour_price
from muster.rules.settlement.working import Reason
from muster.rules.terms import FreeCondition, FreePer, FreeUnit, SplitRule, Terms

ELAPSED = (FreeUnit.ELAPSED_FROM_ARRIVAL, FreeUnit.ELAPSED_FROM_DEPARTURE)


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
    free = terms.free_allowance
    hours = free.hours
    shared = free.unit is FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY
    if shared and free.per is FreePer.INCIDENT:
        hours -= facts.free_hours_used_before
    left = Fraction(hours)
    if shared:
        left -= sum(facts.claimed_before.free_hours.values(), Fraction(0))
    return max(left, Fraction(0))


def turn_at_free_help(asked_at: datetime, mission_id: Any) -> tuple[datetime, str]:
    """The place of a mission among those that share an allowance: the one asked first uses it first.

    Of missions that were asked for at the same moment the id decides. Term: free_allowance.
    """
    return asked_at.astimezone(UTC), str(mission_id)


def free_hours(worked: list[Spell], facts: MissionFacts, terms: Terms) -> dict[LineKey, Fraction]:
    """Free hours per line. Term: free_allowance."""
    allowance = allowance_left(facts, terms)
    counting = [spell for spell in worked if spell.entry.kind in terms.free_allowance.counts]
    free: dict[LineKey, Fraction] = defaultdict(Fraction)
    if not allowance or not counting:
        return free
    if terms.free_allowance.unit in ELAPSED:
        until = elapsed_free_until(counting, facts, terms)
        for spell in counting:
            if spell.starts_at < until:
                free[spell.key] += hours_between(spell.starts_at, min(until, spell.ends_at))
    elif terms.free_allowance.unit is FreeUnit.PER_PERSON:
        persons: dict[Any, list[Spell]] = defaultdict(list)
        for spell in counting:
            persons[spell.entry.person_id].append(spell)
        for person, own in persons.items():
            given = facts.claimed_before.free_hours.get(person, Fraction(0))
            _consume(first_run(own, terms), max(allowance - given, Fraction(0)), free, facts, terms)
    else:
        _consume(first_run(counting, terms), allowance, free, facts, terms)
    return free


def first_run(worked: list[Spell], terms: Terms) -> list[Spell]:
    """The work until the first break that is too long, where only an unbroken run is free; else all."""
    if not terms.free_allowance.consecutive or not worked:
        return worked
    longest = length_of(terms.free_allowance.longest_break_hours)
    run: list[Spell] = []
    reached: datetime | None = None
    for spell in sorted(worked, key=lambda each: each.starts_at):
        if reached is not None and spell.starts_at - reached > longest:
            break
        run.append(spell)
        reached = spell.ends_at if reached is None else max(reached, spell.ends_at)
    return run


def elapsed_span(
    worked: list[Spell], facts: MissionFacts, terms: Terms
) -> tuple[datetime, datetime] | None:
    """From when until when help is free by the clock; None where free hours are counted, or none is."""
    counting = [spell for spell in worked if spell.entry.kind in terms.free_allowance.counts]
    by_the_clock = terms.free_allowance.unit in ELAPSED
    if not by_the_clock or not counting or not allowance_left(facts, terms):
        return None
    return elapsed_from(counting, facts, terms), elapsed_free_until(counting, facts, terms)


def elapsed_free_until(worked: list[Spell], facts: MissionFacts, terms: Terms) -> datetime:
    """When free time by the clock ends: so many hours after arrival, departure, or the first work."""
    return elapsed_from(worked, facts, terms) + length_of(terms.free_allowance.hours)


def elapsed_from(worked: list[Spell], facts: MissionFacts, terms: Terms) -> datetime:
    """When free time by the clock begins."""
    began = facts.arrived_at
    if terms.free_allowance.unit is FreeUnit.ELAPSED_FROM_DEPARTURE:
        began = facts.departed_at or began
    return (began or min(spell.starts_at for spell in worked)).astimezone(UTC)


def _consume(
    worked: list[Spell],
    allowance: Fraction,
    free: dict[LineKey, Fraction],
    facts: MissionFacts,
    terms: Terms,
) -> None:
    for at_work, length in _pieces(worked):
        needed = length * len(at_work)
        if needed <= allowance:
            for spell in at_work:
                free[spell.key] += length
            allowance -= needed
            continue
        for spell, hours in _split(at_work, length, allowance, facts, terms):
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
    at_work: list[Spell],
    length: Fraction,
    allowance: Fraction,
    facts: MissionFacts,
    terms: Terms,
) -> Iterator[tuple[Spell, Fraction]]:
    """The last free hours among those at work; the parts add up to the allowance exactly."""
    rule = terms.free_allowance.split
    if rule is SplitRule.PRO_RATA:
        for spell in at_work:
            yield spell, allowance / len(at_work)
        return

    def turn(spell: Spell) -> tuple[Fraction, str]:
        if rule is SplitRule.ENTRY_ORDER:
            return (Fraction(spell.entry.order), str(spell.key))
        price = hour_price(spell.entry, facts, terms, spell.cap).price
        return (price if rule is SplitRule.RATE_ASCENDING else -price, str(spell.key))

    for spell in sorted(at_work, key=turn):
        hours = min(length, allowance)
        allowance -= hours
        yield spell, hours

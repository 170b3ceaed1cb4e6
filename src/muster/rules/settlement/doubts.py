"""What a settlement doubts: the terms say of each fault whether it refuses a claim or is only shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.rules.settlement.counting import Spell, unconfirmed_from
from muster.rules.settlement.facts import Charge, MissionFacts, TimeEntry, hours_between
from muster.rules.settlement.free_time import ELAPSED
from muster.rules.settlement.looking_up import NO_RATE, NO_TABLE, missing_rate
from muster.rules.settlement.nights import stays_twice
from muster.rules.settlement.working import Reason, SettlementLine, show_number
from muster.rules.terms import Check, FreeUnit, PayStart, Terms
from muster.rules.terms.costs import Lost

# The value of the term `checks` that decides about a fault; every other fault is only shown.
CHECK_OF = {
    "time.overlaps": "overlapping_hours",
    "time.overlaps_across": "overlapping_hours",
    "time.more_than_a_day": "long_day",
    "time.day_too_long": "long_day",
    "time.day_too_long_across": "long_day",
    "expense.no_receipt": "missing_receipt",
    "expense.receipt_twice": "duplicate_receipt",
    "expense.receipt_across": "duplicate_receipt",
    "travel.stay_twice": "duplicate_receipt",
    "travel.stay_across": "duplicate_receipt",
    NO_RATE: "missing_rate",
    "claim.second_claim": "second_claim",
    "claim.too_late": "late_claim",
}

# What a line says of itself that a person must look at.
TO_LOOK_AT = frozenset(
    {
        NO_RATE,
        NO_TABLE,
        "equipment.cost_missing",
        "travel.miles_without_rate",
        "equipment.price_in_other_unit",
        "licence.no_publisher_evidence",
        "labour.category_unknown",
        "labour.load_not_declared",
        "labour.load_declared_late",
    }
)


def check_of(reason: Reason, terms: Terms) -> Check:
    """Whether a fault refuses or warns. Term: checks."""
    name = CHECK_OF.get(reason.code)
    return getattr(terms.checks, name) if name else Check.WARN


def doubts(
    facts: MissionFacts, terms: Terms, worked: list[Spell], lines: Iterable[SettlementLine]
) -> list[Reason]:
    """Everything doubtful about the record, each once, in a fixed order."""
    found = [
        *overlaps(facts.time_entries),
        *long_days(facts.time_entries, terms),
        *missing_receipts(facts.charges, terms),
        *receipts_twice(facts.charges),
        *stays_twice(facts, terms),
        *missing_prices(facts, terms),
        *missing_ages(facts, terms),
        *_of_lines(lines),
        *_missing_caps(worked, facts, terms),
        *_missing_moments(facts, terms),
        *_not_confirmed(facts, terms),
    ]
    kept: list[Reason] = []
    for reason in found:
        if reason not in kept:
            kept.append(reason)
    return kept


def overlaps(entries: Iterable[TimeEntry]) -> list[Reason]:
    """Pairs of one person's entries that claim the same time, and entries longer than a day."""
    found = []
    persons: dict[Any, list[TimeEntry]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: (str(entry.person_id), str(entry.id))):
        persons[entry.person_id].append(entry)
        if entry.hours > 24:
            found.append(Reason("time.more_than_a_day", "labour", {"entry": entry.id}))
    for own in persons.values():
        own.sort(key=lambda entry: (entry.starts_at, entry.ends_at, str(entry.id)))
        before = own[0]  # of those so far, the one that lasts longest
        for after in own[1:]:
            if after.starts_at < before.ends_at:
                values = {"person": before.person, "entries": [before.id, after.id]}
                found.append(Reason("time.overlaps", "labour", values))
            before = max(before, after, key=lambda entry: entry.ends_at)
    return found


def long_days(entries: Iterable[TimeEntry], terms: Terms) -> list[Reason]:
    """Days on which one person recorded more hours than the terms, or the day itself, hold.

    Days are local to the agreement; the day on which clocks go back holds twenty-five hours.
    """
    days: dict[tuple[str, str, date], Fraction] = defaultdict(Fraction)
    for entry in entries:
        for day, hours in _by_day(entry, terms):
            days[(str(entry.person_id), entry.person, day)] += hours
    most = Fraction(terms.checks.most_hours_a_day)
    found = []
    for (_, person, day), hours in sorted(days.items()):
        limit = most if most < 24 else _length_of_day(day, terms)
        if hours > limit:
            values = {"person": person, "day": day, "hours": show_number(hours)}
            values["most"] = show_number(limit)
            found.append(Reason("time.day_too_long", "checks", values))
    return found


def _by_day(entry: TimeEntry, terms: Terms) -> Iterator[tuple[date, Fraction]]:
    starts_at, ends_at = entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC)
    while starts_at < ends_at:
        day = starts_at.astimezone(terms.zone).date()
        until = min(_midnight_after(day, terms), ends_at)
        yield day, hours_between(starts_at, until)
        starts_at = until


def _midnight_after(day: date, terms: Terms) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), terms.zone).astimezone(UTC)


def _length_of_day(day: date, terms: Terms) -> Fraction:
    return hours_between(
        _midnight_after(day - timedelta(days=1), terms), _midnight_after(day, terms)
    )


def missing_receipts(charges: Iterable[Charge], terms: Terms) -> list[Reason]:
    """Charges from the terms' amount on that have no receipt. Term: expenses."""
    return [
        Reason("expense.no_receipt", "expenses", {"charge": charge.id, "label": charge.label})
        for charge in charges
        if not charge.has_receipt
        and Fraction(charge.unit_price.amount) * Fraction(charge.quantity)
        >= Fraction(terms.expenses.receipt_from)
    ]


def receipts_twice(charges: Iterable[Charge]) -> list[Reason]:
    """Receipts of the same number, vendor and amount. Term: checks."""
    seen: dict[tuple[Any, ...], list[Charge]] = defaultdict(list)
    for charge in charges:
        if charge.receipt:
            amount = Fraction(charge.unit_price.amount) * Fraction(charge.quantity)
            number, vendor = charge.receipt.strip().casefold(), charge.vendor.strip().casefold()
            seen[(number, vendor, amount)].append(charge)
    found = []
    for same in seen.values():
        if len(same) > 1:
            values = {
                "receipt": same[0].receipt,
                "vendor": same[0].vendor,
                "charges": sorted(str(each.id) for each in same),
            }
            found.append(Reason("expense.receipt_twice", "checks", values))
    return sorted(found, key=lambda reason: str(reason.values))


def missing_prices(facts: MissionFacts, terms: Terms) -> list[Reason]:
    """Things damaged or lost whose cost nobody has written down yet. Term: equipment."""
    return [
        Reason("equipment.cost_missing", "equipment", {"thing": thing.id, "label": thing.label})
        for thing in facts.lent
        if (thing.damaged and thing.repair_cost is None and thing.price is None)
        or (thing.lost and thing.price is None)
    ]


def missing_ages(facts: MissionFacts, terms: Terms) -> list[Reason]:
    """Things lost that are worth less with their age, which nobody has written down. Term: equipment."""
    if terms.equipment.lost is not Lost.STRAIGHT_LINE:
        return []
    return [
        Reason("equipment.age_unknown", "equipment", {"thing": thing.id, "label": thing.label})
        for thing in facts.lent
        if thing.lost and thing.price is not None and thing.age_months is None
    ]


def _of_lines(lines: Iterable[SettlementLine]) -> Iterator[Reason]:
    """What a line says of itself that a person must look at."""
    for line in lines:
        for reason in line.reasons:
            if reason.code in TO_LOOK_AT:
                yield reason


def _missing_caps(worked: list[Spell], facts: MissionFacts, terms: Terms) -> Iterator[Reason]:
    table = terms.labour.cap_table
    if table is None:
        return
    for spell in worked:
        if spell.cap is None:
            day = spell.starts_at.astimezone(terms.zone).date()
            key = spell.entry.category or spell.entry.person
            yield missing_rate(facts.rates, table, key, day)


def _missing_moments(facts: MissionFacts, terms: Terms) -> Iterator[Reason]:
    """Terms that count from a moment which nobody recorded: the first work stands in for it."""
    free = terms.free_allowance
    if not facts.time_entries:
        return
    from_arrival = free.unit is FreeUnit.ELAPSED_FROM_ARRIVAL and free.hours > 0
    starts = terms.reimbursement_start.begins is PayStart.ARRIVAL
    if facts.arrived_at is None and (from_arrival or starts):
        key = "free_allowance" if from_arrival else "reimbursement_start"
        yield Reason("time.arrival_missing", key)
    from_departure = free.unit in ELAPSED and free.unit is not FreeUnit.ELAPSED_FROM_ARRIVAL
    if facts.departed_at is None and from_departure and free.hours > Decimal(0):
        yield Reason("time.departure_missing", "free_allowance")


def _not_confirmed(facts: MissionFacts, terms: Terms) -> Iterator[Reason]:
    since = unconfirmed_from(facts, terms)
    if since is not None and any(entry.ends_at > since for entry in facts.time_entries):
        yield Reason("continuation.not_confirmed", "continuation", {"from": since})

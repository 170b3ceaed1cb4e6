"""What a settlement doubts but computes: it is shown, never silently mended."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from muster.rules.settlement.facts import Charge, LentThing, TimeEntry
from muster.rules.settlement.working import Reason
from muster.rules.terms import Terms


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
        for before, after in zip(own, own[1:], strict=False):
            if after.starts_at < before.ends_at:
                values = {"person": before.person, "entries": [before.id, after.id]}
                found.append(Reason("time.overlaps", "labour", values))
    return found


def missing_receipts(charges: Iterable[Charge], terms: Terms) -> list[Reason]:
    """Charges from the terms' amount on that have no receipt. Term: expenses."""
    return [
        Reason("expense.no_receipt", "expenses", {"charge": charge.id, "label": charge.label})
        for charge in charges
        if not charge.has_receipt
        and Fraction(charge.unit_price.amount) * Fraction(charge.quantity)
        >= Fraction(terms.expenses.receipt_from)
    ]


def missing_prices(lent: Iterable[LentThing]) -> list[Reason]:
    """Things damaged or lost whose cost nobody has written down yet. Term: equipment."""
    return [
        Reason("equipment.cost_missing", "equipment", {"thing": thing.id, "label": thing.label})
        for thing in lent
        if (thing.damaged and thing.repair_cost is None and thing.price is None)
        or (thing.lost and thing.price is None)
    ]

"""Nights, and days of meals, that one person has more than once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from muster.rules.settlement.facts import AwayCost, Charge, MissionFacts
from muster.rules.settlement.lent import Stay
from muster.rules.settlement.working import Reason
from muster.rules.terms import PerDiem, Terms

Day = tuple[Any, date, AwayCost]  # who, when, and what for


def stays_twice(facts: MissionFacts, terms: Terms) -> list[Reason]:
    """Days on which one person's night, or meals, are asked for twice: by two stays, by receipts for
    two nights, or by a receipt beside a stay. Meals may have several receipts. Terms: checks, travel."""
    here = Counter(_days(facts.stays, terms)) + _receipts(facts.charges)
    elsewhere = Counter(day for day in _days(facts.stays_elsewhere, terms) if day in here)
    names = {_who(stay): stay.person for stay in facts.stays}
    names |= {each.away.person_id: each.away.person for each in facts.charges if each.away}
    twice = {(names[who], on) for (who, on, _), times in (here + elsewhere).items() if times > 1}
    return [
        Reason("travel.stay_twice", "checks", {"person": person, "day": on})
        for person, on in sorted(twice)
    ]


def asked_for(stay: Stay, terms: Terms) -> Iterator[AwayCost]:
    """Which of a night and meals a stay charges: what was spent, or what the terms pay a day."""
    as_spent = terms.travel.per_diem is PerDiem.ACTUAL
    if stay.donated:
        return
    if stay.has_night and not stay.lodging_provided and (stay.lodging or not as_spent):
        yield AwayCost.LODGING
    if not stay.meals_provided and (stay.meals or not as_spent):
        yield AwayCost.MEALS


def _days(stays: tuple[Stay, ...], terms: Terms) -> Iterator[Day]:
    for stay in stays:
        for cost in asked_for(stay, terms):
            yield _who(stay), stay.on, cost


def _receipts(charges: tuple[Charge, ...]) -> Counter[Day]:
    """How many nights, and whether any meals, receipts ask for."""
    times: Counter[Day] = Counter()
    for charge in charges:
        if charge.away is None or charge.on is None or charge.donated:
            continue
        day = (charge.away.person_id, charge.on, charge.away.cost)
        times[day] = 1 if charge.away.cost is AwayCost.MEALS else times[day] + 1
    return times


def _who(stay: Stay) -> Any:
    return stay.person_id or stay.person

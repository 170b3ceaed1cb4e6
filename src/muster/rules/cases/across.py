"""What is doubtful only when all missions and claims of a case are looked at together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from muster.rules.settlement import Charge, MissionFacts, Reason, TimeEntry
from muster.rules.settlement.doubts import long_days, overlaps, receipts_twice
from muster.rules.settlement.nights import asked_for
from muster.rules.terms import Terms

ClaimKey = tuple[str, str]  # the mission and the claim
Doubt = tuple[Reason, tuple[ClaimKey, ...]]


@dataclass(frozen=True, slots=True)
class Held:
    """What one claim holds of its mission; a person is known by name within the responding party."""

    key: ClaimKey
    responding: str
    facts: MissionFacts


@dataclass(frozen=True, slots=True)
class _Spot:
    """An entry of a claim; it stands in the place of the entry's id."""

    key: ClaimKey
    name: str

    def __str__(self) -> str:
        whole = self.name.partition("|")[0]  # of an entry that was cut where a table changes
        return f"“{whole}” of {self.key[1]}"


def doubts_across(held: Iterable[Held], terms: Terms) -> dict[ClaimKey, list[Reason]]:
    """By claim, what is doubtful about its entries beside those of other claims. Term: checks.

    Every claim that holds one of the entries is told: the record does not say which of them is right.
    """
    claims = list(held)
    found: dict[ClaimKey, list[Reason]] = defaultdict(list)
    for reason, keys in [
        *_time(claims, terms),
        *_receipts(claims),
        *_stays(claims, terms),
    ]:
        for key in dict.fromkeys(keys):
            if reason not in found[key]:
                found[key].append(reason)
    return found


def _time(claims: list[Held], terms: Terms) -> Iterator[Doubt]:
    persons: dict[tuple[str, str], list[TimeEntry]] = defaultdict(list)
    for each in claims:
        for entry in each.facts.time_entries:
            spot = _Spot(each.key, entry.id)
            persons[(each.responding, entry.person)].append(replace(entry, id=spot))
    for own in persons.values():
        if len({entry.id.key for entry in own}) > 1:
            yield from _overlaps(own)
            yield from _long_days(own, terms)


def _overlaps(own: list[TimeEntry]) -> Iterator[Doubt]:
    for reason in overlaps(own):
        spots = reason.values.get("entries", [])
        if len({spot.key for spot in spots}) > 1:
            values = {"person": reason.values["person"], "entries": _listed(spots)}
            yield Reason("time.overlaps_across", "labour", values), _keys(spots)


def _long_days(own: list[TimeEntry], terms: Terms) -> Iterator[Doubt]:
    for reason in long_days(own, terms):
        day = reason.values["day"]
        spots = [entry.id for entry in own if _touches(entry, day, terms)]
        if len({spot.key for spot in spots}) > 1:
            values = {**reason.values, "entries": _listed(spots)}
            yield Reason("time.day_too_long_across", "checks", values), _keys(spots)


def _touches(entry: TimeEntry, day: date, terms: Terms) -> bool:
    last = entry.ends_at - timedelta(microseconds=1)
    first_day, last_day = (
        moment.astimezone(terms.zone).date() for moment in (entry.starts_at, last)
    )
    return first_day <= day <= last_day


def _receipts(claims: list[Held]) -> Iterator[Doubt]:
    charges: list[Charge] = [
        replace(charge, id=_Spot(each.key, charge.id))
        for each in claims
        for charge in each.facts.charges
    ]
    spots = {str(charge.id): charge.id for charge in charges}
    for reason in receipts_twice(charges):
        own = [spots[name] for name in reason.values["charges"]]
        if len({spot.key for spot in own}) > 1:
            values = {**reason.values, "charges": _listed(own)}
            yield Reason("expense.receipt_across", "checks", values), _keys(own)


def _stays(claims: list[Held], terms: Terms) -> Iterator[Doubt]:
    """Nights, or days of meals, that several claims have of one person."""
    days: dict[tuple[str, str, date, str], list[_Spot]] = defaultdict(list)
    for each in claims:
        for stay in each.facts.stays:
            for what in asked_for(stay, terms):
                spot = _Spot(each.key, stay.id)
                days[(each.responding, stay.person, stay.on, what)].append(spot)
    for (_, person, day, _), spots in days.items():
        if len({spot.key for spot in spots}) > 1:
            values = {"person": person, "day": day, "entries": _listed(spots)}
            yield Reason("travel.stay_across", "checks", values), _keys(spots)


def _keys(spots: Iterable[_Spot]) -> tuple[ClaimKey, ...]:
    return tuple(spot.key for spot in spots)


def _listed(spots: Iterable[Any]) -> str:
    return ", ".join(dict.fromkeys(str(spot) for spot in spots))

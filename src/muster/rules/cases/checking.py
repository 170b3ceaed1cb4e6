"""What in a well-written case cannot be: names that name nothing, times that end before they start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from muster.rules.cases.shape import Case, CaseClaim, CaseMission
from muster.rules.cases.shape_costs import CaseTime

Mistake = tuple[tuple[str, ...], str]

LISTS = ("time", "costs", "stays", "lent", "uses", "supplies", "licences", "facilities")


def mistakes(case: Case) -> Iterator[Mistake]:
    """Each mistake as the place where it stands and a sentence that says what to do."""
    for name in ("parties", "missions", "claims", "requests"):
        yield from _twice((name,), [each.id for each in getattr(case, name)])
    parties = {party.id for party in case.parties}
    for number, mission in enumerate(case.missions):
        yield from _of_mission(mission, ("missions", str(number)), parties)
    missions = {mission.id: mission for mission in case.missions}
    for number, claim in enumerate(case.claims):
        yield from _of_claim(claim, ("claims", str(number)), missions)
    yield from _covered_twice(case)
    for number, event in enumerate(case.events):
        if event.party:
            yield from _unknown(("events", str(number), "party"), event.party, parties, "party")
    for number, request in enumerate(case.requests):
        here = ("requests", str(number))
        yield from _unknown((*here, "requesting"), request.requesting, parties, "party")
        needs = {need.id for need in request.needs}
        for index, answer in enumerate(request.answers):
            place = (*here, "answers", str(index))
            yield from _unknown((*place, "party"), answer.party, parties, "party")
            for line, offered in enumerate(answer.lines):
                need = (*place, "lines", str(line), "need")
                yield from _unknown(need, offered.need, needs, "need")


def ids_of(mission: CaseMission) -> list[str]:
    """The ids of all that a mission records; what has none is named by its list and its place."""
    return [
        each.id or f"{name}.{number}"
        for name in LISTS
        for number, each in enumerate(getattr(mission, name), start=1)
    ]


def _of_mission(
    mission: CaseMission, here: tuple[str, ...], parties: set[str]
) -> Iterator[Mistake]:
    for name in ("requesting", "responding"):
        yield from _unknown((*here, name), getattr(mission, name), parties, "party")
    if mission.requesting == mission.responding:
        yield (*here, "responding"), "A party cannot help itself; name another."
    named = [each.id for name in LISTS for each in getattr(mission, name) if each.id]
    yield from _twice(here, named)
    for number, entry in enumerate(mission.time):
        yield from _of_time(entry, (*here, "time", str(number)))
    for number, thing in enumerate(mission.lent):
        if thing.damaged + thing.lost > thing.quantity:
            place = (*here, "lent", str(number), "quantity")
            yield place, "More is damaged or lost than was lent (damaged, lost); mend the numbers."
    for number, supply in enumerate(mission.supplies):
        if supply.returned + supply.replaced > supply.quantity:
            place = (*here, "supplies", str(number), "returned")
            yield place, "More came back than was given (quantity); mend the numbers."


def _of_time(entry: CaseTime, here: tuple[str, ...]) -> Iterator[Mistake]:
    if (entry.ends_at is None) == (entry.hours is None):
        yield here, "Write either ends_at or hours, one of the two."
    if entry.hours is not None and entry.hours == 0:
        yield (*here, "hours"), "Write more than nothing, or leave the entry out."
    if (entry.rate is None) == (entry.rate_table is None):
        yield here, "Write either rate or rate_table, one of the two."
    if entry.ends_at is not None:
        if (entry.ends_at.tzinfo is None) != (entry.starts_at.tzinfo is None):
            yield (
                (*here, "ends_at"),
                "Write both moments with an offset, or both without (starts_at).",
            )
        elif entry.ends_at <= entry.starts_at:
            yield (*here, "ends_at"), "It must end after it starts (starts_at)."


def _of_claim(
    claim: CaseClaim, here: tuple[str, ...], missions: dict[str, Any]
) -> Iterator[Mistake]:
    yield from _unknown((*here, "mission"), claim.mission, missions, "mission")
    if claim.mission in missions:
        known = set(ids_of(missions[claim.mission]))
        for index, name in enumerate(claim.covers):
            yield from _unknown((*here, "covers", str(index)), name, known, "entry of the mission")
    for index, waiver in enumerate(claim.waivers):
        if (waiver.amount is None) == (waiver.percent is None):
            yield (*here, "waivers", str(index)), "Write either amount or percent, one of the two."


def _covered_twice(case: Case) -> Iterator[Mistake]:
    """An entry that two claims name would be charged twice."""
    holders: dict[tuple[str, str], str] = {}
    for number, claim in enumerate(case.claims):
        for index, name in enumerate(claim.covers):
            holder = holders.setdefault((claim.mission, name), claim.id)
            if holder != claim.id:
                yield (
                    ("claims", str(number), "covers", str(index)),
                    f"“{name}” is in claim “{holder}” already, and an entry belongs to one claim "
                    f"alone; take it out of “{holder}” or of “{claim.id}”.",
                )


def _unknown(
    place: tuple[str, ...], name: str, known: Iterable[str], what: str
) -> Iterator[Mistake]:
    if name not in known:
        listed = ", ".join(sorted(known)) or "none yet"
        yield place, f"The case has no {what} “{name}”; there is: {listed}."


def _twice(place: tuple[str, ...], names: list[str]) -> Iterator[Mistake]:
    for name, count in Counter(names).items():
        if count > 1:
            yield place, f"“{name}” is there {count} times; give each its own."

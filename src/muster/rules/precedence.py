"""Which of several open requests is helped first: a stated rule, each network's own weights.

Source: none of the agreements orders competing requests; they leave it to judgement. So the order is
a proposal with its working, and the coordinator may put a request at a place, with a reason.

Each factor counts from 0 to 100; a request's score is their mean, weighted by the network:

* severity: the proposed score of the incident (`rules.severity`).
* public_safety: 100 where a 911 centre or fire authority asks, else 0.
* unmet: the part of what was asked that nobody has promised yet.
* waiting: the hours since the request was opened, 100 from `LONG_WAIT` on.
* urgency: 100 when help is needed now, falling to 0 for what is needed in `FAR_OFF` or later.
* population: one step of 20 for each power of ten people above 1,000; 0 where it is not known.

Equal scores go by the time of opening, then by reference.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from uuid import UUID

from muster.rules.refusal import Refusal
from muster.rules.severity import CRITICAL_PARTIES


class Factor(StrEnum):
    SEVERITY = "severity"
    PUBLIC_SAFETY = "public_safety"
    UNMET = "unmet"
    WAITING = "waiting"
    URGENCY = "urgency"
    POPULATION = "population"


USUAL_WEIGHTS: Mapping[Factor, int] = {
    Factor.SEVERITY: 5,
    Factor.PUBLIC_SAFETY: 5,
    Factor.UNMET: 3,
    Factor.WAITING: 2,
    Factor.URGENCY: 2,
    Factor.POPULATION: 1,
}
MOST_WEIGHT, MOST_PLACES = 10, 200
LONG_WAIT = timedelta(hours=24)
FAR_OFF = timedelta(days=7)
POPULATION_STEPS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
STEP = 20
NONE, ALL = Decimal(0), Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Asking:
    """One open request, as the rule sees it. `wanted` and `promised` are pieces of its lines; `lacks`
    counts by resource type what is still to be found."""

    aid_request_id: UUID
    reference: str
    party_kind: str
    population: int | None
    severity: int
    opened_at: datetime
    needed_from: datetime
    wanted: int
    promised: int
    lacks: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def missing(self) -> int:
        """Pieces that nobody has promised yet."""
        return max(0, self.wanted - self.promised)


@dataclass(frozen=True)
class Part:
    """One factor of a score: its value from 0 to 100, and its weight."""

    factor: Factor
    value: Decimal
    weight: int


@dataclass(frozen=True)
class Standing:
    """The place of one request, from 1. `is_placed`: by the coordinator, not by its score."""

    asking: Asking
    place: int
    score: Decimal
    parts: tuple[Part, ...]
    is_placed: bool = False


@dataclass(frozen=True)
class Contested:
    """A resource type that several requests want more of than is free."""

    resource_type_id: UUID
    wanted: int
    free: int
    aid_request_ids: tuple[UUID, ...]


def in_order(
    askings: Iterable[Asking],
    weights: Mapping[Factor, int],
    placed: Mapping[UUID, int],
    at: datetime,
) -> list[Standing]:
    """The requests, first helped first. `placed` maps a request to the place it was given.

    A given place holds as far as there are so many requests; of two at one place the better score
    comes first. The others keep their order among themselves.
    """
    scored = [(asking, _parts(asking, weights, at)) for asking in askings]
    scored.sort(key=lambda each: _key(each[0], score_of(each[1])))
    free = [each for each in scored if each[0].aid_request_id not in placed]
    given = [each for each in scored if each[0].aid_request_id in placed]
    for each in sorted(given, key=lambda each: placed[each[0].aid_request_id]):
        free.insert(_spot(placed[each[0].aid_request_id], free, placed), each)
    return [
        Standing(asking, number, score_of(parts), parts, asking.aid_request_id in placed)
        for number, (asking, parts) in enumerate(free, start=1)
    ]


def _spot(
    place: int,
    row: Sequence[tuple[Asking, tuple[Part, ...]]],
    placed: Mapping[UUID, int],
) -> int:
    """Where a request with a given place goes: behind those that were given the same one."""
    spot = min(place - 1, len(row))
    while spot < len(row) and placed.get(row[spot][0].aid_request_id, 0) == place:
        spot += 1
    return spot


def score_of(parts: Iterable[Part]) -> Decimal:
    """The weighted mean, from 0 to 100 with one decimal, rounded half up; 0 without any weight."""
    listed = list(parts)
    weight = sum(part.weight for part in listed)
    if not weight:
        return NONE
    mean = sum((part.value * part.weight for part in listed), NONE) / weight
    return mean.quantize(Decimal("0.1"), ROUND_HALF_UP)


def wanted_by_several(askings: Iterable[Asking]) -> dict[UUID, int]:
    """How many pieces of each resource type are lacking, of those that two or more requests lack."""
    wanted, rivals = Counter[UUID](), Counter[UUID]()
    for asking in askings:
        lacking = {each: count for each, count in asking.lacks.items() if count > 0}
        wanted.update(lacking)
        rivals.update(lacking.keys())
    return {each: count for each, count in wanted.items() if rivals[each] > 1}


def contested(askings: Iterable[Asking], free: Mapping[UUID, int]) -> list[Contested]:
    """What at least two requests lack and there is not enough of; the scarcest first."""
    wanting: dict[UUID, list[Asking]] = {}
    for asking in askings:
        for resource_type_id, count in asking.lacks.items():
            if count > 0:
                wanting.setdefault(resource_type_id, []).append(asking)
    found = [
        Contested(
            resource_type_id,
            sum(each.lacks[resource_type_id] for each in rivals),
            free.get(resource_type_id, 0),
            tuple(each.aid_request_id for each in rivals),
        )
        for resource_type_id, rivals in wanting.items()
        if len(rivals) > 1
    ]
    short = [each for each in found if each.wanted > each.free]
    return sorted(short, key=lambda each: (each.free - each.wanted, str(each.resource_type_id)))


def refusals_for_weights(weights: Mapping[str, int]) -> list[Refusal]:
    """Every factor has a whole weight from 0 to 10, and at least one is not 0."""
    bad = [
        Refusal("precedence.bad_weight", field=factor.value, values={"most": MOST_WEIGHT})
        for factor in Factor
        if not 0 <= weights.get(factor.value, -1) <= MOST_WEIGHT
    ]
    if not bad and not any(weights.values()):
        return [Refusal("precedence.no_weight")]
    return bad


def _parts(asking: Asking, weights: Mapping[Factor, int], at: datetime) -> tuple[Part, ...]:
    values = {
        Factor.SEVERITY: Decimal(asking.severity),
        Factor.PUBLIC_SAFETY: ALL if asking.party_kind in CRITICAL_PARTIES else NONE,
        Factor.UNMET: _share(asking.missing, asking.wanted),
        Factor.WAITING: _share_of_time(at - asking.opened_at, LONG_WAIT),
        Factor.URGENCY: ALL - _share_of_time(asking.needed_from - at, FAR_OFF),
        Factor.POPULATION: _population(asking.population),
    }
    return tuple(Part(factor, values[factor], weights.get(factor, 0)) for factor in Factor)


def _key(asking: Asking, score: Decimal) -> tuple[Decimal, datetime, str]:
    return (-score, asking.opened_at, asking.reference)


def _share(part: int, whole: int) -> Decimal:
    return (ALL * part / whole).quantize(Decimal("0.1")) if whole > 0 else NONE


def _share_of_time(passed: timedelta, whole: timedelta) -> Decimal:
    seconds = Decimal(int(passed.total_seconds()))
    value = ALL * seconds / Decimal(int(whole.total_seconds()))
    return min(ALL, max(NONE, value)).quantize(Decimal("0.1"))


def _population(people: int | None) -> Decimal:
    return Decimal(sum(STEP for step in POPULATION_STEPS if (people or 0) > step))

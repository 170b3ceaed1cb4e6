"""Requests that compete, in the order in which they are helped, each with the working of its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.catalog import queries as catalog
from muster.journal import clock
from muster.response.models import PrecedencePlace, PrecedenceWeights
from muster.rules.actor import Actor
from muster.rules.precedence import (
    USUAL_WEIGHTS,
    Asking,
    Contested,
    Factor,
    Standing,
    contested,
    in_order,
    wanted_by_several,
)

LOOKED_AHEAD = timedelta(hours=24)


@dataclass(frozen=True)
class Row:
    """One request in the order. `given` is the place given by hand, where there is one."""

    standing: Standing
    aid_request: Any
    given: PrecedencePlace | None
    contested: tuple[str, ...]


@dataclass(frozen=True)
class Scarcity:
    """A resource type that several requests want more of than is free, by name and number."""

    name: str
    found: Contested


@dataclass(frozen=True)
class Precedence:
    """All open requests that the reader may see and that still lack something, in order."""

    rows: list[Row]
    scarce: list[Scarcity]
    weights: Mapping[Factor, int]
    changed: PrecedenceWeights | None


def precedence(actor: Actor, exercise_id: UUID | None = None) -> Precedence:
    """The order at this moment. What is free is what could be promised for the next 24 hours."""
    at, changed = clock.now(), _changed(actor)
    counted = _weights(changed)
    found = aid.open_askings(actor, exercise_id)
    askings = [each.asking for each in found]
    given = {row.aid_request_id: row for row in _given([row.aid_request_id for row in askings])}
    order = in_order(askings, counted, {key: row.place for key, row in given.items()}, at)
    scarce = _scarce(actor, askings, at, exercise_id)
    requests = {each.asking.aid_request_id: each.aid_request for each in found}
    rows = [
        Row(
            standing,
            requests[standing.asking.aid_request_id],
            given.get(standing.asking.aid_request_id),
            tuple(
                each.name
                for each in scarce
                if standing.asking.aid_request_id in each.found.aid_request_ids
            ),
        )
        for standing in order
    ]
    return Precedence(rows, scarce, counted, changed)


def weights(actor: Actor) -> Mapping[Factor, int]:
    """How much each factor counts in the actor's network."""
    return _weights(_changed(actor))


def _scarce(
    actor: Actor, askings: list[Asking], at: datetime, exercise_id: UUID | None
) -> list[Scarcity]:
    """What several requests want more of than is free; for those who may know what others have."""
    if not catalog.sees_others(actor):
        return []
    wanted = wanted_by_several(askings)
    free = catalog.free_by_type(actor, wanted, at, at + LOOKED_AHEAD, exercise_id)
    names = {row.id: row.label for row in catalog.resource_types(actor, with_retired=True)}
    return [
        Scarcity(names.get(each.resource_type_id, "?"), each) for each in contested(askings, free)
    ]


def place_of(aid_request_id: UUID) -> PrecedencePlace | None:
    """The place that a request was given by hand and still has."""
    return PrecedencePlace.objects.filter(
        aid_request_id=aid_request_id, ended_at__isnull=True
    ).first()


def _given(aid_request_ids: list[UUID]) -> list[PrecedencePlace]:
    return list(
        PrecedencePlace.objects.filter(aid_request_id__in=aid_request_ids, ended_at__isnull=True)
    )


def _changed(actor: Actor) -> PrecedenceWeights | None:
    return PrecedenceWeights.objects.filter(network_id=actor.network_id).first()


def _weights(changed: PrecedenceWeights | None) -> Mapping[Factor, int]:
    if changed is None:
        return USUAL_WEIGHTS
    return {factor: int(changed.weights.get(factor.value, 0)) for factor in Factor}

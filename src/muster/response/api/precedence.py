"""The order of competing requests over the API."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from muster.api.doors import ActorRequest, Input, Text, reads, run, writes
from muster.response import commands, queries
from muster.response.api.board import BoardQuery
from muster.rules.actor import Actor
from muster.rules.precedence import MOST_PLACES, MOST_WEIGHT

router = Router()
Weight = Annotated[int, Field(ge=0, le=MOST_WEIGHT)]


class WeightsIn(Input):
    """Every factor, from 0, which does not count, to 10."""

    severity: Weight
    public_safety: Weight
    unmet: Weight
    waiting: Weight
    urgency: Weight
    population: Weight


class WeightsOut(Schema):
    weights: dict[str, int]
    changed_by_name: str
    changed_at: datetime


class PlaceIn(Input):
    place: Annotated[int, Field(ge=1, le=MOST_PLACES)]
    reason: Annotated[str, Text(500, 1)]


class PlaceOut(Schema):
    aid_request_id: UUID
    place: int
    reason: str
    given_by_name: str
    given_at: datetime
    ended_at: datetime | None


class PartOut(Schema):
    factor: str
    value: Decimal
    weight: int


class StandingOut(Schema):
    aid_request_id: UUID
    reference: str
    place: int
    score: Decimal
    parts: list[PartOut]
    wanted: int
    promised: int
    short_of: list[str]
    given: PlaceOut | None


class ScarceOut(Schema):
    resource_type_id: UUID
    name: str
    wanted: int
    free: int
    aid_request_ids: list[UUID]


class OrderOut(Schema):
    weights: dict[str, int]
    scarce: list[ScarceOut]
    requests: list[StandingOut]


@router.get(
    "/board/order",
    **reads(OrderOut, name="order_of_requests", summary="Who is helped first, and why"),
)
def order_of_requests(request: ActorRequest, asked: Annotated[BoardQuery, Query()]) -> Any:
    found = queries.precedence(request.actor, asked.exercise_id)
    return {
        "weights": {factor.value: weight for factor, weight in found.weights.items()},
        "scarce": [{"name": each.name, **vars(each.found)} for each in found.scarce],
        "requests": [_standing(row) for row in found.rows],
    }


def _standing(row: Any) -> dict[str, Any]:
    standing = row.standing
    return {
        "aid_request_id": standing.asking.aid_request_id,
        "reference": standing.asking.reference,
        "place": standing.place,
        "score": standing.score,
        "parts": [vars(part) for part in standing.parts],
        "wanted": standing.asking.wanted,
        "promised": standing.asking.promised,
        "short_of": list(row.contested),
        "given": row.given,
    }


def _weights(actor: Actor, row: Any) -> Any:
    return WeightsOut.from_orm(row)


def _place(actor: Actor, row: Any) -> Any:
    return PlaceOut.from_orm(row)


@router.post("/board/order/weights", **writes(commands.set_precedence_weights, WeightsOut))
def set_weights(request: ActorRequest, payload: WeightsIn) -> HttpResponse:
    return run(
        request,
        commands.set_precedence_weights,
        _weights,
        weights=payload.model_dump(),
    )


@router.post(
    "/aid-requests/{aid_request_id}/place", **writes(commands.place_request, PlaceOut, status=201)
)
def place_request(request: ActorRequest, aid_request_id: UUID, payload: PlaceIn) -> HttpResponse:
    return run(
        request,
        commands.place_request,
        _place,
        status=201,
        aid_request_id=aid_request_id,
        **payload.model_dump(),
    )


@router.post("/aid-requests/{aid_request_id}/place/end", **writes(commands.end_place, PlaceOut))
def end_place(request: ActorRequest, aid_request_id: UUID) -> HttpResponse:
    return run(request, commands.end_place, _place, aid_request_id=aid_request_id)

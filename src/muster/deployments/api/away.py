"""Nights and meals away, and the answer whether help goes on, over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, reads, run, writes
from muster.deployments import commands, queries
from muster.deployments.api import present, shapes

router = Router()
MISSION = "/missions/{mission_id}"
MOST = 500


@router.get(
    f"{MISSION}/stays",
    **reads(list[shapes.StayOut], name="stays", summary="Days away, also those struck out"),
)
def stays(request: ActorRequest, mission_id: UUID) -> Any:
    rows = queries.stays(request.actor, mission_id, with_voided=True)[:MOST]
    return [present.stay(request.actor, row) for row in rows]


@router.post("/stays", **writes(commands.log_stay, shapes.StayOut, status=201))
def log_stay(request: ActorRequest, payload: shapes.StayIn) -> HttpResponse:
    given = payload.model_dump()
    cents = {f"{name}_cents": _cents(given.pop(name)) for name in ("lodging", "meals")}
    return run(request, commands.log_stay, present.stay, status=201, **given, **cents)


@router.post("/stays/{stay_id}/void", **writes(commands.void_stay, shapes.StayOut))
def void_stay(request: ActorRequest, stay_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    return run(request, commands.void_stay, present.stay, stay_id=stay_id, reason=payload.reason)


@router.get(
    f"{MISSION}/continuation",
    **reads(
        shapes.ContinuationOut | None,
        name="continuation",
        summary="The written answer whether help goes on beyond the free time",
    ),
)
def continuation(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.continuation(request.actor, mission_id)


@router.post(
    f"{MISSION}/continuation",
    **writes(commands.answer_continuation, shapes.ContinuationOut, status=201),
)
def answer_continuation(
    request: ActorRequest, mission_id: UUID, payload: shapes.ContinuationIn
) -> HttpResponse:
    return run(
        request,
        commands.answer_continuation,
        present.continuation,
        status=201,
        mission_id=mission_id,
        **payload.model_dump(),
    )


def _cents(amount: str | None) -> int | None:
    return None if amount is None else int(Decimal(amount) * 100)

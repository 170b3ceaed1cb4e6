"""What the signed mission order names, over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, reads, run, writes
from muster.deployments import commands, queries
from muster.deployments.api import present, shapes

router = Router()
MISSION = "/missions/{mission_id}/outside-order"
MOST = 500


@router.get(
    MISSION,
    **reads(
        list[shapes.OutsideOrderOut],
        name="outside_order",
        summary="What the signed order does not name, also what was taken in",
    ),
)
def outside_order(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.outside_order(request.actor, mission_id)[:MOST]


@router.post(MISSION, **writes(commands.put_outside_order, shapes.OutsideOrderOut, status=201))
def put_outside_order(
    request: ActorRequest, mission_id: UUID, payload: shapes.OutsideOrderIn
) -> HttpResponse:
    return run(
        request,
        commands.put_outside_order,
        present.outside_order,
        status=201,
        mission_id=mission_id,
        **payload.model_dump(),
    )


@router.post(
    "/outside-order/{outside_order_id}/take-in",
    **writes(commands.take_into_order, shapes.OutsideOrderOut),
)
def take_into_order(request: ActorRequest, outside_order_id: UUID) -> HttpResponse:
    return run(
        request,
        commands.take_into_order,
        present.outside_order,
        outside_order_id=outside_order_id,
    )

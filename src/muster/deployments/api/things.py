"""How things were used, what rate tables call them, and supplies, over the API."""

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
ONE = "/deployments/{deployment_id}"
MISSION = "/missions/{mission_id}"
MOST = 500


@router.get(
    f"{MISSION}/uses",
    **reads(list[shapes.UseOut], name="uses", summary="Use that was stated, also struck out"),
)
def uses(request: ActorRequest, mission_id: UUID) -> Any:
    rows = queries.uses(request.actor, mission_id, with_voided=True)[:MOST]
    return [present.use(request.actor, row) for row in rows]


@router.post(f"{ONE}/uses", **writes(commands.log_use, shapes.UseOut, status=201))
def log_use(request: ActorRequest, deployment_id: UUID, payload: shapes.UseIn) -> HttpResponse:
    given = payload.model_dump()
    supplied = cents(given.pop("supplied")) or 0
    return run(
        request,
        commands.log_use,
        present.use,
        status=201,
        deployment_id=deployment_id,
        supplied_cents=supplied,
        **given,
    )


@router.post("/uses/{use_id}/void", **writes(commands.void_use, shapes.UseOut))
def void_use(request: ActorRequest, use_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    return run(request, commands.void_use, present.use, use_id=use_id, reason=payload.reason)


@router.post(f"{ONE}/rate-key", **writes(commands.choose_rate_key, shapes.DeploymentOut))
def choose_rate_key(
    request: ActorRequest, deployment_id: UUID, payload: shapes.RateKeyIn
) -> HttpResponse:
    return run(
        request,
        commands.choose_rate_key,
        present.deployment,
        deployment_id=deployment_id,
        rate_key=payload.rate_key,
    )


@router.post(f"{ONE}/loss", **writes(commands.settle_loss, shapes.DeploymentOut))
def settle_loss(request: ActorRequest, deployment_id: UUID, payload: shapes.LossIn) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request,
        commands.settle_loss,
        present.deployment,
        deployment_id=deployment_id,
        insurance_cents=cents(given.pop("insurance")),
        **given,
    )


@router.get(
    f"{MISSION}/supplies",
    **reads(list[shapes.SupplyOut], name="supplies", summary="Supplies given, also struck out"),
)
def supplies(request: ActorRequest, mission_id: UUID) -> Any:
    rows = queries.supplies(request.actor, mission_id, with_voided=True)[:MOST]
    return [present.supply(request.actor, row) for row in rows]


@router.post(f"{MISSION}/supplies", **writes(commands.log_supplies, shapes.SupplyOut, status=201))
def log_supplies(request: ActorRequest, mission_id: UUID, payload: shapes.SupplyIn) -> HttpResponse:
    given = payload.model_dump()
    prices = {f"{name}_cents": cents(given.pop(name)) for name in ("cost", "replacement")}
    return run(
        request,
        commands.log_supplies,
        present.supply,
        status=201,
        mission_id=mission_id,
        **given,
        **prices,
    )


@router.post("/supplies/{supply_id}/back", **writes(commands.settle_supplies, shapes.SupplyOut))
def settle_supplies(
    request: ActorRequest, supply_id: UUID, payload: shapes.SupplyBackIn
) -> HttpResponse:
    return run(
        request,
        commands.settle_supplies,
        present.supply,
        supply_id=supply_id,
        **payload.model_dump(),
    )


@router.post("/supplies/{supply_id}/void", **writes(commands.void_supplies, shapes.SupplyOut))
def void_supplies(request: ActorRequest, supply_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.void_supplies,
        present.supply,
        supply_id=supply_id,
        reason=payload.reason,
    )


def cents(amount: str | None) -> int | None:
    """Whole cents of an amount as it was sent."""
    return None if amount is None else int(Decimal(amount) * 100)

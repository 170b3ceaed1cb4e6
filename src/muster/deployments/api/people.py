"""People and things that are out, over the API."""

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


@router.get(
    "/missions/{mission_id}/deployments",
    **reads(
        list[shapes.DeploymentOut], name="deployments_of", summary="People and things of a mission"
    ),
)
def deployments_of(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    queries.get_mission_of_side(actor, mission_id)
    commands.ensure_deployments(actor, mission_id)
    return [present.deployment(actor, row) for row in queries.deployments_of(actor, mission_id)]


@router.get(
    "/my-deployments",
    **reads(
        list[shapes.DeploymentOut], name="my_deployments", summary="Where the caller is deployed"
    ),
)
def my_deployments(request: ActorRequest) -> Any:
    rows = queries.my_deployments(request.actor)
    return [present.deployment(request.actor, row) for row in rows]


@router.get(ONE, **reads(shapes.DeploymentOut, name="get_deployment", summary="One person or lot"))
def get_deployment(request: ActorRequest, deployment_id: UUID) -> Any:
    return present.deployment(request.actor, queries.get_deployment(request.actor, deployment_id))


@router.post(f"{ONE}/assign", **writes(commands.assign_responder, shapes.DeploymentOut))
def assign_responder(
    request: ActorRequest, deployment_id: UUID, payload: shapes.AssignIn
) -> HttpResponse:
    return run(
        request,
        commands.assign_responder,
        present.deployment,
        deployment_id=deployment_id,
        person_id=payload.person_id,
    )


@router.post(f"{ONE}/depart", **writes(commands.mark_departed, shapes.DeploymentOut))
def mark_departed(
    request: ActorRequest, deployment_id: UUID, payload: shapes.MomentIn
) -> HttpResponse:
    return run(
        request,
        commands.mark_departed,
        present.deployment,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/check-in", **writes(commands.check_in, shapes.DeploymentOut))
def check_in(request: ActorRequest, deployment_id: UUID, payload: shapes.CheckInIn) -> HttpResponse:
    return run(
        request,
        commands.check_in,
        present.deployment,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/no-show", **writes(commands.mark_no_show, shapes.DeploymentOut))
def mark_no_show(
    request: ActorRequest, deployment_id: UUID, payload: shapes.ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.mark_no_show,
        present.deployment,
        deployment_id=deployment_id,
        reason=payload.reason,
    )


@router.post(f"{ONE}/demobilize", **writes(commands.demobilize, shapes.DeploymentOut))
def demobilize(
    request: ActorRequest, deployment_id: UUID, payload: shapes.DemobilizeIn
) -> HttpResponse:
    return run(
        request,
        commands.demobilize,
        present.deployment,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/release", **writes(commands.release_deployment, shapes.DeploymentOut))
def release_deployment(
    request: ActorRequest, deployment_id: UUID, payload: shapes.ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.release_deployment,
        present.deployment,
        deployment_id=deployment_id,
        reason=payload.reason,
    )


@router.get(
    "/missions/{mission_id}/hand-overs",
    **reads(list[shapes.HandOverOut], name="hand_overs", summary="Things from hand to hand"),
)
def hand_overs(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.hand_overs(request.actor, mission_id)


@router.post(f"{ONE}/hand-over", **writes(commands.hand_over, shapes.HandOverOut, status=201))
def hand_over(
    request: ActorRequest, deployment_id: UUID, payload: shapes.HandOutIn
) -> HttpResponse:
    return run(
        request,
        commands.hand_over,
        present.hand_over,
        status=201,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/return", **writes(commands.return_things, shapes.HandOverOut, status=201))
def return_things(
    request: ActorRequest, deployment_id: UUID, payload: shapes.ReturnIn
) -> HttpResponse:
    given = payload.model_dump()
    given["supplied_cents"] = int(Decimal(given.pop("supplied")) * 100)
    return run(
        request,
        commands.return_things,
        present.hand_over,
        status=201,
        deployment_id=deployment_id,
        **given,
    )


@router.post(f"{ONE}/lost", **writes(commands.report_lost, shapes.HandOverOut, status=201))
def report_lost(request: ActorRequest, deployment_id: UUID, payload: shapes.LostIn) -> HttpResponse:
    return run(
        request,
        commands.report_lost,
        present.hand_over,
        status=201,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )

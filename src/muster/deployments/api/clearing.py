"""What is asked of people before check-in, over the API."""

from __future__ import annotations

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
    "/missions/{mission_id}/clearances",
    **reads(
        list[shapes.PersonClearanceOut],
        name="clearances_of_mission",
        summary="What is asked of each person before check-in, and how it stands",
    ),
)
def clearances_of_mission(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    queries.clearances_of_mission(actor, mission_id)
    commands.ensure_deployments(actor, mission_id)
    rows = queries.clearances_of_mission(actor, mission_id)
    return [present.person_clearance(actor, each) for each in rows]


@router.get(
    "/offers/{offer_id}/clearances",
    **reads(
        list[shapes.PersonClearanceOut],
        name="clearances_of_offer",
        summary="The same of the people in an offer that waits for an answer",
    ),
)
def clearances_of_offer(request: ActorRequest, offer_id: UUID) -> Any:
    actor = request.actor
    rows = queries.clearances_of_offer(actor, offer_id)
    return [present.person_clearance(actor, each) for each in rows]


@router.post(
    f"{ONE}/clearances/{{clearance_key}}/accept",
    **writes(commands.accept_clearance, shapes.AcceptanceOut, status=201),
)
def accept_clearance(
    request: ActorRequest,
    deployment_id: UUID,
    clearance_key: str,
    payload: shapes.AcceptClearanceIn,
) -> HttpResponse:
    return run(
        request,
        commands.accept_clearance,
        present.acceptance,
        status=201,
        deployment_id=deployment_id,
        key=clearance_key,
        **payload.model_dump(),
    )


@router.post(
    "/clearance-acceptances/{acceptance_id}/withdraw",
    **writes(commands.withdraw_acceptance, shapes.AcceptanceOut),
)
def withdraw_acceptance(
    request: ActorRequest, acceptance_id: UUID, payload: shapes.ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.withdraw_acceptance,
        present.acceptance,
        acceptance_id=acceptance_id,
        reason=payload.reason,
    )


@router.post(
    f"{ONE}/statements/{{clearance_key}}/sign",
    **writes(commands.sign_statement, shapes.StatementOut, status=201),
)
def sign_statement(
    request: ActorRequest, deployment_id: UUID, clearance_key: str, payload: shapes.SignIn
) -> HttpResponse:
    return run(
        request,
        commands.sign_statement,
        present.statement,
        status=201,
        deployment_id=deployment_id,
        key=clearance_key,
        **payload.model_dump(),
    )


@router.post(
    f"{ONE}/statements/{{clearance_key}}/record",
    **writes(commands.record_statement, shapes.StatementOut, status=201),
)
def record_statement(
    request: ActorRequest, deployment_id: UUID, clearance_key: str, payload: shapes.PaperIn
) -> HttpResponse:
    return run(
        request,
        commands.record_statement,
        present.statement,
        status=201,
        deployment_id=deployment_id,
        key=clearance_key,
        **payload.model_dump(),
    )


@router.post(
    "/statements/{statement_id}/strike",
    **writes(commands.strike_statement, shapes.StatementOut),
)
def strike_statement(
    request: ActorRequest, statement_id: UUID, payload: shapes.ReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.strike_statement,
        present.statement,
        statement_id=statement_id,
        reason=payload.reason,
    )

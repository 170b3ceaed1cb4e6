"""Operations, their posts, phases and reports over the API."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, PagingQuery, page_schema, reads, run, writes
from muster.response import commands, queries
from muster.response.api import present, shapes

router = Router()
ReportPage = page_schema(shapes.ReportOut)
ONE = "/operations/{operation_id}"


@router.get(
    ONE, **reads(shapes.OperationWholeOut, name="get_operation", summary="One operation, whole")
)
def get_operation(request: ActorRequest, operation_id: UUID) -> Any:
    return present.whole(request.actor, operation_id)


@router.get(
    "/incidents/{incident_id}/reports",
    **reads(ReportPage, name="situation_reports", summary="Situation reports, the newest first"),
)
def situation_reports(request: ActorRequest, incident_id: UUID, paging: PagingQuery) -> Any:
    return queries.reports(request.actor, incident_id, cursor=paging.cursor, limit=paging.limit)


@router.post(
    "/incidents/{incident_id}/operation",
    **writes(commands.start_operation, shapes.OperationOut, status=201),
)
def start_operation(
    request: ActorRequest, incident_id: UUID, payload: shapes.StartIn
) -> HttpResponse:
    return run(
        request,
        commands.start_operation,
        present.operation,
        status=201,
        incident_id=incident_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/change", **writes(commands.change_operation, shapes.OperationOut))
def change_operation(
    request: ActorRequest, operation_id: UUID, payload: shapes.OperationChangesIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.change_operation, present.operation, operation_id=operation_id, **given
    )


@router.post(f"{ONE}/phase", **writes(commands.change_phase, shapes.OperationOut))
def change_phase(
    request: ActorRequest, operation_id: UUID, payload: shapes.PhaseIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.change_phase, present.operation, operation_id=operation_id, **given
    )


@router.post(f"{ONE}/wave", **writes(commands.begin_wave, shapes.OperationOut))
def begin_wave(request: ActorRequest, operation_id: UUID) -> HttpResponse:
    return run(request, commands.begin_wave, present.operation, operation_id=operation_id)


@router.post(f"{ONE}/hand-over", **writes(commands.offer_post, shapes.HandOverOut, status=201))
def offer_post(request: ActorRequest, operation_id: UUID, payload: shapes.PostIn) -> HttpResponse:
    return run(
        request,
        commands.offer_post,
        present.hand_over,
        status=201,
        operation_id=operation_id,
        **payload.model_dump(),
    )


@router.post("/posts/{hand_over_id}/take", **writes(commands.take_post, shapes.HandOverOut))
def take_post(request: ActorRequest, hand_over_id: UUID) -> HttpResponse:
    return run(request, commands.take_post, present.hand_over, hand_over_id=hand_over_id)


@router.post(f"{ONE}/reports", **writes(commands.write_report, shapes.ReportOut, status=201))
def write_report(
    request: ActorRequest, operation_id: UUID, payload: shapes.ReportIn
) -> HttpResponse:
    return run(
        request,
        commands.write_report,
        present.report,
        status=201,
        operation_id=operation_id,
        **payload.model_dump(),
    )

"""Incidents over the API."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.aid import commands, queries
from muster.aid.api import present
from muster.aid.api.shapes import (
    IncidentChangesIn,
    IncidentIn,
    IncidentOut,
    OptionalReasonIn,
    SeverityOut,
)
from muster.api.doors import ActorRequest, PagingQuery, page_schema, reads, run, writes

router = Router()
IncidentPage = page_schema(IncidentOut)


@router.get("/incidents", **reads(IncidentPage, name="incidents", summary="Incidents"))
def incidents(
    request: ActorRequest,
    paging: PagingQuery,
    state: Literal["open", "closed", "reopened"] | None = None,
    party_id: UUID | None = None,
    exercise_id: UUID | None = None,
) -> Any:
    return queries.incidents(
        request.actor,
        state=state,
        party_id=party_id,
        exercise_id=exercise_id,
        cursor=paging.cursor,
        limit=paging.limit,
    )


@router.get(
    "/incidents/{incident_id}", **reads(IncidentOut, name="get_incident", summary="One incident")
)
def get_incident(request: ActorRequest, incident_id: UUID) -> Any:
    return queries.get_incident(request.actor, incident_id)


@router.get(
    "/incidents/{incident_id}/severity",
    **reads(
        SeverityOut, name="proposed_severity", summary="The severity that CISA's formula proposes"
    ),
)
def proposed_severity(request: ActorRequest, incident_id: UUID):
    return queries.severity_of(queries.get_incident(request.actor, incident_id))


@router.post("/incidents", **writes(commands.open_incident, IncidentOut, status=201))
def open_incident(request: ActorRequest, payload: IncidentIn) -> HttpResponse:
    return run(
        request, commands.open_incident, present.incident, status=201, **payload.model_dump()
    )


@router.post("/incidents/{incident_id}/amend", **writes(commands.amend_incident, IncidentOut))
def amend_incident(
    request: ActorRequest, incident_id: UUID, payload: IncidentChangesIn
) -> HttpResponse:
    return run(
        request,
        commands.amend_incident,
        present.incident,
        incident_id=incident_id,
        **payload.model_dump(),
    )


@router.post("/incidents/{incident_id}/close", **writes(commands.close_incident, IncidentOut))
def close_incident(
    request: ActorRequest, incident_id: UUID, payload: OptionalReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.close_incident,
        present.incident,
        incident_id=incident_id,
        reason=payload.reason,
    )


@router.post("/incidents/{incident_id}/reopen", **writes(commands.reopen_incident, IncidentOut))
def reopen_incident(
    request: ActorRequest, incident_id: UUID, payload: OptionalReasonIn
) -> HttpResponse:
    return run(
        request,
        commands.reopen_incident,
        present.incident,
        incident_id=incident_id,
        reason=payload.reason,
    )

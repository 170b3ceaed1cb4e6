"""Hours, expenses and the activity log, over the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, PagingQuery, page_schema, reads, run, writes
from muster.deployments import commands, queries
from muster.deployments.api import present, shapes

router = Router()
MISSION = "/missions/{mission_id}"
TimeEntryPage = page_schema(shapes.TimeEntryOut)


@router.get(
    f"{MISSION}/time-entries",
    **reads(TimeEntryPage, name="time_entries", summary="Hours, also those struck out"),
)
def time_entries(request: ActorRequest, mission_id: UUID, paging: PagingQuery) -> Any:
    found = queries.time_entry_page(
        request.actor,
        mission_id,
        paging.cursor,
        paging.limit,
    )
    return {"items": found.items, "next": found.next}


@router.post(
    "/deployments/{deployment_id}/time-entries",
    **writes(commands.log_time, shapes.TimeEntryOut, status=201),
)
def log_time(request: ActorRequest, deployment_id: UUID, payload: shapes.TimeIn) -> HttpResponse:
    return run(
        request,
        commands.log_time,
        present.time_entry,
        status=201,
        deployment_id=deployment_id,
        **payload.model_dump(),
    )


@router.post(
    "/time-entries/{time_entry_id}/void", **writes(commands.void_time, shapes.TimeEntryOut)
)
def void_time(request: ActorRequest, time_entry_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.void_time,
        present.time_entry,
        time_entry_id=time_entry_id,
        reason=payload.reason,
    )


@router.get(
    f"{MISSION}/expenses",
    **reads(list[shapes.ExpenseOut], name="expenses", summary="Costs, also those struck out"),
)
def expenses(request: ActorRequest, mission_id: UUID) -> Any:
    actor = request.actor
    rows = queries.expenses(actor, mission_id, with_voided=True)[:500]
    return [present.expense(actor, row) for row in rows]


@router.post(f"{MISSION}/expenses", **writes(commands.log_expense, shapes.ExpenseOut, status=201))
def log_expense(request: ActorRequest, mission_id: UUID, payload: shapes.ExpenseIn) -> HttpResponse:
    given = payload.model_dump()
    cents = int(Decimal(given.pop("amount")) * 100)
    return run(
        request,
        commands.log_expense,
        present.expense,
        status=201,
        mission_id=mission_id,
        amount_cents=cents,
        **given,
    )


@router.post("/expenses/{expense_id}/void", **writes(commands.void_expense, shapes.ExpenseOut))
def void_expense(request: ActorRequest, expense_id: UUID, payload: shapes.ReasonIn) -> HttpResponse:
    return run(
        request,
        commands.void_expense,
        present.expense,
        expense_id=expense_id,
        reason=payload.reason,
    )


@router.get(
    f"{MISSION}/activities",
    **reads(list[shapes.ActivityOut], name="activities", summary="The activity log (ICS 214)"),
)
def activities(request: ActorRequest, mission_id: UUID) -> Any:
    return queries.activities(request.actor, mission_id)


@router.post(
    f"{MISSION}/activities", **writes(commands.log_activity, shapes.ActivityOut, status=201)
)
def log_activity(
    request: ActorRequest, mission_id: UUID, payload: shapes.ActivityIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request,
        commands.log_activity,
        present.activity,
        status=201,
        mission_id=mission_id,
        happened_at_moment=given.pop("happened_at"),
        **given,
    )

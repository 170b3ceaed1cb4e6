"""Periods, objectives, tasks and shifts over the API."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from ninja import Router

from muster.api.doors import ActorRequest, run, writes
from muster.response import commands
from muster.response.api import present, shapes

router = Router()
ONE = "/operations/{operation_id}"


@router.post(f"{ONE}/periods", **writes(commands.open_period, shapes.PeriodOut, status=201))
def open_period(
    request: ActorRequest, operation_id: UUID, payload: shapes.PeriodIn
) -> HttpResponse:
    return run(
        request,
        commands.open_period,
        present.period,
        status=201,
        operation_id=operation_id,
        **payload.model_dump(),
    )


@router.post(f"{ONE}/objectives", **writes(commands.add_objective, shapes.ObjectiveOut, status=201))
def add_objective(
    request: ActorRequest, operation_id: UUID, payload: shapes.ObjectiveIn
) -> HttpResponse:
    return run(
        request,
        commands.add_objective,
        present.objective,
        status=201,
        operation_id=operation_id,
        text=payload.text,
    )


@router.post(
    "/objectives/{objective_id}/progress",
    **writes(commands.progress_objective, shapes.ObjectiveOut),
)
def progress_objective(
    request: ActorRequest, objective_id: UUID, payload: shapes.ObjectiveProgressIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.progress_objective, present.objective, objective_id=objective_id, **given
    )


@router.post(f"{ONE}/tasks", **writes(commands.add_task, shapes.TaskOut, status=201))
def add_task(request: ActorRequest, operation_id: UUID, payload: shapes.TaskIn) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.add_task, present.task, status=201, operation_id=operation_id, **given
    )


@router.post("/tasks/{task_id}/assign", **writes(commands.assign_task, shapes.TaskOut))
def assign_task(request: ActorRequest, task_id: UUID, payload: shapes.AssignIn) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.assign_task, present.task, task_id=task_id, **given)


@router.post("/tasks/{task_id}/progress", **writes(commands.progress_task, shapes.TaskOut))
def progress_task(
    request: ActorRequest, task_id: UUID, payload: shapes.TaskProgressIn
) -> HttpResponse:
    given = payload.model_dump()
    return run(request, commands.progress_task, present.task, task_id=task_id, **given)


@router.post(f"{ONE}/shifts", **writes(commands.plan_shift, shapes.ShiftOut, status=201))
def plan_shift(request: ActorRequest, operation_id: UUID, payload: shapes.ShiftIn) -> HttpResponse:
    given = payload.model_dump()
    return run(
        request, commands.plan_shift, present.shift, status=201, operation_id=operation_id, **given
    )


@router.post("/shifts/{shift_id}/remove", **writes(commands.remove_shift, shapes.ShiftOut))
def remove_shift(request: ActorRequest, shift_id: UUID) -> HttpResponse:
    return run(request, commands.remove_shift, present.shift, shift_id=shift_id)

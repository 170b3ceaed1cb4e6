"""From rows to shapes."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from muster.response import queries
from muster.response.api import shapes
from muster.rules.actor import Actor


def operation(_actor: Actor, row: Any) -> shapes.OperationOut:
    return shapes.OperationOut.from_orm(row)


def report(_actor: Actor, row: Any) -> shapes.ReportOut:
    return shapes.ReportOut.from_orm(row)


def period(_actor: Actor, row: Any) -> shapes.PeriodOut:
    return shapes.PeriodOut(
        id=row.id,
        operation_id=row.operation_id,
        number=row.number,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        objectives=[shapes.ObjectiveOut.from_orm(each) for each in row.objectives.all()],
    )


def objective(_actor: Actor, row: Any) -> shapes.ObjectiveOut:
    return shapes.ObjectiveOut.from_orm(row)


def task(_actor: Actor, row: Any) -> shapes.TaskOut:
    return shapes.TaskOut.from_orm(row)


def hand_over(_actor: Actor, row: Any) -> shapes.HandOverOut:
    return shapes.HandOverOut.from_orm(row)


def shift(actor: Actor, row: Any) -> shapes.ShiftOut:
    return _shift(row, problems(queries.get_operation(actor, row.operation_id)))


def _shift(row: Any, found: dict[str, list[str]]) -> shapes.ShiftOut:
    names = shapes.ShiftOut.model_fields.keys() - {"problems"}
    values = {name: getattr(row, name) for name in names}
    return shapes.ShiftOut(**values, problems=found.get(str(row.id), []))


def problems(row: Any) -> dict[str, list[str]]:
    """The broken limits of rest by shift."""
    found: dict[str, list[str]] = defaultdict(list)
    for flag in queries.rest_flags_of(row):
        found[flag.key].append(str(flag.problem))
    return found


def whole(actor: Actor, operation_id: UUID) -> shapes.OperationWholeOut:
    """An operation with all its parts."""
    row = queries.get_operation(actor, operation_id)
    found = problems(row)
    return shapes.OperationWholeOut(
        **shapes.OperationOut.from_orm(row).model_dump(),
        workers=[shapes.WorkerOut(**vars(each)) for each in queries.workers(row.incident)],
        periods=[period(actor, each) for each in queries.periods(row)],
        tasks=[task(actor, each) for each in queries.tasks(row)],
        shifts=[_shift(each, found) for each in queries.shifts(row)],
        hand_overs=[hand_over(actor, each) for each in queries.hand_overs(row)],
    )

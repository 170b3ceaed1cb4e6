"""The task board of the helpers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Max

from muster.journal import clock
from muster.journal.command import command
from muster.response import events, queries
from muster.response.commands.inside import (
    known_worker,
    led_operation,
    require_open,
    write_down,
)
from muster.response.models import Objective, Operation, Task
from muster.rules.actor import Actor
from muster.rules.lifecycle import TASK, TaskState, move
from muster.rules.refusal import Refusal, Refused


@command("operation.lead")
def add_task(
    actor: Actor,
    *,
    operation_id: UUID,
    text: str,
    place: str = "",
    worker_key: str = "",
    objective_id: UUID | None = None,
    due_at: datetime | None = None,
) -> Task:
    """Put a task on the board, for somebody or for whoever takes it.

    *Refuses* `operation.not_led`, `operation.ended`, `task.no_text`, `operation.unknown_worker`,
    `task.other_operation`. *Records* TaskProgressed. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    if not text.strip():
        raise Refused(Refusal("task.no_text", field="text"))
    worker = known_worker(operation, worker_key) if worker_key else None
    objective = _objective(actor, operation, objective_id)
    at = clock.now()
    last = operation.tasks.aggregate(last=Max("number"))["last"] or 0
    task = Task.objects.create(
        operation=operation,
        objective=objective,
        number=last + 1,
        text=text.strip(),
        place=place.strip(),
        worker_key=worker.key if worker else "",
        worker_name=worker.name if worker else "",
        due_at=due_at,
        state=TaskState.TO_DO,
        changed_at=at,
    )
    _record(actor, operation, task, "add", worker.person_id if worker else None)
    return task


def _objective(actor: Actor, operation: Operation, objective_id: UUID | None) -> Objective | None:
    if objective_id is None:
        return None
    objective = queries.get_objective(actor, objective_id)
    if objective.period.operation_id != operation.id:
        raise Refused(Refusal("task.other_operation", field="objective_id"))
    return objective


@command("operation.lead")
def assign_task(actor: Actor, *, task_id: UUID, worker_key: str) -> Task:
    """Give a task to somebody of the party or of its helpers; it is to be done anew.

    *Refuses* `operation.not_led`, `operation.ended`, `operation.unknown_worker`,
    `task.wrong_state`. *Records* TaskProgressed. *Clause*: control.
    """
    task = queries.get_task(actor, task_id)
    operation = led_operation(actor, task.operation_id)
    task = queries.get_task(actor, task_id)
    worker = known_worker(operation, worker_key)
    task.state = move(TASK, task.state, "assign")
    task.worker_key, task.worker_name = worker.key, worker.name
    task.changed_at = clock.now()
    task.save(update_fields=["state", "worker_key", "worker_name", "changed_at"])
    _record(actor, operation, task, "assign", worker.person_id)
    return task


@command("task.progress")
def progress_task(actor: Actor, *, task_id: UUID, action: str, note: str = "") -> Task:
    """Begin, finish, drop (why?) or take up a task: who leads, whose it is, or any helper while it
    is nobody's, who then has it.

    *Refuses* `task.not_yours`, `operation.ended`, `task.unknown_action`, `task.wrong_state`,
    `task.no_reason`. *Records* TaskProgressed. *Clause*: control.
    """
    task = queries.get_task(actor, task_id, lock=True)
    operation = queries.get_operation(actor, task.operation_id)
    require_open(operation)
    is_own = actor.person_id is not None and task.worker_key == str(actor.person_id)
    takes_it = task.worker_key == "" and action in ("start", "finish")
    if not (is_own or takes_it or queries.may_lead(actor, operation)):
        raise Refused(Refusal("task.not_yours", values={"name": task.worker_name or "nobody"}))
    if action not in ("start", "finish", "drop", "reopen"):
        raise Refused(Refusal("task.unknown_action", field="action"))
    task.state = move(TASK, task.state, action)
    if action == "drop" and not note.strip():
        raise Refused(Refusal("task.no_reason", field="note"))
    if takes_it and actor.person_id is not None:
        task.worker_key, task.worker_name = str(actor.person_id), actor.name[:200]
    task.note = note.strip()[:500] or task.note
    task.changed_at = clock.now()
    task.save()
    _record(actor, operation, task, action, actor.person_id)
    return task


def _record(
    actor: Actor, operation: Operation, task: Task, action: str, worker_id: UUID | None
) -> None:
    happened = events.TaskProgressed(
        operation.id,
        operation.incident_id,
        task.id,
        operation.incident.reference,
        task.number,
        action,
        worker_id,
    )
    write_down(happened, actor, operation, task.changed_at, [("task", task.id)])

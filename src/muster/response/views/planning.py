"""Pages of periods, objectives, tasks and shifts."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from muster.journal import clock
from muster.response import commands, queries
from muster.response.forms import (
    NOBODY,
    OBJECTIVE_ACTIONS,
    TASK_ACTIONS,
    AssignForm,
    ObjectiveForm,
    PeriodForm,
    ProgressForm,
    ShiftForm,
    TaskForm,
)
from muster.response.views.writing import OperationCommand
from muster.rules.actor import Actor
from muster.rules.lifecycle import OBJECTIVE, TASK, allowed_actions
from muster.web.given import as_uuid

USUAL_PERIOD = timedelta(hours=12)
USUAL_SHIFT = timedelta(hours=8)


class OpenPeriod(OperationCommand):
    permission = "operation.lead"
    commands = (commands.open_period,)
    form_class = PeriodForm
    title = "Open an operational period"
    submit_label = "Open"
    success_message = "Opened. Give the tasks now."

    def initial(self) -> dict[str, Any]:
        last = queries.current_period(self.operation)
        begins = clock.now().replace(minute=0, second=0, microsecond=0)
        if last is None:
            return {"starts_at": begins, "ends_at": begins + USUAL_PERIOD}
        begins = max(begins, last.ends_at)
        left = [row.text for row in queries.objectives(last) if row.state == "open"]
        return {
            "starts_at": begins,
            "ends_at": begins + USUAL_PERIOD,
            "objectives": "\n".join(left),
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.open_period(
            actor,
            operation_id=self.operation.id,
            starts_at=cleaned["starts_at"],
            ends_at=cleaned["ends_at"],
            objectives=cleaned["objectives"].splitlines(),
        )


class AddObjective(OperationCommand):
    permission = "operation.lead"
    commands = (commands.add_objective,)
    form_class = ObjectiveForm
    title = submit_label = "Add an objective"
    success_message = "Added."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_objective(actor, operation_id=self.operation.id, text=cleaned["text"])


class ProgressObjective(OperationCommand):
    permission = "operation.lead"
    commands = (commands.progress_objective,)
    form_class = ProgressForm
    title = "How far is the objective?"
    success_message = "Saved."

    def load(self, actor: Actor) -> None:
        self.objective = queries.get_objective(actor, self.kwargs["objective_id"])
        self.operation = queries.get_operation(actor, self.objective.period.operation_id)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": self.objective.text}

    def form_arguments(self) -> dict[str, Any]:
        allowed = allowed_actions(OBJECTIVE, self.objective.state)
        return {"actions": [each for each in OBJECTIVE_ACTIONS if each[0] in allowed]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.progress_objective(
            actor,
            objective_id=self.objective.id,
            action=cleaned["action"],
            note=cleaned["note"],
        )


class AddTask(OperationCommand):
    permission = "operation.lead"
    commands = (commands.add_task,)
    form_class = TaskForm
    title = submit_label = "Add a task"
    success_message = "It is on the board."

    def form_arguments(self) -> dict[str, Any]:
        period = queries.current_period(self.operation)
        rows = queries.objectives(period) if period else []
        served = [(str(row.id), f"{row.number}. {row.text}"[:120]) for row in rows]
        return {
            "choices": {
                "worker_key": [NOBODY, *self.workers()],
                "objective_id": [("", "None of them"), *served],
            }
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.add_task(
            actor,
            operation_id=self.operation.id,
            text=cleaned["text"],
            place=cleaned["place"],
            worker_key=cleaned["worker_key"],
            objective_id=as_uuid(cleaned["objective_id"]),
            due_at=cleaned["due_at"],
        )


class TaskCommand(OperationCommand):
    """What the writing pages of one task share."""

    def load(self, actor: Actor) -> None:
        self.task = queries.get_task(actor, self.kwargs["task_id"])
        self.operation = queries.get_operation(actor, self.task.operation_id)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": self.task.text}


class ProgressTask(TaskCommand):
    permission = "task.progress"
    commands = (commands.progress_task,)
    form_class = ProgressForm
    title = "How far is the task?"
    success_message = "Saved."

    def form_arguments(self) -> dict[str, Any]:
        allowed = allowed_actions(TASK, self.task.state)
        return {"actions": [each for each in TASK_ACTIONS if each[0] in allowed]}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.progress_task(
            actor, task_id=self.task.id, action=cleaned["action"], note=cleaned["note"]
        )


class AssignTask(TaskCommand):
    permission = "operation.lead"
    commands = (commands.assign_task,)
    form_class = AssignForm
    title = "Who does the task?"
    success_message = "Given."

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"worker_key": self.workers()}}

    def initial(self) -> dict[str, Any]:
        return {"worker_key": self.task.worker_key}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.assign_task(actor, task_id=self.task.id, worker_key=cleaned["worker_key"])


class PlanShift(OperationCommand):
    permission = "operation.lead"
    commands = (commands.plan_shift,)
    form_class = ShiftForm
    title = "Plan a shift"
    success_message = "Planned."

    def form_arguments(self) -> dict[str, Any]:
        return {"choices": {"worker_key": self.workers()}}

    def initial(self) -> dict[str, Any]:
        begins = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        return {"starts_at": begins, "ends_at": begins + USUAL_SHIFT}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        names = ("worker_key", "duty", "starts_at", "ends_at", "accepts_risk")
        values = {name: cleaned[name] for name in names}
        return commands.plan_shift(actor, operation_id=self.operation.id, **values)


class RemoveShift(OperationCommand):
    permission = "operation.lead"
    commands = (commands.remove_shift,)
    title = submit_label = "Take the shift out of the plan"
    success_message = "Taken out."

    def load(self, actor: Actor) -> None:
        self.shift = queries.get_shift(actor, self.kwargs["shift_id"])
        self.operation = queries.get_operation(actor, self.shift.operation_id)

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.remove_shift(actor, shift_id=self.shift.id)

"""The page from which an operation is run, and the reports as others read them."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from muster.aid import queries as aid
from muster.journal import clock
from muster.response import queries
from muster.response.wording import problem_words
from muster.rules.actor import Actor
from muster.rules.lifecycle import OBJECTIVE, TASK, allowed_actions
from muster.web.views import PageView

SHOWN_REPORTS = 3


class OperationPage(PageView):
    """One page: who leads, what stands, what is to do, who works when."""

    template_name = "response/operation.html"

    def load(self, actor: Actor) -> None:
        self.operation = queries.get_operation(actor, self.kwargs["operation_id"])

    def context(self) -> dict[str, Any]:
        operation, actor = self.operation, self.actor
        is_open = operation.incident.closed_at is None
        period = queries.current_period(operation)
        return {
            "operation": operation,
            "incident": operation.incident,
            "exercise": operation.exercise,
            "is_open": is_open,
            "may_lead": is_open and queries.may_lead(actor, operation),
            "now": clock.now(),
            "period": period,
            "objectives": [
                (row, allowed_actions(OBJECTIVE, row.state)) for row in queries.objectives(period)
            ]
            if period
            else [],
            "columns": task_columns(operation, actor),
            "shifts": shifts_with_flags(operation),
            "reports": queries.reports(actor, operation.incident_id, limit=SHOWN_REPORTS).items,
            "offered": [row for row in queries.hand_overs(operation) if row.ended_at is None],
            "taken": [row for row in queries.hand_overs(operation) if row.taken_at],
            "person_id": actor.person_id,
        }


def task_columns(operation: Any, actor: Actor) -> list[tuple[str, list[Any]]]:
    """The board: tasks by state in the order of work; each says whether the actor may move it."""
    leads = queries.may_lead(actor, operation)
    by_state: dict[str, list[Any]] = defaultdict(list)
    for task in queries.tasks(operation):
        is_own = task.worker_key == str(actor.person_id)
        task.may_move = leads or is_own or not task.worker_key
        by_state[task.state].append(task)
    return [(str(state), by_state[state]) for state in TASK.states if by_state[state]]


def shifts_with_flags(operation: Any) -> list[tuple[Any, list[str]]]:
    """The plan, each shift with what is wrong with it in words; flags of worked hours come first."""
    words: dict[str, list[str]] = defaultdict(list)
    names = {worker.key: worker.name for worker in queries.workers(operation.incident)}
    worked = []
    for flag in queries.rest_flags_of(operation):
        if flag.key:
            words[flag.key].append(problem_words(flag.problem))
        elif flag.worker in names:
            worked.append((None, [f"{names[flag.worker]} {problem_words(flag.problem)}"]))
    return [*worked, *((row, words[str(row.id)]) for row in queries.shifts(operation))]


class Reports(PageView):
    template_name = "response/reports.html"

    def load(self, actor: Actor) -> None:
        self.incident = aid.get_incident(actor, self.kwargs["incident_id"])

    def context(self) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")[:500] or None
        return {
            "incident": self.incident,
            "exercise": self.incident.exercise,
            "page": queries.reports(self.actor, self.incident.id, cursor=cursor),
        }

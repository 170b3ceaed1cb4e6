"""Situation reports: written at agreed intervals, asked for when they are late."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.response import events, queries
from muster.response.commands.inside import led_operation, write_down
from muster.response.models import Operation, SituationReport
from muster.rules.actor import Actor, system_actor
from muster.rules.lifecycle import TASK, LineState
from muster.rules.phases import Phase
from muster.rules.refusal import Refusal, Refused

MOST_REQUESTS = 50


@command("operation.lead")
def write_report(
    actor: Actor,
    *,
    operation_id: UUID,
    public_text: str,
    restricted_text: str = "",
    report_id: UUID | None = None,
) -> SituationReport:
    """Say what stands: one half for all who may know of the incident, one for those who run it.

    The figures of the moment (needs unmet, people here, tasks left) are kept with the report. The
    same `report_id` writes once. *Refuses* `operation.not_led`, `operation.ended`,
    `report.no_text`, `id.taken`. *Records* SituationReportWritten. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    if report_id and (known := SituationReport.objects.filter(pk=report_id).first()):
        if known.operation_id != operation.id or known.written_by_id != actor.person_id:
            raise Refused(Refusal("id.taken"))
        return known
    if not public_text.strip():
        raise Refused(Refusal("report.no_text", field="public_text"))
    at = clock.now()
    last = operation.reports.order_by("-number").first()
    report = SituationReport.objects.create(
        id=report_id or new_id(),
        operation=operation,
        number=(last.number if last else 0) + 1,
        phase=operation.phase,
        public_text=public_text.strip(),
        restricted_text=restricted_text.strip(),
        figures=figures_of(operation),
        written_by_id=actor.person_id,
        written_by_name=actor.name[:200],
        written_at=at,
    )
    _ask_for_next(operation, at)
    head = (operation.id, operation.incident_id, report.id, operation.party_id)
    happened = events.SituationReportWritten(
        *head, operation.incident.reference, report.number, operation.report_due_at
    )
    write_down(happened, actor, operation, at, [("report", report.id)])
    return report


def _ask_for_next(operation: Operation, at: datetime) -> None:
    is_over = operation.phase == Phase.CLOSING
    operation.report_due_at = (
        None if is_over else at + timedelta(hours=operation.report_every_hours)
    )
    operation.report_due_noted_at = None
    operation.save(update_fields=["report_due_at", "report_due_noted_at"])


def figures_of(operation: Operation) -> dict[str, Any]:
    """What is counted, not told: lines still open, people and hours of the helpers, tasks left."""
    system = system_actor(operation.network_id)
    wanted = aid.AidRequestFilter(
        incident_id=operation.incident_id, exercise_id=operation.exercise_id
    )
    requests = aid.aid_requests(system, wanted, limit=MOST_REQUESTS).items
    lines = [line for request in requests for line in aid.lines_of(request.id)]
    missions = aid.missions(
        system,
        incident_id=operation.incident_id,
        exercise_id=operation.exercise_id,
        limit=MOST_REQUESTS,
    ).items
    here = sum(
        row.kind == deployments.PEOPLE and row.state in deployments.OUT
        for mission in missions
        for row in deployments.deployments_of(system, mission.id)
    )
    hours = sum(
        entry.hours
        for mission in missions
        for entry in deployments.time_entries(system, mission.id)
    )
    left = [task for task in operation.tasks.all() if not TASK.has_ended(task.state)]
    return {
        "lines": len(lines),
        "lines_open": sum(line.state == LineState.OPEN for line in lines),
        "people_here": here,
        "hours_worked": f"{hours:.1f}",
        "tasks_left": len(left),
    }


@command("operation.note_due_report")
def note_due_reports(actor: Actor, *, operation_id: UUID) -> bool:
    """Tell commander and deputy, once, that a report is due; the worker does it every minute.

    *Refuses*: nothing. *Records* SituationReportDue. *Clause*: control.
    """
    operation = queries.get_operation(actor, operation_id, lock=True)
    at = clock.now()
    is_due = operation.report_due_at is not None and operation.report_due_at <= at
    if not is_due or operation.report_due_noted_at or operation.incident.closed_at:
        return False
    operation.report_due_noted_at = at
    operation.save(update_fields=["report_due_noted_at"])
    head = (operation.id, operation.incident_id, operation.incident.reference)
    happened = events.SituationReportDue(
        *head, operation.commander_id, operation.deputy_id, operation.report_due_at
    )
    write_down(happened, actor, operation, at)
    return True

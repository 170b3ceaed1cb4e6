"""Operational periods with their objectives, and the plan of shifts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.response import events, queries
from muster.response.commands.inside import known_worker, led_operation, write_down
from muster.response.models import Objective, Operation, Period, Shift
from muster.rules.actor import Actor
from muster.rules.lifecycle import OBJECTIVE, ObjectiveState, move
from muster.rules.refusal import Refusal, Refused

LONGEST_PERIOD = timedelta(days=7)
LONGEST_SHIFT = timedelta(hours=48)
MOST_OBJECTIVES = 30


@command("operation.lead")
def open_period(
    actor: Actor,
    *,
    operation_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    objectives: Sequence[str],
) -> Period:
    """Open the next operational period with what is to be reached in it.

    *Refuses* `operation.not_led`, `operation.ended`, `period.bad_span`, `period.overlaps`,
    `period.no_objectives`. *Records* PeriodOpened. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    _check_span(starts_at, ends_at, LONGEST_PERIOD, "period.bad_span")
    texts = [text.strip()[:500] for text in objectives if text.strip()]
    if not 1 <= len(texts) <= MOST_OBJECTIVES:
        values = {"most": MOST_OBJECTIVES}
        raise Refused(Refusal("period.no_objectives", field="objectives", values=values))
    last = queries.current_period(operation)
    if last is not None and starts_at < last.ends_at:
        values = {"number": last.number}
        raise Refused(Refusal("period.overlaps", field="starts_at", values=values))
    period = Period.objects.create(
        operation=operation,
        number=last.number + 1 if last else 1,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    Objective.objects.bulk_create(
        Objective(period=period, number=number, text=text, state=ObjectiveState.OPEN)
        for number, text in enumerate(texts, 1)
    )
    happened = events.PeriodOpened(
        operation.id,
        operation.incident_id,
        period.id,
        operation.incident.reference,
        period.number,
        starts_at,
        ends_at,
        len(texts),
    )
    write_down(happened, actor, operation, clock.now(), [("period", period.id)])
    return period


def _check_span(starts_at: datetime, ends_at: datetime, longest: timedelta, code: str) -> None:
    if not timedelta(0) < ends_at - starts_at <= longest:
        hours = int(longest.total_seconds() // 3600)
        raise Refused(Refusal(code, field="ends_at", values={"hours": hours}))


@command("operation.lead")
def add_objective(actor: Actor, *, operation_id: UUID, text: str) -> Objective:
    """Add an objective to the newest period.

    *Refuses* `operation.not_led`, `operation.ended`, `period.none`, `objective.no_text`,
    `period.no_objectives`. *Records* ObjectiveProgressed. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    period = queries.current_period(operation)
    if period is None:
        raise Refused(Refusal("period.none"))
    if not text.strip():
        raise Refused(Refusal("objective.no_text", field="text"))
    count = period.objectives.count()
    if count >= MOST_OBJECTIVES:
        values = {"most": MOST_OBJECTIVES}
        raise Refused(Refusal("period.no_objectives", field="text", values=values))
    objective = Objective.objects.create(
        period=period, number=count + 1, text=text.strip()[:500], state=ObjectiveState.OPEN
    )
    _objective_fact(actor, operation, objective, "add")
    return objective


@command("operation.lead")
def progress_objective(
    actor: Actor, *, objective_id: UUID, action: str, note: str = ""
) -> Objective:
    """Say that an objective is met, dropped (why?) or open again.

    *Refuses* `operation.not_led`, `operation.ended`, `objective.unknown_action`,
    `objective.wrong_state`, `objective.no_reason`. *Records* ObjectiveProgressed. *Clause*: control.
    """
    seen = queries.get_objective(actor, objective_id)
    operation = led_operation(actor, seen.period.operation_id)
    objective = queries.get_objective(actor, objective_id)
    if action not in OBJECTIVE.actions:
        raise Refused(Refusal("objective.unknown_action", field="action"))
    objective.state = move(OBJECTIVE, objective.state, action)
    if action == "drop" and not note.strip():
        raise Refused(Refusal("objective.no_reason", field="note"))
    objective.note = note.strip()[:500]
    objective.save(update_fields=["state", "note"])
    _objective_fact(actor, operation, objective, action)
    return objective


def _objective_fact(actor: Actor, operation: Operation, objective: Objective, action: str) -> None:
    happened = events.ObjectiveProgressed(
        operation.id,
        operation.incident_id,
        objective.id,
        operation.incident.reference,
        objective.period.number,
        objective.number,
        action,
    )
    write_down(happened, actor, operation, clock.now(), [("objective", objective.id)])


@command("operation.lead")
def plan_shift(
    actor: Actor,
    *,
    operation_id: UUID,
    worker_key: str,
    duty: str,
    starts_at: datetime,
    ends_at: datetime,
    accepts_risk: bool = False,
) -> Shift:
    """Plan a span of work for somebody of the party or of its helpers.

    A shift that breaks the limits of rest is planned only when that is said to be accepted.
    *Refuses* `operation.not_led`, `operation.ended`, `operation.unknown_worker`, `shift.no_duty`,
    `shift.bad_span`, `shift.too_long`, `shift.too_little_rest`, `shift.too_many_days`,
    `shift.twice_at_once`. *Records* ShiftPlanned. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    worker = known_worker(operation, worker_key)
    if not duty.strip():
        raise Refused(Refusal("shift.no_duty", field="duty"))
    _check_span(starts_at, ends_at, LONGEST_SHIFT, "shift.bad_span")
    before = set(queries.rest_flags_of(operation))
    shift = Shift.objects.create(
        operation=operation,
        worker_key=worker.key,
        worker_name=worker.name,
        party_id=worker.party_id,
        duty=duty.strip(),
        starts_at=starts_at,
        ends_at=ends_at,
        planned_by_id=actor.person_id,
    )
    added = [flag for flag in queries.rest_flags_of(operation) if flag not in before]
    problems = tuple(dict.fromkeys(str(flag.problem) for flag in added))
    if problems and not accepts_risk:
        values = {"name": worker.name}
        raise Refused(
            Refusal(f"shift.{problem}", field="accepts_risk", values=values) for problem in problems
        )
    happened = events.ShiftPlanned(
        operation.id,
        operation.incident_id,
        shift.id,
        operation.incident.reference,
        worker.person_id,
        starts_at,
        ends_at,
        problems,
    )
    write_down(happened, actor, operation, clock.now(), [("shift", shift.id)])
    return shift


@command("operation.lead")
def remove_shift(actor: Actor, *, shift_id: UUID) -> Shift:
    """Take a shift out of the plan; what was logged stays logged.

    *Refuses* `operation.not_led`, `operation.ended`. *Records* ShiftRemoved. *Clause*: control.
    """
    shift = queries.get_shift(actor, shift_id)
    operation = led_operation(actor, shift.operation_id)
    shift = queries.get_shift(actor, shift_id)
    shift.removed_at = clock.now()
    shift.save(update_fields=["removed_at"])
    head = (operation.id, operation.incident_id, shift.id, operation.incident.reference)
    write_down(
        events.ShiftRemoved(*head), actor, operation, shift.removed_at, [("shift", shift.id)]
    )
    return shift

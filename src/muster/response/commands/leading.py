"""Who leads, in which phase and wave, and how the post passes on."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from muster.aid import queries as aid
from muster.journal import clock
from muster.journal.command import command
from muster.journal.holding import refuse_held_rows
from muster.members import queries as members
from muster.response import events, queries
from muster.response.commands.inside import leader, led_operation, require_open, write_down
from muster.response.models import (
    CommandHandOver,
    Operation,
    SituationReport,
    Task,
)
from muster.rules.actor import Actor
from muster.rules.phases import PHASES, POSTS, Phase, Post
from muster.rules.refusal import Refusal, Refused
from muster.rules.retention import DISPOSED

LIMITS = {
    "report_every_hours": (1, 168),
    "longest_shift_hours": (1, 24),
    "least_rest_hours": (0, 24),
    "most_days": (1, 60),
}


@command("operation.start")
def start_operation(
    actor: Actor,
    *,
    incident_id: UUID,
    commander_id: UUID,
    deputy_id: UUID | None = None,
    report_every_hours: int = 12,
) -> Operation:
    """Put a commander at the head of the response to an incident; there is one response for each.

    *Refuses* `operation.not_yours`, `operation.second`, `operation.ended`,
    `operation.unknown_worker`, `operation.same_person`, `operation.out_of_bounds`.
    *Records* OperationStarted. *Clause*: control.
    """
    incident = aid.get_incident(actor, incident_id, lock=True)
    if not members.may_act_for(actor, incident.party_id):
        raise Refused(Refusal("operation.not_yours"))
    if queries.has_operation(incident.id):
        raise Refused(Refusal("operation.second"))
    at = clock.now()
    operation = Operation(
        network_id=incident.network_id,
        exercise_id=incident.exercise_id,
        incident=incident,
        party=incident.party,
        commander_id=commander_id,
        report_every_hours=_bounded("report_every_hours", report_every_hours),
        report_due_at=at + timedelta(hours=report_every_hours),
        started_at=at,
    )
    require_open(operation)
    operation.commander_name = leader(operation, commander_id, "commander_id").name
    if deputy_id is not None:
        if deputy_id == commander_id:
            raise Refused(Refusal("operation.same_person", field="deputy_id"))
        operation.deputy_id = deputy_id
        operation.deputy_name = leader(operation, deputy_id, "deputy_id").name
    operation.save(force_insert=True)
    head = (operation.id, incident.id, operation.party_id, incident.reference)
    write_down(events.OperationStarted(*head, commander_id), actor, operation, at)
    return operation


def _bounded(name: str, value: int) -> int:
    """Refuses `operation.out_of_bounds`, naming the least and the most."""
    least, most = LIMITS[name]
    if not least <= value <= most:
        values = {"least": least, "most": most}
        raise Refused(Refusal("operation.out_of_bounds", field=name, values=values))
    return value


@command("operation.lead")
def change_operation(
    actor: Actor,
    *,
    operation_id: UUID,
    report_every_hours: int | None = None,
    longest_shift_hours: int | None = None,
    least_rest_hours: int | None = None,
    most_days: int | None = None,
) -> Operation:
    """Set how often reports are written, and the limits of shifts; None leaves a value as it is.

    A new interval counts from the last report, or from now. *Refuses* `operation.not_led`,
    `operation.ended`, `operation.out_of_bounds`. *Records* OperationChanged. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    given = {
        "report_every_hours": report_every_hours,
        "longest_shift_hours": longest_shift_hours,
        "least_rest_hours": least_rest_hours,
        "most_days": most_days,
    }
    changed = tuple(
        name
        for name, value in given.items()
        if value is not None and _bounded(name, value) != getattr(operation, name)
    )
    if not changed:
        return operation
    for name in changed:
        setattr(operation, name, given[name])
    at = clock.now()
    if "report_every_hours" in changed:
        operation.report_due_at = at + timedelta(hours=operation.report_every_hours)
        operation.report_due_noted_at = None
    operation.save()
    head = (operation.id, operation.incident_id, operation.incident.reference)
    write_down(events.OperationChanged(*head, changed), actor, operation, at)
    return operation


@command("operation.lead")
def change_phase(actor: Actor, *, operation_id: UUID, phase: str) -> Operation:
    """Go on to another phase of the response, or back to an earlier one.

    *Refuses* `operation.not_led`, `operation.ended`, `operation.unknown_phase`,
    `operation.same_phase`. *Records* PhaseChanged. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    if phase not in dict(PHASES):
        raise Refused(Refusal("operation.unknown_phase", field="phase"))
    if phase == operation.phase:
        raise Refused(Refusal("operation.same_phase", field="phase"))
    before, operation.phase = operation.phase, phase
    operation.save(update_fields=["phase"])
    head = (operation.id, operation.incident_id, operation.incident.reference)
    write_down(events.PhaseChanged(*head, phase, before), actor, operation, clock.now())
    return operation


@command("operation.lead")
def begin_wave(actor: Actor, *, operation_id: UUID) -> Operation:
    """Say that the incident struck again: back to containing, a report is due at once.

    *Refuses* `operation.not_led`, `operation.ended` (take the incident up again first).
    *Records* WaveBegan. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    at = clock.now()
    operation.wave += 1
    operation.phase, operation.report_due_at = Phase.CONTAINMENT, at
    operation.report_due_noted_at = at  # whoever says it knows it
    operation.save(update_fields=["wave", "phase", "report_due_at", "report_due_noted_at"])
    head = (operation.id, operation.incident_id, operation.party_id, operation.incident.reference)
    write_down(events.WaveBegan(*head, operation.wave), actor, operation, at)
    return operation


@command("operation.lead")
def offer_post(
    actor: Actor, *, operation_id: UUID, post: str, to_id: UUID, note: str
) -> CommandHandOver:
    """Offer the post of commander or deputy to its next holder, with what they must know.

    An earlier offer of the same post that was not taken is withdrawn. *Refuses*
    `operation.not_led`, `operation.ended`, `operation.unknown_post`, `operation.unknown_worker`,
    `operation.same_person`, `hand_over.no_note`. *Records* PostOffered. *Clause*: control.
    """
    operation = led_operation(actor, operation_id)
    if post not in dict(POSTS):
        raise Refused(Refusal("operation.unknown_post", field="post"))
    if not note.strip():
        raise Refused(Refusal("hand_over.no_note", field="note"))
    worker = leader(operation, to_id, "to_id")
    if to_id in (operation.commander_id, operation.deputy_id):
        raise Refused(Refusal("operation.same_person", field="to_id"))
    at = clock.now()
    operation.hand_overs.filter(post=post, ended_at__isnull=True).update(ended_at=at)
    hand_over = CommandHandOver.objects.create(
        operation=operation,
        post=post,
        from_name=_holder_name(operation, post) or actor.name,
        to_id=to_id,
        to_name=worker.name,
        note=note.strip(),
        offered_at=at,
    )
    head = (operation.id, operation.incident_id, hand_over.id, operation.incident.reference)
    happened = events.PostOffered(*head, post, to_id)
    write_down(happened, actor, operation, at, [("hand_over", hand_over.id)])
    return hand_over


def _holder_name(operation: Operation, post: str) -> str:
    return operation.commander_name if post == Post.COMMANDER else operation.deputy_name


@command("operation.lead")
def take_post(actor: Actor, *, hand_over_id: UUID) -> CommandHandOver:
    """Take over the post that was offered; the person named, and nobody else, does so.

    *Refuses* `hand_over.not_to_you`, `hand_over.ended`, `operation.ended`. *Records* PostTaken.
    *Clause*: control.
    """
    hand_over = queries.get_hand_over(actor, hand_over_id, lock=True)
    operation = queries.get_operation(actor, hand_over.operation_id, lock=True)
    require_open(operation)
    if actor.person_id != hand_over.to_id:
        raise Refused(Refusal("hand_over.not_to_you", values={"name": hand_over.to_name}))
    if hand_over.ended_at is not None:
        raise Refused(Refusal("hand_over.ended"))
    at = clock.now()
    hand_over.taken_at = hand_over.ended_at = at
    hand_over.save(update_fields=["taken_at", "ended_at"])
    if hand_over.post == Post.COMMANDER:
        operation.commander_id, operation.commander_name = hand_over.to_id, hand_over.to_name
    else:
        operation.deputy_id, operation.deputy_name = hand_over.to_id, hand_over.to_name
    operation.save(update_fields=["commander_id", "commander_name", "deputy_id", "deputy_name"])
    head = (operation.id, operation.incident_id, hand_over.id, operation.incident.reference)
    happened = events.PostTaken(*head, hand_over.post, hand_over.to_id)
    write_down(happened, actor, operation, at, [("hand_over", hand_over.id)])
    return hand_over


@command("record.dispose")
def dispose_operations(actor: Actor, *, operation_ids: Collection[UUID]) -> int:
    """Take the texts out of operations; numbers, days and states stay.

    *Refuses*: `record.under_hold`. *Records*: nothing; the disposal's own fact says it. *Clause*: retention.
    """
    rows = Operation.objects.filter(network_id=actor.network_id, id__in=operation_ids)
    refuse_held_rows(actor.network_id, rows, "id", "incident_id", "party_id")
    ids = list(rows.values_list("id", flat=True))
    SituationReport.objects.filter(operation_id__in=ids).update(
        public_text=DISPOSED, restricted_text="", figures={}, written_by_name=""
    )
    Task.objects.filter(operation_id__in=ids).update(
        text=DISPOSED, place="", note="", worker_name=""
    )
    CommandHandOver.objects.filter(operation_id__in=ids).update(
        note=DISPOSED, from_name="", to_name=""
    )
    for operation in rows.prefetch_related("periods__objectives"):
        operation.shifts.update(duty=DISPOSED, worker_name="")
        for period in operation.periods.all():
            period.objectives.update(text=DISPOSED, note="")
    return rows.update(commander_name=DISPOSED, deputy_name="")

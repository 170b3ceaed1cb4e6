"""Starting, stopping and reminding: done by Muster itself, from facts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Q

from muster.agreements import queries as agreements
from muster.clocks import events, queries
from muster.clocks.models import Deadline, Happening
from muster.clocks.subjects import Subject, get_subject
from muster.journal import clock
from muster.journal.command import command
from muster.journal.handling import enqueue, task
from muster.journal.record import record
from muster.rules.actor import Actor, system_actor
from muster.rules.clocks import Calendar, deadline
from muster.rules.happenings import Scope
from muster.rules.terms import Clock, ClockEvent, Effect, Terms

DIGESTS: Mapping[str, Callable[..., object]] = {
    "": events.DeadlinesDigested,
    Scope.RECORDS_REQUEST: events.RecordsDeadlinesDigested,
}
"""The fact of a digest by the scope that only some of a party's people may see; all others are one."""


@command("clock.keep")
def keep_clocks(
    actor: Actor,
    *,
    event: ClockEvent,
    scope: Scope,
    subject_id: UUID,
    at: datetime,
    happening: Happening | None = None,
    afterwards: Collection[str] | None = None,
) -> list[Deadline]:
    """Stop the deadlines that an event ends and start those that it begins; again changes nothing.

    `afterwards` holds the clocks that the subject has already, where an old event is read anew: those
    are left as they are, and nobody is reminded of a moment that has passed.
    Refuses nothing. Records DeadlineStarted, DeadlineStopped. Clause: the clocks of the terms.
    """
    subject = get_subject(system_actor(actor.network_id), scope, subject_id)
    _stop(actor, subject, event, at, happening)
    if subject.version is None:
        return []
    terms = agreements.terms_of(subject.version)
    reminds_from = at if afterwards is None else clock.now()
    return [
        started
        for key, each in terms.clocks.items()
        if each.starts is event and key not in (afterwards or ())
        for started in _start(actor, subject, key, each, terms, at, reminds_from)
    ]


def _stop(
    actor: Actor, subject: Subject, event: ClockEvent, at: datetime, happening: Happening | None
) -> None:
    """End what waits for the event. A clock that started later is another one's, unless a person
    says that this was done: what is told by hand is told to the minute, and sometimes was done
    before its clock began."""
    about = Q()
    for scope, subject_id in subject.ids.items():
        about |= Q(scope=scope, subject_id=subject_id)
    running = Deadline.objects.select_for_update().filter(
        about, stop_event=event, stopped_at__isnull=True
    )
    if happening is None:
        running = running.filter(started_at__lte=at)
    for row in running.order_by("id"):
        row.stopped_at, row.happening = max(at, row.started_at), happening
        row.save(update_fields=["stopped_at", "happening"])
        tell(
            actor,
            row,
            events.DeadlineStopped(*head_of(row), row.owner_party_id, at, at < row.ends_at),
        )


def _start(
    actor: Actor,
    subject: Subject,
    key: str,
    rule: Clock,
    terms: Terms,
    at: datetime,
    reminds_from: datetime,
) -> list[Deadline]:
    """The deadline of one clock; an earlier one of the same subject that still runs gives way."""
    binds = subject.is_bound_by(rule)
    same = Deadline.objects.filter(
        scope=subject.scope, subject_id=subject.id, clock_key=key, is_replaced=False
    )
    kept = same.filter(started_at=at).exists() if binds else False
    if not kept:
        same.filter(stopped_at__isnull=True).update(stopped_at=clock.now(), is_replaced=True)
    if kept or not binds:
        return []
    found = deadline(rule, at, Calendar.of(terms))
    owner = subject.owner_of(rule)
    row, is_new = Deadline.objects.get_or_create(
        scope=subject.scope,
        subject_id=subject.id,
        clock_key=key,
        started_at=at.astimezone(UTC),
        defaults={
            "network_id": actor.network_id,
            "exercise_id": subject.exercise_id,
            "agreement_version": subject.version,
            "title": rule.title[:200],
            "subject_reference": subject.reference[:200],
            "owner_party_id": owner,
            "other_party_id": subject.other_than(owner),
            "last_day": found.last_day,
            "ends_at": found.ends_at,
            "warns_at": found.warns_at,
            "stop_event": rule.stops or "",
        },
    )
    if not is_new:  # it ran before, gave way, and runs again
        Deadline.objects.filter(pk=row.pk).update(stopped_at=None, is_replaced=False)
        return [row]
    tell(
        actor,
        row,
        events.DeadlineStarted(*head_of(row), owner, row.last_day, row.ends_at),
    )
    remind_of(row, reminds_from)
    return [row]


def remind_of(row: Deadline, reminds_from: datetime) -> None:
    """Have it said when a deadline is near, and when it is over."""
    for what, moment in (("near", row.warns_at), ("passed", row.ends_at)):
        if moment > reminds_from:
            enqueue(
                remind,
                network_id=row.network_id,
                run_at=moment,
                unique_key=f"deadline/{row.id}/{what}",
                deadline_id=str(row.id),
                what=what,
            )


@task
def remind(deadline_id: str, what: str) -> None:
    """Say that a deadline is near, or over; nothing where it was stopped meanwhile."""
    row = queries.any_deadline(UUID(deadline_id))
    if row is not None:
        note_due(system_actor(row.network_id), deadline_id=row.id, what=what)


@command("clock.keep")
def note_due(actor: Actor, *, deadline_id: UUID, what: str) -> Deadline | None:
    """Record that a running deadline comes near (`near`), or that its time is over (`passed`).

    Refuses nothing: a deadline that was stopped stays silent. Records DeadlineNear, DeadlinePassed.
    Clause: the clock's own.
    """
    row = Deadline.objects.select_for_update().filter(pk=deadline_id).first()
    if row is None or row.stopped_at is not None or row.passed_at is not None:
        return None
    if what == "near":
        happened = events.DeadlineNear(
            *head_of(row), row.owner_party_id, row.last_day, row.ends_at, row.scope
        )
        tell(actor, row, happened)
        return row
    row.passed_at = clock.now()
    rule = queries.clock_of(row)
    if rule.effect is not Effect.DUE_BY:  # a waiting time is over by itself
        row.stopped_at = row.ends_at
    row.save(update_fields=["passed_at", "stopped_at"])
    tell(
        actor,
        row,
        events.DeadlinePassed(
            *head_of(row), row.owner_party_id, row.last_day, rule.effect, rule.silence, row.scope
        ),
    )
    return row


@command("clock.keep")
def digest_deadlines(actor: Actor, *, day: date) -> int:
    """Tell each party, and the coordinator, once in the morning what is over, due today and due within
    the week; of public-records requests those of its people who may see them.

    Refuses nothing. Records DeadlinesDigested, RecordsDeadlinesDigested for each that has any.
    Clause: none.
    """
    told = 0
    for (party_id, scope), counts in queries.due_counts(actor, day).items():
        record(
            DIGESTS[scope](party_id, day, *counts),
            actor=actor,
            subjects=[("party", party_id)] if party_id else [("network", actor.network_id)],
            audience=[party_id] if party_id else [],
        )
        told += 1
    return told


def head_of(row: Deadline) -> tuple[UUID, str, str, str]:
    return row.id, row.clock_key, row.title, row.subject_reference


def tell(actor: Actor, row: Deadline, happened: object) -> None:
    sides = [each for each in (row.owner_party_id, row.other_party_id) if each]
    record(
        happened,
        actor=actor,
        subjects=[("deadline", row.id), (row.scope, row.subject_id)],
        audience=sides,
        exercise_id=row.exercise_id,
    )

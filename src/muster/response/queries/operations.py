"""Reading an incident's operation: insiders see all of it, others the public half of its reports.

Insiders are the incident's own party, the parties with a mission in it (from its authority until
their people are home), the coordinator, and whoever holds one of its two posts.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from muster.aid import queries as aid
from muster.aid.queries.visibility import visible_incidents
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.response.models import (
    CommandHandOver,
    Objective,
    Operation,
    Period,
    Shift,
    SituationReport,
    Task,
)
from muster.rules.actor import Actor, NetworkRole, PartyRole, system_actor
from muster.rules.lifecycle import MissionState
from muster.rules.permissions import OPERATORS, is_permitted
from muster.rules.refusal import NotFound
from muster.rules.retention import DISPOSED, Due
from muster.rules.shifts import RestFlag, RestLimits, Span, rest_flags

HELPING = (MissionState.AUTHORIZED, MissionState.ACTIVE, MissionState.DEMOBILIZING)
LEADERS = (*OPERATORS, PartyRole.RESPONDER)
PEOPLE = "person"
MOST_MISSIONS = 100
MOST_ROWS = 500
LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True)
class Worker:
    """Somebody who can be given a task or a shift; `person_id` is None for who has no account."""

    key: str
    name: str
    party_id: UUID | None
    party_name: str
    person_id: UUID | None


def operation_of_incident(actor: Actor, incident_id: UUID) -> Operation | None:
    """The operation of an incident that the actor may know of; None where none was begun."""
    aid.get_incident(actor, incident_id)
    return _rows().filter(network_id=actor.network_id, incident_id=incident_id).first()


def has_operation(incident_id: UUID) -> bool:
    """Whether an incident has an operation, whoever may see it."""
    return Operation.objects.filter(incident_id=incident_id).exists()


def get_operation(actor: Actor, operation_id: UUID, *, lock: bool = False) -> Operation:
    """One operation, for its insiders alone. Raises `NotFound`."""
    rows = _rows().filter(incident__in=visible_incidents(actor)) if not actor.is_system else _rows()
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=operation_id).first()
    if found is None or not is_insider(actor, found):
        raise NotFound("operation")
    return found


def _rows() -> QuerySet[Operation]:
    return Operation.objects.select_related("incident__party", "party", "exercise", "network")


def is_insider(actor: Actor, operation: Operation) -> bool:
    """Whether the actor sees the whole operation, not the public half of its reports alone."""
    if actor.network_id is not None and actor.network_id != operation.network_id:
        return False
    if actor.is_system or actor.is_coordinator or _holds_post(actor, operation):
        return True
    return actor.party_id is not None and actor.party_id in involved_parties(operation)


def may_lead(actor: Actor, operation: Operation) -> bool:
    """Commander, deputy, who may ask for the incident's party, and the coordinator."""
    if actor.is_system or actor.is_coordinator or _holds_post(actor, operation):
        return True
    return actor.party_id == operation.party_id and actor.holds(*OPERATORS)


def _holds_post(actor: Actor, operation: Operation) -> bool:
    return actor.person_id is not None and actor.person_id in (
        operation.commander_id,
        operation.deputy_id,
    )


def helping_parties(operation: Operation) -> set[UUID]:
    """The parties whose missions in the incident are authorized and not yet home."""
    return {mission.responding_party_id for mission in _missions(operation.incident)}


def involved_parties(operation: Operation) -> set[UUID]:
    """The incident's party and those that help it."""
    return {operation.party_id, *helping_parties(operation)}


def _missions(incident: Any) -> list[Any]:
    found = aid.missions(
        system_actor(incident.network_id),
        incident_id=incident.id,
        exercise_id=incident.exercise_id,
        under_way=True,
        limit=MOST_MISSIONS,
    )
    return [mission for mission in found.items if mission.state in HELPING]


def workers(incident: Any) -> list[Worker]:
    """Who can be given a task, a shift or a post: the party's own people, then those sent."""
    party = incident.party
    found: dict[str, Worker] = {}
    for person in members.people_of_party(incident.network_id, party.id, *LEADERS):
        found[str(person.id)] = Worker(str(person.id), person.name, party.id, party.name, person.id)
    for person in members.officers(incident.network_id, NetworkRole.COORDINATOR):
        found.setdefault(
            str(person.id), Worker(str(person.id), person.name, None, "Coordinator", person.id)
        )
    for mission in _missions(incident):
        for worker in _sent(mission):
            found.setdefault(worker.key, worker)
    return list(found.values())


def _sent(mission: Any) -> Iterable[Worker]:
    actor = system_actor(mission.network_id)
    party = mission.responding_party
    for row in deployments.deployments_of(actor, mission.id):
        if row.kind == PEOPLE:
            name = row.responder.name if row.responder else row.label
            yield Worker(_key_of(row), name, party.id, party.name, row.responder_id)


def _key_of(deployment: Any) -> str:
    return str(deployment.responder_id or deployment.id)


def periods(operation: Operation) -> list[Period]:
    """All periods, the newest first, with their objectives."""
    rows = operation.periods.prefetch_related("objectives").order_by("-number")
    return list(rows[:MOST_ROWS])


def current_period(operation: Operation) -> Period | None:
    """The newest period; the plan that holds, or the last that did."""
    return operation.periods.order_by("-number").first()


def objectives(period: Period) -> list[Objective]:
    return list(period.objectives.all())


def get_objective(actor: Actor, objective_id: UUID, *, lock: bool = False) -> Objective:
    """One objective of an operation that the actor sees. Raises `NotFound`."""
    rows = Objective.objects.select_related("period__operation")
    return _inside(
        actor, rows, objective_id, "objective", lambda row: row.period.operation_id, lock
    )


def get_task(actor: Actor, task_id: UUID, *, lock: bool = False) -> Task:
    """One task. Raises `NotFound`."""
    return _inside(actor, Task.objects.all(), task_id, "task", lambda row: row.operation_id, lock)


def get_shift(actor: Actor, shift_id: UUID, *, lock: bool = False) -> Shift:
    """One planned shift that was not removed. Raises `NotFound`."""
    rows = Shift.objects.filter(removed_at__isnull=True)
    return _inside(actor, rows, shift_id, "shift", lambda row: row.operation_id, lock)


def get_hand_over(actor: Actor, hand_over_id: UUID, *, lock: bool = False) -> CommandHandOver:
    """One hand-over. Raises `NotFound`."""
    rows = CommandHandOver.objects.all()
    return _inside(actor, rows, hand_over_id, "hand_over", lambda row: row.operation_id, lock)


def _inside(
    actor: Actor, rows: QuerySet[Any], row_id: UUID, what: str, operation_id: Any, lock: bool
) -> Any:
    """A row of an operation that the actor sees; the operation is locked before its parts."""
    found = rows.filter(pk=row_id).first()
    if found is None:
        raise NotFound(what)
    try:
        get_operation(actor, operation_id(found), lock=lock)
    except NotFound:
        raise NotFound(what) from None
    return rows.get(pk=row_id) if lock else found


def tasks(operation: Operation) -> list[Task]:
    return list(operation.tasks.select_related("objective")[:MOST_ROWS])


def shifts(operation: Operation) -> list[Shift]:
    """Planned shifts that go on or lie ahead, and those of the last two days."""
    since = clock.now() - timedelta(days=2)
    rows = operation.shifts.filter(removed_at__isnull=True, ends_at__gt=since)
    return list(rows[:MOST_ROWS])


def rest_flags_of(operation: Operation) -> list[RestFlag]:
    """Who is planned to work, or did work, beyond the operation's limits, in the last month or
    ahead. Past hours are those that were logged; a plan counts from now on."""
    now = clock.now()
    spans = [
        Span(row.worker_key, max(row.starts_at, now), row.ends_at, str(row.id))
        for row in operation.shifts.filter(removed_at__isnull=True, ends_at__gt=now)[:MOST_ROWS]
    ]
    system = system_actor(operation.network_id)
    for mission in _missions(operation.incident):
        entries = deployments.time_entries(system, mission.id).filter(starts_at__gt=now - LOOK_BACK)
        spans += [
            Span(_key_of(entry.deployment), entry.starts_at, min(entry.ends_at, now))
            for entry in entries[:MOST_ROWS]
            if entry.starts_at < now
        ]
    limits = RestLimits(
        operation.longest_shift_hours, operation.least_rest_hours, operation.most_days
    )
    return rest_flags(spans, limits, ZoneInfo(operation.network.time_zone))


def hand_overs(operation: Operation) -> list[CommandHandOver]:
    """The newest first."""
    return list(operation.hand_overs.all()[:20])


def reports(
    actor: Actor, incident_id: UUID, *, cursor: str | None = None, limit: int = 20
) -> Page[SituationReport]:
    """The situation reports of an incident that the actor may know of, the newest first.

    For who is no insider `restricted_text` and `figures` are empty. Raises `NotFound`.
    """
    operation = operation_of_incident(actor, incident_id)
    if operation is None:
        return Page([], None)
    page = page_of(operation.reports.all(), ("-number", "-id"), cursor, limit)
    return Page(_as_seen(actor, operation, page.items), page.next)


def get_report(actor: Actor, report_id: UUID) -> SituationReport:
    """One report, as the actor may read it. Raises `NotFound`."""
    rows = SituationReport.objects.select_related("operation__incident", "operation__party")
    found = rows.filter(pk=report_id, operation__network_id=actor.network_id).first()
    if (
        found is None
        or not visible_incidents(actor).filter(pk=found.operation.incident_id).exists()
    ):
        raise NotFound("report")
    return _as_seen(actor, found.operation, [found])[0]


def _as_seen(
    actor: Actor, operation: Operation, rows: list[SituationReport]
) -> list[SituationReport]:
    if not is_insider(actor, operation):
        for row in rows:
            row.restricted_text, row.figures = "", {}
    return rows


def operations_to_lead(actor: Actor) -> list[Operation]:
    """Operations whose reports the actor is asked for: as commander, deputy, or for the party."""
    if not is_permitted(actor, "operation.lead") or actor.network_id is None:
        return []
    return _led_by(
        actor.party_id is not None and actor.holds(*OPERATORS),
        network_id=actor.network_id,
        party_id=actor.party_id,
        person_id=actor.person_id,
    )


@kept
def _led_by(
    for_party: bool, *, network_id: UUID, party_id: UUID | None, person_id: UUID | None
) -> QuerySet[Operation]:
    mine = Q(commander_id=person_id) | Q(deputy_id=person_id)
    if for_party:
        mine |= Q(party_id=party_id)
    rows = _rows().filter(mine, network_id=network_id, report_due_at__isnull=False)
    return rows.order_by("report_due_at")[:20]


def posts_offered_to(actor: Actor) -> list[CommandHandOver]:
    """Posts of open operations that the reader is asked to take over."""
    if actor.person_id is None or not is_permitted(actor, "operation.lead"):
        return []
    found = _offered_to(network_id=actor.network_id, person_id=actor.person_id)
    return [row for row in found if is_insider(actor, row.operation)]


@kept
def _offered_to(*, network_id: UUID | None, person_id: UUID) -> QuerySet[CommandHandOver]:
    rows = CommandHandOver.objects.filter(
        to_id=person_id,
        ended_at__isnull=True,
        operation__network_id=network_id,
        operation__incident__closed_at__isnull=True,
    )
    return rows.select_related("operation__incident", "operation__party")[:20]


def operations_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Operations of incidents that were closed before a moment. For the records room."""
    rows = _rows().filter(network_id=network_id, incident__closed_at__lt=before)
    found = rows.exclude(commander_name=DISPOSED).order_by("incident__closed_at", "id")[:limit]
    return [
        Due(
            str(row.id),
            row.incident.reference,
            row.incident.closed_at,
            frozenset({row.id, row.incident_id, row.party_id}),
        )
        for row in found
    ]


def reports_due(at: datetime, limit: int = 200) -> list[Operation]:
    """Operations whose report is due and of which nobody was told yet. For the worker."""
    rows = Operation.objects.filter(report_due_at__lte=at, report_due_noted_at__isnull=True)
    return list(rows.order_by("report_due_at", "id")[:limit])

"""What the commands of an operation share: who may, for whom, and how it is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.journal.record import record
from muster.response import queries
from muster.response.models import Operation
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


def led_operation(actor: Actor, operation_id: UUID) -> Operation:
    """The operation, locked, for who leads it. Refuses `operation.not_led`, `operation.ended`."""
    operation = queries.get_operation(actor, operation_id, lock=True)
    if not queries.may_lead(actor, operation):
        raise Refused(Refusal("operation.not_led"))
    require_open(operation)
    return operation


def require_open(operation: Operation) -> None:
    """Refuses `operation.ended` while the incident is closed."""
    if operation.incident.closed_at is not None:
        raise Refused(Refusal("operation.ended"))


def known_worker(operation: Operation, key: str, field: str = "worker_key") -> queries.Worker:
    """Refuses `operation.unknown_worker` for who neither belongs to the party nor helps it."""
    for worker in queries.workers(operation.incident):
        if worker.key == key:
            return worker
    raise Refused(Refusal("operation.unknown_worker", field=field))


def leader(operation: Operation, person_id: UUID, field: str) -> queries.Worker:
    """Somebody with an account who may hold a post. Refuses `operation.unknown_worker`."""
    worker = known_worker(operation, str(person_id), field)
    if worker.person_id is None:
        raise Refused(Refusal("operation.unknown_worker", field=field))
    return worker


def write_down(
    happened: Any,
    actor: Actor,
    operation: Operation,
    at: datetime,
    subjects: Iterable[tuple[str, UUID]] = (),
) -> None:
    """Record a fact for the parties that run the operation."""
    record(
        happened,
        actor=actor,
        subjects=[("incident", operation.incident_id), ("operation", operation.id), *subjects],
        audience=queries.involved_parties(operation),
        exercise_id=operation.exercise_id,
        at=at,
    )

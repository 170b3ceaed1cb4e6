"""How incidents were run: reports, tasks, shifts, hand-overs."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.journal.commands import dispose_payloads
from muster.response import commands as response
from muster.response import queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Command of incidents"
WHAT_GOES = "Situation reports, objectives, tasks, notes and names of shifts; what the facts say."
WHAT_STAYS = "References, numbers, phases, states, days."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.operations_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    return response.dispose_operations(actor, operation_ids=ids)

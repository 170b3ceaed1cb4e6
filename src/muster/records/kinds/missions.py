"""Missions with who came, their hours, costs and log."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.access.commands import dispose_grants
from muster.aid import queries
from muster.clocks.commands import dispose_happenings
from muster.deployments import commands as deployments
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Missions, people sent, hours and costs"
WHAT_GOES = (
    "Names, numbers, tasks, the activity log, what helpers were let into, receipts and photographs; "
    "what the facts say."
)
WHAT_STAYS = "References, times, hours, rates and amounts, quantities lent and returned."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.missions_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    dispose_happenings(actor, subject_ids=ids)
    dispose_grants(actor, mission_ids=ids)
    return deployments.dispose_work(actor, mission_ids=ids)

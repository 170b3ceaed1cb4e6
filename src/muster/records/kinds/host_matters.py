"""What a returned host had alone, noted when it was compared with its standby."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.backups import commands, queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "What a returned host had alone"
WHAT_GOES = "What each fact of the host said, what it became here, why, and who settled it."
WHAT_STAYS = "That it happened, when, who did it, what it was about, and how it was settled."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.matters_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return commands.dispose_host_facts(actor, matter_ids=[UUID(key) for key in keys])

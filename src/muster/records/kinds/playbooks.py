"""Withdrawn playbooks with all their versions; those in use are kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.journal.commands import dispose_payloads
from muster.playbooks import commands as playbooks
from muster.playbooks import queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Withdrawn playbooks"
WHAT_GOES = "Titles, steps and other texts of every version, writers' names; what the facts say."
WHAT_STAYS = "Kinds, numbers of versions, labels, owning parties, days."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.playbooks_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    return playbooks.dispose_playbooks(actor, playbook_ids=ids)

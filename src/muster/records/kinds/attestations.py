"""Attestations to the security baseline, with their evidence."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.agreements import commands as agreements
from muster.agreements import queries
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Attestations and evidence"
WHAT_GOES = "Statements, names, evidence files; what the facts about them say."
WHAT_STAYS = "Party, item, from when until when it held."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.attestations_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    return agreements.dispose_attestations(actor, attestation_ids=ids)

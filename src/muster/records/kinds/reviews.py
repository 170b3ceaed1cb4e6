"""After-action reviews and their findings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.afteraction import commands as afteraction
from muster.afteraction import queries
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "After-action reviews"
WHAT_GOES = "The texts, the findings' texts and owners' names, proofs; what the facts say."
WHAT_STAYS = "References, kinds and states of findings, owning parties, days."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.reviews_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    return afteraction.dispose_reviews(actor, review_ids=ids)

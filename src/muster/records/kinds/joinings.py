"""Joinings that ended or were left off, and exit notices that are over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.joining import commands as joining
from muster.joining import queries
from muster.joining.queries import REGISTER_KINDS
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Joinings that are over, and exit notices"
WHAT_GOES = (
    "Names of attorneys, signers and clerks, notes, reasons, the signed documents and other files; "
    "what the facts say, but for those of the register."
)
WHAT_STAYS = (
    "Which party was bound by which version from when until when, numbers and days of resolutions, "
    "the digests of what was signed."
)


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.joinings_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids, but=REGISTER_KINDS)
    return joining.dispose_joinings(actor, joining_ids=ids)

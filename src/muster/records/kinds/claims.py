"""Claims, payments, waivers, credit notes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.claims import commands as claims
from muster.claims import queries
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Claims and payments"
WHAT_GOES = "Descriptions, workings, questions, reasons and notes; what the facts about them say."
WHAT_STAYS = "References, parties, amounts, dates, payment references, the settlement's digest."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.claims_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    return claims.dispose_claims(actor, claim_ids=ids)

"""Messages that left the house: e-mail, text, push."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.journal import queries as journal
from muster.messaging import commands as messaging
from muster.messaging import queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Messages sent"
WHAT_GOES = "Subject, words, address, what the carrier answered."
WHAT_STAYS = "That one was sent, to which account, over which channel, when, and how it ended."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    rows = queries.messages_to_dispose(network_id, before, limit)
    about = journal.subjects_of_facts({row.fact_id for row in rows if row.fact_id})
    return [
        Due(
            str(row.id),
            f"{row.channel}, {row.created_at:%Y-%m-%d}",
            row.created_at,
            frozenset({row.id, *about.get(row.fact_id or 0, ())}),
        )
        for row in rows
    ]


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return messaging.dispose_messages(actor, message_ids=[UUID(key) for key in keys])

"""Messages that left the house, by e-mail, text, voice or push, and the answers that came to them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.members import queries as members
from muster.messaging import commands as messaging
from muster.messaging import queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Messages sent, and answers to them"
WHAT_GOES = (
    "Subject, words, address, what the carrier answered, the digest of who replied. What a reply "
    "said stands in the journal's facts and goes with them."
)
WHAT_STAYS = (
    "That one was sent, to which account, over which channel, when, and how it ended; that a reply "
    "came."
)


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    people = [person.id for person in members.people_of_network(network_id)]
    rows = queries.messages_to_dispose(network_id, people, before, limit)
    reaches = queries.reach_of_messages(rows)
    return [
        Due(
            str(row.id),
            f"{row.channel}, {row.created_at:%Y-%m-%d}",
            row.created_at,
            reaches[row.id],
        )
        for row in rows
    ]


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return messaging.dispose_messages(actor, message_ids=[UUID(key) for key in keys])

"""Notices in people's inboxes, as a kind of record that the records room keeps by its schedule."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.journal import queries as journal
from muster.notifications import queries
from muster.notifications.commands import dispose_notices
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Notices in inboxes"
WHAT_GOES = "The notice, read or not: its title, words and link."
WHAT_STAYS = "The fact that it told of, until the journal's own time is over."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    rows = queries.notices_to_dispose(network_id, before, limit)
    about = journal.subjects_of_facts({row.fact_id for row in rows if row.fact_id})
    return [
        Due(
            str(row.id),
            f"{row.kind}, {row.created_at:%Y-%m-%d}",
            row.created_at,
            frozenset({row.id, row.subject_id, *about.get(row.fact_id or 0, ())}),
        )
        for row in rows
    ]


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return dispose_notices(actor, notice_ids=[UUID(key) for key in keys])

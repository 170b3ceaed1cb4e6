"""Sign-in records: sessions with their network addresses and devices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.members import commands as members
from muster.members import queries
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Sign-in records"
WHAT_GOES = "The record of each old session, with its network address and device."
WHAT_STAYS = "The facts that somebody signed in, until the journal's own time is over."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.sign_ins_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return members.dispose_sign_ins(actor, session_ids=[int(key) for key in keys])

"""Whether a party is under break-glass, remembered by this process for the banner of every page.

For a few seconds at most, since other processes hear of a change by asking again; who changed it sees
it at once.
"""

from __future__ import annotations

from uuid import UUID

from django.core.cache import caches
from django.db import transaction

from muster.breakglass import queries
from muster.rules.actor import Actor

SECONDS = 5


def standing_of(actor: Actor) -> tuple[bool, bool]:
    """Whether the actor's own party is under break-glass, and whether it is fenced."""
    key = _key(actor.network_id, actor.party_id)
    known: tuple[bool, bool] | None = caches["process"].get(key)
    if known is None:
        period = queries.period_of(actor, actor.party_id)
        known = (period is not None, period is not None and period.is_fenced)
        caches["process"].set(key, known, SECONDS)
    return known


def forget(network_id: UUID, party_id: UUID) -> None:
    """Ask anew at the next page, once what is being written is committed."""
    transaction.on_commit(lambda: caches["process"].delete(_key(network_id, party_id)))


def _key(network_id: UUID, party_id: UUID | None) -> str:
    return f"break-glass:{network_id}:{party_id}"

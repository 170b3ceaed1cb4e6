"""What the facts of the journal say, whatever they are about."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.joining.queries import REGISTER_KINDS
from muster.journal import queries
from muster.journal.commands import dispose_payloads
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "What the journal's facts say"
WHAT_GOES = (
    "The payload of each fact, but for those that say who was bound, when, by which version."
)
WHAT_STAYS = (
    "That it happened, when, who did it, what it was about, and the payload's digest: the hash chain "
    "covers these, so it still verifies. The name of who acted cannot be taken out of the chain."
)


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return [
        Due(str(fact.position), f"{fact.kind}, position {fact.position}", fact.at, frozenset(about))
        for fact, about in queries.facts_to_dispose(network_id, before, limit, but=REGISTER_KINDS)
    ]


def dispose(actor: Actor, keys: Collection[str]) -> int:
    return dispose_payloads(actor, positions=[int(key) for key in keys])

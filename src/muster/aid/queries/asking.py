"""What the agreement wants said by whoever asks."""

from __future__ import annotations

from uuid import UUID

from muster.agreements import queries as agreements
from muster.joining import queries as joining
from muster.rules.actor import Actor


def asks_own_means(actor: Actor, party_id: UUID | None) -> bool:
    """Whether the party must say that its own means are used up: under the version that it asks
    under, or that in force while nobody has said which party asks. Term: response."""
    version = (
        joining.version_of(actor, party_id) if party_id else agreements.version_in_force(actor)
    )
    return version is not None and agreements.terms_of(version).response.local_resources_first

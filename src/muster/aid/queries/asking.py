"""What the agreement wants said by whoever asks."""

from __future__ import annotations

from uuid import UUID

from muster.agreements import queries as agreements
from muster.joining import queries as joining
from muster.rules.actor import Actor


def asks_own_means(actor: Actor, party_id: UUID | None) -> bool:
    """Whether the party must say that its own means are used up: under the version that it asks
    under; while nobody has said which party asks, under any that a party may ask under. Term: response."""
    if party_id:
        newest = joining.version_of(actor, party_id)
        versions = [newest] if newest else []
    else:
        versions = joining.versions_in_use(actor)
    return any(agreements.terms_of(each).response.local_resources_first for each in versions)

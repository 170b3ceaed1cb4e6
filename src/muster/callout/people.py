"""Who answers: a person acting from the post in which the question reached them."""

from __future__ import annotations

from uuid import UUID

from muster.members import queries as members
from muster.members.posts import actor_at, posts_of
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound


def actor_asked(network_id: UUID, party_id: UUID, person_id: UUID, via: str) -> Actor | None:
    """The person as somebody of the party, with the roles held now; None where there are none."""
    try:
        person = members.get_person(system_actor(), person_id)
    except NotFound:
        return None
    if not person.is_active:
        return None
    for post in posts_of(person):
        if post.network_id == network_id and post.party_id == party_id:
            return actor_at(person, post, via=via)
    return None

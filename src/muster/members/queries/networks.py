"""Networks: the one acted in, and those that a person has a post in."""

from __future__ import annotations

from uuid import UUID

from muster.members.models import Network, Person
from muster.members.posts import Post, posts_of
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound


def get_network(actor: Actor, lock: bool = False) -> Network:
    """The network that the actor acts in."""
    rows = Network.objects.select_for_update() if lock else Network.objects
    network = rows.filter(id=actor.network_id).first() if actor.network_id else None
    if network is None:
        raise NotFound("network")
    return network


def networks_of(actor: Actor) -> list[Post]:
    """The posts that the acting person holds, over all networks; nobody else's."""
    person = Person.objects.filter(id=actor.person_id, is_active=True).first()
    return posts_of(person) if person else []


def network_ids() -> list[UUID]:
    """Every network; for schedules and the command line, never for a page."""
    return list(Network.objects.order_by("created_at").values_list("id", flat=True))

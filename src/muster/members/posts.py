"""A post is where a person stands: one network, for one party or for the network itself.

A person may hold several; the session remembers which one is acted from.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.core.cache import caches

from muster.members.models import Network, NetworkRoleGrant, Party, PartyRoleGrant, Person
from muster.rules.actor import Actor

REMEMBERED_SECONDS = 600


@dataclass(frozen=True)
class Post:
    """`party_id` is None for a network officer who serves no party there."""

    network_id: UUID
    network_name: str
    party_id: UUID | None
    party_name: str
    roles: frozenset[str]
    is_sample: bool
    time_zone: str
    currency: str

    @property
    def key(self) -> str:
        return f"{self.network_id}:{self.party_id or ''}"

    @property
    def label(self) -> str:
        return self.party_name or self.network_name


def posts_of(person: Person) -> list[Post]:
    """Every post that the person holds now, by network and party name.

    Remembered by this process under the person's stamp, which changes with every grant and
    revocation: whoever has just read the person has the right posts without another query.
    """
    key = f"posts:{person.id}:{person.posts_stamp}"
    posts = caches["process"].get(key)
    if posts is None:
        posts = _read_posts(person)
        caches["process"].set(key, posts, REMEMBERED_SECONDS)
    return list(posts)


def _read_posts(person: Person) -> tuple[Post, ...]:
    networks: dict[UUID, Network] = {}
    network_roles: dict[UUID, set[str]] = defaultdict(set)
    for office in NetworkRoleGrant.objects.filter(
        person=person, revoked_at__isnull=True
    ).select_related("network"):
        networks[office.network_id] = office.network
        network_roles[office.network_id].add(office.role)
    parties: dict[UUID, Party] = {}
    party_roles: dict[tuple[UUID, UUID], set[str]] = defaultdict(set)
    for grant in PartyRoleGrant.objects.filter(
        person=person, revoked_at__isnull=True
    ).select_related("network", "party"):
        networks[grant.network_id] = grant.network
        parties[grant.party_id] = grant.party
        party_roles[grant.network_id, grant.party_id].add(grant.role)
    posts = [
        _post(networks[network_id], parties[party_id], roles | network_roles[network_id])
        for (network_id, party_id), roles in party_roles.items()
    ]
    with_a_party = {post.network_id for post in posts}
    posts += [
        _post(networks[network_id], None, roles)
        for network_id, roles in network_roles.items()
        if roles and network_id not in with_a_party
    ]
    return tuple(sorted(posts, key=lambda post: (post.network_name, post.party_name, post.key)))


def _post(network: Network, party: Party | None, roles: set[str]) -> Post:
    return Post(
        network_id=network.id,
        network_name=network.name,
        party_id=party.id if party else None,
        party_name=party.name if party else "",
        roles=frozenset(roles),
        is_sample=network.is_sample,
        time_zone=network.time_zone,
        currency=network.currency,
    )


def actor_at(
    person: Person,
    post: Post,
    *,
    via: str = "page",
    scopes: frozenset[str] | None = None,
    stepped_up: bool = False,
    factor: str = "",
    address: str = "",
) -> Actor:
    """The person acting from a post."""
    return Actor(
        network_id=post.network_id,
        person_id=person.id,
        party_id=post.party_id,
        roles=post.roles,
        name=person.name,
        via=via,
        scopes=scopes,
        stepped_up=stepped_up,
        factor=factor,
        address=address,
    )

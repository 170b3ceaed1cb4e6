"""Facts about an account: told to the parties that the person serves, once in each network."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.journal.record import record
from muster.members.models import NetworkRoleGrant, PartyRoleGrant, Person
from muster.rules.actor import Actor


def record_about_account(happened: Any, person: Person, actor: Actor | None = None) -> None:
    """Record one fact per network of the person, for the person's own parties there.

    Without an actor it is the person's own doing, as the sign-in library reports it.
    """
    parties_of: dict[UUID, set[UUID]] = defaultdict(set)
    for network_id in NetworkRoleGrant.objects.filter(
        person=person, revoked_at__isnull=True
    ).values_list("network_id", flat=True):
        parties_of[network_id] = set()
    for network_id, party_id in PartyRoleGrant.objects.filter(
        person=person, revoked_at__isnull=True
    ).values_list("network_id", "party_id"):
        parties_of[network_id].add(party_id)
    with transaction.atomic():
        for network_id, parties in sorted(parties_of.items()) or [(None, set())]:
            record(
                happened,
                actor=actor or acting(person, network_id),
                subjects=[("person", person.id)],
                audience=sorted(parties),
                network_id=network_id,
            )


def acting(person: Person, network_id: UUID | None = None, via: str = "sign-in") -> Actor:
    """The person as the author of what the sign-in library did."""
    return Actor(network_id=network_id, person_id=person.id, name=person.name, via=via)

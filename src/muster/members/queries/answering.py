"""Who answers for a party, the first to be called first: what a call-out falls back on."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from muster.members.models import Contact, PartyRoleGrant
from muster.rules.actor import PartyRole

IN_ORDER = (PartyRole.DUTY_OFFICER, PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.RESPONDER)
LONGEST_LIST = 50_000
NOT_LISTED = 1_000


@dataclass(frozen=True)
class Answering:
    """An active person who answers for a party. `role` is the first of `IN_ORDER` that is held."""

    person_id: UUID
    name: str
    role: PartyRole


def answering_for(network_id: UUID, party_ids: Collection[UUID]) -> dict[UUID, list[Answering]]:
    """For each party its duty officers, then its representatives, then its responders.

    Within a role the order is that of the party's contacts, matched by address or name; whoever
    is not among them follows by name. Two queries for any number of parties; for code, not pages.
    """
    grants = PartyRoleGrant.objects.filter(
        network_id=network_id,
        party_id__in=party_ids,
        role__in=IN_ORDER,
        revoked_at__isnull=True,
        person__is_active=True,
    ).values_list("party_id", "person_id", "role", "person__name", "person__email")
    places = _call_places(network_id, party_ids)
    found: dict[UUID, dict[UUID, tuple[tuple[int, int, str, str], Answering]]] = {
        each: {} for each in party_ids
    }
    for party_id, person_id, role, name, email in grants[:LONGEST_LIST]:
        listed = [places.get((party_id, word.casefold()), NOT_LISTED) for word in (email, name)]
        rank = (IN_ORDER.index(PartyRole(role)), min(listed), name.casefold(), str(person_id))
        known = found[party_id].get(person_id)
        if known is None or rank < known[0]:
            found[party_id][person_id] = (rank, Answering(person_id, name, PartyRole(role)))
    return {
        party_id: [each for _, each in sorted(people.values(), key=lambda pair: pair[0])]
        for party_id, people in found.items()
    }


def _call_places(network_id: UUID, party_ids: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """The place in call order under each contact's address and name."""
    rows = Contact.objects.filter(
        network_id=network_id, party_id__in=party_ids, removed_at__isnull=True
    ).order_by("-call_order", "-id")
    places: dict[tuple[UUID, str], int] = {}
    for party_id, name, email, place in rows.values_list("party_id", "name", "email", "call_order"):
        for word in (name, email):
            if word:
                places[party_id, word.casefold()] = place
    return places

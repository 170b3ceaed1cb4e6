"""Whom to call at every party, at once: for phones that have no network."""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from muster.members.models import Contact, Party
from muster.members.queries.parties import in_force, is_bound
from muster.rules.actor import Actor

MOST_CONTACTS = 1000


def call_list(actor: Actor) -> list[tuple[Party, list[Contact]]]:
    """The parties in force, the own one first, each with whom to call there in call order.

    Only the own one for a party that is not bound; three queries however many there are.
    """
    everybody = actor.is_network_officer or is_bound(actor)
    seen = [party for party in in_force(actor) if everybody or party.id == actor.party_id]
    rows = Contact.objects.filter(
        network_id=actor.network_id,
        party_id__in=[party.id for party in seen],
        removed_at__isnull=True,
    ).order_by("call_order", "id")
    of_party: dict[UUID, list[Contact]] = defaultdict(list)
    for row in rows[:MOST_CONTACTS]:
        of_party[row.party_id].append(row)
    seen.sort(key=lambda party: party.id != actor.party_id)
    return [(party, of_party[party.id]) for party in seen if of_party[party.id]]

"""Sign-in records whose time is over: sessions with their addresses and devices. For the records room."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession

from muster.members.models import PartyRoleGrant
from muster.members.queries.people import people_of_network
from muster.rules.retention import Due


def sign_ins_to_dispose(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    """Sessions of the network's people that were last seen before a moment."""
    people = [person.id for person in people_of_network(network_id)]
    rows = UserSession.objects.filter(user_id__in=people, last_seen_at__lt=before)
    found = list(rows.order_by("last_seen_at", "pk")[:limit])
    reaches = reach_of_sign_ins(network_id, {each.user_id for each in found})
    return [
        Due(
            str(each.pk),
            f"Session of {each.last_seen_at:%Y-%m-%d}",
            each.last_seen_at,
            reaches[each.user_id],
        )
        for each in found
    ]


def reach_of_sign_ins(
    network_id: UUID | None, person_ids: Collection[UUID]
) -> dict[UUID, frozenset[UUID]]:
    """For each person the ids by which a legal hold keeps a session: the person, and every party for
    which that person acts or acted."""
    reaches: dict[UUID, set[UUID]] = {person_id: {person_id} for person_id in person_ids}
    grants = PartyRoleGrant.objects.filter(network_id=network_id, person_id__in=person_ids)
    for person_id, party_id in grants.values_list("person_id", "party_id"):
        reaches[person_id].add(party_id)
    return {person_id: frozenset(ids) for person_id, ids in reaches.items()}

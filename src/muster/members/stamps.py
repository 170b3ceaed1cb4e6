"""New stamps on people: what processes remember of them, and their sessions, are worth nothing then."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from muster.journal.ids import new_id
from muster.members.models import NetworkRoleGrant, PartyRoleGrant, Person


def renew_posts(person_id: UUID) -> None:
    """After a grant or a revocation."""
    Person.objects.filter(id=person_id).update(posts_stamp=new_id())


def renew_of_party(party_id: UUID) -> None:
    """After the party's name changed. One stamp for many is enough: it only has to be new."""
    grants = PartyRoleGrant.objects.filter(party_id=party_id, revoked_at__isnull=True)
    Person.objects.filter(id__in=grants.values("person_id")).update(posts_stamp=new_id())


def renew_in_network(network_id: UUID) -> None:
    """After the network's name, zone or currency changed."""
    parties = PartyRoleGrant.objects.filter(network_id=network_id, revoked_at__isnull=True)
    offices = NetworkRoleGrant.objects.filter(network_id=network_id, revoked_at__isnull=True)
    concerned = Q(id__in=parties.values("person_id")) | Q(id__in=offices.values("person_id"))
    Person.objects.filter(concerned).update(posts_stamp=new_id())

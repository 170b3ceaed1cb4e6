"""Access review: who holds what, since when, when they last signed in, with which factors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.members.models import ApiToken, NetworkRoleGrant, PartyRoleGrant
from muster.members.queries.account import factor_kinds
from muster.members.queries.people import get_person
from muster.rules.actor import Actor
from muster.rules.permissions import need

LONGEST_LIST = 5000


@dataclass(frozen=True)
class AccessRow:
    """One role of one person."""

    person_id: UUID
    name: str
    email: str
    is_active: bool
    party_id: UUID | None
    party_name: str
    role: str
    since: datetime
    last_sign_in: datetime | None
    factors: tuple[str, ...]
    live_tokens: int


def access_review(actor: Actor) -> list[AccessRow]:
    """Every live role of the network for officers, of the own party for its representative.

    Refuses `permission.denied`.
    """
    need(actor, "access.review")
    sees_all = actor.is_system or actor.is_network_officer
    held = PartyRoleGrant.objects.filter(network_id=actor.network_id, revoked_at__isnull=True)
    if not sees_all:
        held = held.filter(party_id=actor.party_id)
    rows: list[PartyRoleGrant | NetworkRoleGrant] = list(
        held.select_related("person", "party").order_by("party__name", "person__name", "id")[
            :LONGEST_LIST
        ]
    )
    if sees_all:
        offices = NetworkRoleGrant.objects.filter(
            network_id=actor.network_id, revoked_at__isnull=True
        )
        rows = [*offices.select_related("person").order_by("person__name", "id"), *rows]
    return _access_rows(actor, rows)


def access_of(actor: Actor, person_id: UUID) -> list[AccessRow]:
    """What one person holds: for the own party's people and officers, as `get_person` shows them."""
    person = get_person(actor, person_id)
    sees_all = actor.is_system or actor.is_network_officer or person.id == actor.person_id
    held = PartyRoleGrant.objects.filter(
        network_id=actor.network_id, person=person, revoked_at__isnull=True
    )
    if not sees_all:
        held = held.filter(party_id=actor.party_id)
    rows: list[PartyRoleGrant | NetworkRoleGrant] = list(
        held.select_related("person", "party").order_by("party__name", "id")
    )
    if sees_all:
        offices = NetworkRoleGrant.objects.filter(
            network_id=actor.network_id, person=person, revoked_at__isnull=True
        )
        rows += list(offices.select_related("person").order_by("id"))
    return _access_rows(actor, rows)


def _access_rows(actor: Actor, grants: list[PartyRoleGrant | NetworkRoleGrant]) -> list[AccessRow]:
    people = {grant.person_id for grant in grants}
    kinds = factor_kinds(people)
    tokens: dict[tuple[UUID, UUID | None], int] = {}
    for token in ApiToken.objects.filter(
        network_id=actor.network_id, person_id__in=people, revoked_at__isnull=True
    ).values_list("person_id", "party_id"):
        tokens[token] = tokens.get(token, 0) + 1
    rows = []
    for grant in grants:
        party = getattr(grant, "party", None)
        party_id = party.id if party else None
        rows.append(
            AccessRow(
                person_id=grant.person_id,
                name=grant.person.name,
                email=grant.person.email,
                is_active=grant.person.is_active,
                party_id=party_id,
                party_name=party.name if party else "",
                role=grant.role,
                since=grant.granted_at,
                last_sign_in=grant.person.last_login,
                factors=tuple(kinds.get(grant.person_id, ())),
                live_tokens=tokens.get((grant.person_id, party_id), 0),
            )
        )
    return rows

"""Roles of a party and offices of a network: given and taken back, never edited."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import queries, stamps
from muster.members.events import (
    NetworkRoleGranted,
    NetworkRoleRevoked,
    PartyRoleGranted,
    PartyRoleRevoked,
)
from muster.members.models import ApiToken, NetworkRoleGrant, PartyRoleGrant, Person
from muster.rules import roles as rules
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if


@command("role.grant", step_up=True)
def grant_party_role(actor: Actor, *, party_id: UUID, person_id: UUID, role: str) -> PartyRoleGrant:
    """Give a person of the network a role for a party.

    Refuses `role.not_your_party`, `role.not_to_oneself`, `role.unknown`, `role.already_held`,
    `person.inactive`. Records PartyRoleGranted.
    """
    membership = queries.get_membership(actor, party_id, lock=True)
    refuse_if(
        rules.refusals_for_party_roles(actor, party_id=party_id, person_id=person_id, roles=[role])
    )
    person = _grantable(actor, person_id)
    give_party_role(actor, membership.network_id, party_id, person, role)
    return PartyRoleGrant.objects.get(
        network_id=membership.network_id,
        party_id=party_id,
        person=person,
        role=role,
        revoked_at__isnull=True,
    )


def _grantable(actor: Actor, person_id: UUID) -> Person:
    """A person whom the granter may already see: nobody is found by trying ids."""
    if actor.is_system:
        person = Person.objects.filter(id=person_id).first()
    else:
        person = queries.get_person(actor, person_id)
    if person is None:
        raise NotFound("person")
    if not person.is_active:
        raise Refused(Refusal("person.inactive", field="person_id"))
    return person


def give_party_role(
    actor: Actor, network_id: UUID, party_id: UUID, person: Person, role: str
) -> None:
    """Write the grant and its fact; also used when an invitation is accepted."""
    held = PartyRoleGrant.objects.filter(
        network_id=network_id, party_id=party_id, person=person, role=role, revoked_at__isnull=True
    )
    if held.exists():
        raise Refused(Refusal("role.already_held", field="role"))
    PartyRoleGrant.objects.create(
        network_id=network_id,
        party_id=party_id,
        person=person,
        role=role,
        granted_at=clock.now(),
        granted_by_id=actor.person_id,
    )
    stamps.renew_posts(person.id)
    record(
        PartyRoleGranted(party_id, person.id, person.name, role),
        actor=actor,
        subjects=[("party", party_id), ("person", person.id)],
        audience=[party_id],
        network_id=network_id,
    )


@command("role.revoke", step_up=True)
def revoke_party_role(
    actor: Actor, *, party_id: UUID, person_id: UUID, role: str
) -> PartyRoleGrant:
    """Take a role of a party back; it ends with the next request, and so do tokens left without any.

    Refuses `role.not_your_party`, `role.last_representative`. Records PartyRoleRevoked.
    """
    membership = queries.get_membership(actor, party_id, lock=True)
    grant = _held(
        PartyRoleGrant,
        network_id=membership.network_id,
        party_id=party_id,
        person_id=person_id,
        role=role,
    )
    refuse_if(
        rules.refusals_for_revoking(
            actor,
            party_id=party_id,
            person_id=person_id,
            role=role,
            holders=active_holders(membership.network_id, party_id, role),
        )
    )
    end_grant(grant)
    record(
        PartyRoleRevoked(party_id, person_id, grant.person.name, role),
        actor=actor,
        subjects=[("party", party_id), ("person", person_id)],
        audience=[party_id],
    )
    return grant


@command("network_role.grant", step_up=True)
def grant_network_role(actor: Actor, *, person_id: UUID, role: str) -> NetworkRoleGrant:
    """Give a person an office of the network: coordinator or auditor.

    Refuses `network_role.only_coordinator`, `role.not_to_oneself`, `role.already_held`,
    `person.inactive`. Records NetworkRoleGranted.
    """
    network = queries.get_network(actor, lock=True)
    refuse_if(rules.refusals_for_network_roles(actor, person_id=person_id, roles=[role]))
    person = _grantable(actor, person_id)
    give_network_role(actor, network.id, person, role)
    return NetworkRoleGrant.objects.get(
        network=network, person=person, role=role, revoked_at__isnull=True
    )


def give_network_role(actor: Actor, network_id: UUID, person: Person, role: str) -> None:
    """Write the grant and its fact; also used when an invitation is accepted."""
    held = NetworkRoleGrant.objects.filter(
        network_id=network_id, person=person, role=role, revoked_at__isnull=True
    )
    if held.exists():
        raise Refused(Refusal("role.already_held", field="role"))
    NetworkRoleGrant.objects.create(
        network_id=network_id,
        person=person,
        role=role,
        granted_at=clock.now(),
        granted_by_id=actor.person_id,
    )
    stamps.renew_posts(person.id)
    record(
        NetworkRoleGranted(person.id, person.name, role),
        actor=actor,
        subjects=[("network", network_id), ("person", person.id)],
        audience=None,
        network_id=network_id,
    )


@command("network_role.revoke", step_up=True)
def revoke_network_role(actor: Actor, *, person_id: UUID, role: str) -> NetworkRoleGrant:
    """Take an office of the network back; a network keeps at least one coordinator.

    Refuses `network_role.last_coordinator`. Records NetworkRoleRevoked.
    """
    network = queries.get_network(actor, lock=True)
    grant = _held(NetworkRoleGrant, network_id=network.id, person_id=person_id, role=role)
    holders = active_officers(network.id, role)
    refuse_if(rules.refusals_for_revoking_office(person_id=person_id, role=role, holders=holders))
    end_grant(grant)
    record(
        NetworkRoleRevoked(person_id, grant.person.name, role),
        actor=actor,
        subjects=[("network", network.id), ("person", person_id)],
        audience=None,
    )
    return grant


def _held(model: Any, **where: Any) -> Any:
    grant = model.objects.filter(revoked_at__isnull=True, **where).select_related("person").first()
    if grant is None:
        raise NotFound("role")
    return grant


def active_holders(network_id: UUID, party_id: UUID, role: str) -> list[UUID]:
    return [person.id for person in queries.people_of_party(network_id, party_id, role)]


def active_officers(network_id: UUID, role: str) -> list[UUID]:
    return [person.id for person in queries.officers(network_id, role)]


def end_grant(grant: Any) -> None:
    """Close the grant; tokens of a post without any role left are revoked with it."""
    at = clock.now()
    grant.revoked_at = at
    grant.save(update_fields=["revoked_at"])
    stamps.renew_posts(grant.person_id)
    offices = NetworkRoleGrant.objects.filter(
        network_id=grant.network_id, person_id=grant.person_id, revoked_at__isnull=True
    )
    party_id = getattr(grant, "party_id", None)
    same_post = PartyRoleGrant.objects.filter(
        network_id=grant.network_id,
        party_id=party_id,
        person_id=grant.person_id,
        revoked_at__isnull=True,
    )
    left = same_post.exists() if party_id else offices.exists()
    if not left:
        ApiToken.objects.filter(
            network_id=grant.network_id,
            party_id=party_id,
            person_id=grant.person_id,
            revoked_at__isnull=True,
        ).update(revoked_at=at)

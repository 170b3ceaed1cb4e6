"""People, the roles they hold, and who is invited. An account's address is for its own party."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from muster.journal import clock
from muster.journal.kept import kept
from muster.members import digests
from muster.members.models import (
    Invitation,
    NetworkRoleGrant,
    PartyRoleGrant,
    Person,
    Recovery,
)
from muster.members.queries.parties import get_membership
from muster.messaging.accounts import Account
from muster.rules.actor import Actor, PartyRole
from muster.rules.lifecycle import InvitationState
from muster.rules.refusal import NotFound, Refusal

LONGEST_LIST = 1000
ANSWERING = (PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER)


@dataclass(frozen=True)
class RoleHolder:
    """A person with the roles held at one post; `email` is empty where it may not be seen."""

    person_id: UUID
    name: str
    email: str
    roles: tuple[str, ...]
    since: datetime
    is_active: bool


def people_of_party(network_id: UUID, party_id: UUID, *roles: str) -> list[Person]:
    """Active people with any of the roles (or any role at all) for a party; for code, not pages."""
    return _people_of(tuple(roles), network_id=network_id, party_id=party_id)


@kept
def _people_of(roles: tuple[str, ...], /, *, network_id: UUID, party_id: UUID) -> QuerySet[Person]:
    grants = PartyRoleGrant.objects.filter(
        network_id=network_id, party_id=party_id, revoked_at__isnull=True
    )
    if roles:
        grants = grants.filter(role__in=roles)
    return _active().filter(id__in=grants.values("person_id"))[:LONGEST_LIST]


def officers(network_id: UUID, *roles: str) -> list[Person]:
    """Active people with any of the network roles (or any at all); for code, not pages."""
    grants = NetworkRoleGrant.objects.filter(network_id=network_id, revoked_at__isnull=True)
    if roles:
        grants = grants.filter(role__in=roles)
    return list(_active().filter(id__in=grants.values("person_id"))[:LONGEST_LIST])


def people_of_network(network_id: UUID) -> list[Person]:
    """Active people with any post in a network; for code, not pages."""
    return list(_active().filter(_holds_in(network_id))[:LONGEST_LIST])


def reachable_accounts(person_ids: Collection[UUID]) -> dict[UUID, Account]:
    """Mailbox, number and zone of the active people among some; for messaging."""
    rows = Person.objects.filter(id__in=person_ids, is_active=True)
    found = rows.values_list("id", "email", "phone", "time_zone")
    return {person_id: Account(email, phone, zone) for person_id, email, phone, zone in found}


def _active() -> QuerySet[Person]:
    return Person.objects.filter(is_active=True).order_by("name", "id")


def _holds_in(network_id: UUID | None, party_id: UUID | None = None) -> Q:
    """People with a live role in the network, or with one for the given party there."""
    parties = PartyRoleGrant.objects.filter(network_id=network_id, revoked_at__isnull=True)
    if party_id is not None:
        return Q(id__in=parties.filter(party_id=party_id).values("person_id"))
    offices = NetworkRoleGrant.objects.filter(network_id=network_id, revoked_at__isnull=True)
    return Q(id__in=parties.values("person_id")) | Q(id__in=offices.values("person_id"))


def person_names(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Names of people that the caller already may know of."""
    wanted = {each for each in person_ids if each is not None}
    return dict(Person.objects.filter(id__in=wanted).values_list("id", "name")) if wanted else {}


def sees_people_of(actor: Actor, party_id: UUID | None) -> bool:
    """Whether the actor sees every person of the party, with address and account."""
    return actor.is_system or actor.is_network_officer or actor.party_id == party_id


def role_holders(actor: Actor, party_id: UUID) -> list[RoleHolder]:
    """Who holds which role for a party: all for itself and officers, who answers for the others."""
    membership = get_membership(actor, party_id)
    sees_all = sees_people_of(actor, membership.party_id)
    grants = PartyRoleGrant.objects.filter(
        network_id=membership.network_id, party_id=membership.party_id, revoked_at__isnull=True
    ).select_related("person")
    if not sees_all:
        grants = grants.filter(role__in=ANSWERING, person__is_active=True)
    return _holders(grants.order_by("granted_at", "id")[:LONGEST_LIST], sees_all)


def network_officers(actor: Actor) -> list[RoleHolder]:
    """Coordinators and auditors of the network, known to all its members."""
    grants = NetworkRoleGrant.objects.filter(
        network_id=actor.network_id, revoked_at__isnull=True, person__is_active=True
    ).select_related("person")
    return _holders(grants.order_by("granted_at", "id")[:LONGEST_LIST], actor.is_network_officer)


def _holders(
    grants: Iterable[PartyRoleGrant | NetworkRoleGrant], sees_all: bool
) -> list[RoleHolder]:
    by_person: dict[UUID, list[PartyRoleGrant | NetworkRoleGrant]] = defaultdict(list)
    for grant in grants:
        by_person[grant.person_id].append(grant)
    holders = [
        RoleHolder(
            person_id=person_id,
            name=held[0].person.name,
            email=held[0].person.email if sees_all else "",
            roles=tuple(grant.role for grant in held),
            since=held[0].granted_at,
            is_active=held[0].person.is_active,
        )
        for person_id, held in by_person.items()
    ]
    return sorted(holders, key=lambda holder: (holder.name.casefold(), str(holder.person_id)))


def get_person(actor: Actor, person_id: UUID, lock: bool = False) -> Person:
    """A person whose account the actor may see: of the own party, for officers of the network."""
    rows = Person.objects.select_for_update() if lock else Person.objects.all()
    if actor.is_system and actor.network_id is None:
        found = rows.filter(id=person_id).first()
    elif actor.is_system or actor.is_network_officer:
        found = rows.filter(_holds_in(actor.network_id), id=person_id).first()
    elif actor.party_id is not None:
        found = rows.filter(_holds_in(actor.network_id, actor.party_id), id=person_id).first()
    else:
        found = None
    if found is None and person_id == actor.person_id:
        found = rows.filter(id=person_id).first()
    if found is None:
        raise NotFound("person")
    return found


def invitations(actor: Actor, party_id: UUID | None = None) -> list[Invitation]:
    """Invitations still open: of one party, or (for officers) of the whole network."""
    rows = Invitation.objects.filter(network_id=actor.network_id, state=InvitationState.SENT)
    if party_id is not None:
        rows = rows.filter(party_id=party_id)
    if not (actor.is_system or actor.is_network_officer):
        if actor.party_id is None:
            return []
        rows = rows.filter(party_id=actor.party_id)
    return list(rows.select_related("party").order_by("-invited_at", "id")[:LONGEST_LIST])


def get_invitation(actor: Actor, invitation_id: UUID, lock: bool = False) -> Invitation:
    """One invitation of the own party, for officers of the network."""
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    found = rows.filter(network_id=actor.network_id, id=invitation_id).first()
    if found is None or not sees_people_of(actor, found.party_id):
        raise NotFound("invitation")
    return found


def invitation_of_token(token: str, lock: bool = False) -> Invitation:
    """The invitation that a link opens. Whoever holds the link may see it; there is no actor yet."""
    rows = Invitation.objects.select_for_update(of=("self",)) if lock else Invitation.objects.all()
    found = rows.filter(token_digest=digests.digest(token)).select_related("network").first()
    if found is None:
        raise NotFound("invitation")
    return found


def recovery_of_token(token: str, lock: bool = False) -> Recovery:
    """The recovery that a link belongs to. The link alone opens nothing."""
    rows = Recovery.objects.select_for_update(of=("self",)) if lock else Recovery.objects.all()
    found = rows.filter(token_digest=digests.digest(token)).select_related("person").first()
    if found is None:
        raise NotFound("recovery")
    return found


def get_open_recovery(actor: Actor, person_id: UUID, lock: bool = False) -> Recovery:
    """The link that waits for a code or for its use, of a person whom the actor may see."""
    person = get_person(actor, person_id)
    rows = Recovery.objects.select_for_update() if lock else Recovery.objects.all()
    found = rows.filter(person=person, ended_at__isnull=True, expires_at__gt=clock.now()).first()
    if found is None:
        raise NotFound("open_recovery")
    return found


def open_recovery(actor: Actor, person_id: UUID) -> Recovery | None:
    """The same, or None."""
    try:
        return get_open_recovery(actor, person_id)
    except NotFound:
        return None


def get_person_by_address(actor: Actor, email: str) -> Person:
    """Who signs in with an address; for Muster itself on its host alone."""
    found = Person.objects.filter(email__iexact=email.strip()).first() if actor.is_system else None
    if found is None:
        raise NotFound("person")
    return found


@dataclass(frozen=True)
class Offer:
    """What an invitation's link gives, as whoever opens it may see."""

    name: str
    email: str
    network_name: str
    party_name: str
    roles: tuple[str, ...]
    expires_at: datetime
    needs_account: bool
    refusal: Refusal | None


def invitation_offer(token: str, actor: Actor) -> Offer:
    """The offer behind a link, and why it cannot be taken up by the actor, if so."""
    invitation = invitation_of_token(token)
    known = Person.objects.filter(email__iexact=invitation.email).first()
    return Offer(
        name=invitation.name,
        email=invitation.email,
        network_name=invitation.network.name,
        party_name=invitation.party.name if invitation.party else "",
        roles=(*invitation.party_roles, *invitation.network_roles),
        expires_at=invitation.expires_at,
        needs_account=known is None,
        refusal=_over(invitation) or _wrong_account(known, actor),
    )


def _over(invitation: Invitation) -> Refusal | None:
    if invitation.state != InvitationState.SENT:
        return Refusal("invitation.wrong_state", values={"state": invitation.state})
    is_late = clock.now() >= invitation.expires_at
    return Refusal("invitation.expired", term="joining") if is_late else None


def _wrong_account(known: Person | None, actor: Actor) -> Refusal | None:
    if known is None:
        return Refusal("invitation.other_account") if actor.person_id else None
    if not known.is_active:
        return Refusal("person.inactive")
    if actor.person_id is None:
        return Refusal("invitation.sign_in_first")
    return None if actor.person_id == known.id else Refusal("invitation.other_account")


def grantable_people(actor: Actor) -> list[Person]:
    """Active people to whom the actor may give a role: of the own party, for officers of all."""
    rows = _active().exclude(id=actor.person_id)
    if actor.is_system or actor.is_coordinator:
        return list(rows.filter(_holds_in(actor.network_id))[:LONGEST_LIST])
    if actor.party_id is None:
        return []
    return list(rows.filter(_holds_in(actor.network_id, actor.party_id))[:LONGEST_LIST])

"""Invitations: a link with given roles, for one person, for a few days. Its token is kept nowhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import digests, openings, queries
from muster.members.checks import Reasons
from muster.members.commands.people import new_person
from muster.members.commands.roles import give_network_role, give_party_role
from muster.members.events import InvitationAccepted, InvitationWithdrawn, PersonInvited
from muster.members.models import Invitation, NetworkRoleGrant, PartyRoleGrant, Person
from muster.rules import roles as rules
from muster.rules.actor import Actor
from muster.rules.lifecycle import INVITATION, InvitationState, move
from muster.rules.refusal import Refusal, Refused

LIFETIME = timedelta(days=14)


@dataclass(frozen=True)
class Invited:
    """The invitation and, this one time, the secret of its link."""

    invitation: Invitation
    token: str


@command("person.invite", step_up=True)
def invite_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    party_id: UUID | None = None,
    party_roles: Sequence[str] = (),
    network_roles: Sequence[str] = (),
    invitation_id: UUID | None = None,
) -> Invited:
    """Invite a person by a link that gives them roles; an earlier open link to them is replaced.

    Refuses `role.none_chosen`, `role.not_your_party`, `network_role.only_coordinator`,
    `invitation.party_missing`, `invitation.already_has_roles`, `person.inactive`, `email.invalid`.
    Records PersonInvited. Clause: joining.
    """
    network = queries.get_network(actor)
    if party_id is not None:
        queries.get_membership(actor, party_id)
        openings.need_open(party_id=party_id)
    reasons = Reasons()
    email = reasons.email("email", email, required=True)
    name = reasons.line("name", name, 200, required=True)
    reasons.refusals += _refusals_about_roles(actor, party_id, party_roles, network_roles)
    reasons.raise_any()
    reasons.refusals += _refusals_about_person(
        network.id, email, party_id, party_roles, network_roles
    )
    reasons.raise_any()
    _replace_earlier(network.id, email, party_id)
    token = digests.new_secret()
    at = clock.now()
    known_id = {"id": invitation_id} if invitation_id else {}
    invitation = Invitation.objects.create(
        network=network,
        party_id=party_id,
        email=email,
        name=name,
        party_roles=sorted(set(party_roles)),
        network_roles=sorted(set(network_roles)),
        token_digest=digests.digest(token),
        invited_by_id=actor.person_id,
        invited_at=at,
        expires_at=at + LIFETIME,
        **known_id,
    )
    record(
        PersonInvited(
            invitation.id,
            party_id,
            name,
            invitation.party_roles,
            invitation.network_roles,
            invitation.expires_at,
        ),
        actor=actor,
        subjects=_subjects(invitation),
        audience=[party_id] if party_id else [],
    )
    return Invited(invitation, token)


def _refusals_about_roles(
    actor: Actor, party_id: UUID | None, party_roles: Sequence[str], network_roles: Sequence[str]
) -> list[Refusal]:
    """An invitation is a grant to come: who may not grant may not invite."""
    refusals: list[Refusal] = []
    if party_id is not None:
        refusals += rules.refusals_for_party_roles(
            actor, party_id=party_id, person_id=None, roles=party_roles
        )
    elif party_roles:
        refusals.append(Refusal("invitation.party_missing", field="party_id"))
    elif not network_roles:
        refusals.append(Refusal("role.none_chosen", field="roles"))
    if network_roles:
        refusals += rules.refusals_for_network_roles(actor, person_id=None, roles=network_roles)
    return refusals


def _refusals_about_person(
    network_id: UUID,
    email: str,
    party_id: UUID | None,
    party_roles: Sequence[str],
    network_roles: Sequence[str],
) -> list[Refusal]:
    """Whether the address is that of somebody who needs no invitation for this."""
    person = Person.objects.filter(email__iexact=email).first()
    if person is None:
        return []
    held = PartyRoleGrant.objects.filter(
        network_id=network_id, person=person, party_id=party_id, revoked_at__isnull=True
    )
    offices = NetworkRoleGrant.objects.filter(
        network_id=network_id, person=person, revoked_at__isnull=True
    )
    has_all = set(party_roles) <= set(held.values_list("role", flat=True)) and set(
        network_roles
    ) <= set(offices.values_list("role", flat=True))
    return [Refusal("invitation.already_has_roles", field="email")] if has_all else []


def _replace_earlier(network_id: UUID, email: str, party_id: UUID | None) -> None:
    Invitation.objects.filter(
        network_id=network_id, email=email, party_id=party_id, state=InvitationState.SENT
    ).update(state=InvitationState.REVOKED)


@command("person.withdraw_invitation")
def withdraw_invitation(actor: Actor, *, invitation_id: UUID) -> Invitation:
    """Make an invitation's link worthless.

    Refuses `invitation.wrong_state`, `role.not_your_party`. Records InvitationWithdrawn.
    """
    invitation = queries.get_invitation(actor, invitation_id, lock=True)
    if not (actor.is_coordinator or actor.is_system or actor.party_id == invitation.party_id):
        raise Refused(Refusal("role.not_your_party"))
    invitation.state = move(INVITATION, invitation.state, "revoke")
    invitation.save(update_fields=["state"])
    record(
        InvitationWithdrawn(invitation.id, invitation.party_id, invitation.name),
        actor=actor,
        subjects=_subjects(invitation),
        audience=[invitation.party_id] if invitation.party_id else [],
    )
    return invitation


@command("person.accept_invitation")
def accept_invitation(
    actor: Actor,
    *,
    token: str,
    password: str | None = None,
    name: str = "",
    phone: str = "",
    time_zone: str = "",
) -> Person:
    """Join by a link: a new account with a password, or the signed-in account it is meant for.

    Refuses `invitation.expired`, `invitation.wrong_state`, `invitation.inviter_gone`,
    `invitation.sign_in_first`,
    `invitation.other_account`, `password.weak`, `person.inactive`. Records InvitationAccepted,
    PartyRoleGranted, NetworkRoleGranted. Clause: joining.
    """
    invitation = queries.invitation_of_token(token, lock=True)
    if clock.now() >= invitation.expires_at and invitation.state == InvitationState.SENT:
        raise Refused(Refusal("invitation.expired", term="joining"))
    state = move(INVITATION, invitation.state, "accept")
    openings.need_open(person_id=actor.person_id, party_id=invitation.party_id)
    _refuse_of_the_dismissed(invitation)
    person = _joining_person(actor, invitation, password, name, phone, time_zone)
    invitation.state = state
    invitation.accepted_by = person
    invitation.accepted_at = clock.now()
    invitation.save(update_fields=["state", "accepted_by", "accepted_at"])
    author = Actor(
        network_id=invitation.network_id, person_id=person.id, name=person.name, via=actor.via
    )
    _give_roles(author, invitation, person)
    record(
        InvitationAccepted(invitation.id, invitation.party_id, person.id, person.name),
        actor=author,
        subjects=[*_subjects(invitation), ("person", person.id)],
        audience=[invitation.party_id] if invitation.party_id else [],
    )
    person.refresh_from_db(fields=["posts_stamp"])
    return person


def _refuse_of_the_dismissed(invitation: Invitation) -> None:
    """Whoever was switched off leaves no door open behind them."""
    inviter = Person.objects.filter(id=invitation.invited_by_id).first()
    if inviter is not None and not inviter.is_active:
        raise Refused(Refusal("invitation.inviter_gone", term="joining"))


def _joining_person(
    actor: Actor,
    invitation: Invitation,
    password: str | None,
    name: str,
    phone: str,
    time_zone: str,
) -> Person:
    known = Person.objects.filter(email__iexact=invitation.email).first()
    if known is None and actor.person_id is not None:
        raise Refused(Refusal("invitation.other_account"))
    if known is None:
        if not password:
            raise Refused(Refusal("field.required", field="password"))
        return new_person(
            email=invitation.email,
            name=name or invitation.name,
            password=password,
            phone=phone,
            time_zone=time_zone,
        )
    if not known.is_active:
        raise Refused(Refusal("person.inactive"))
    if actor.person_id is None:
        raise Refused(Refusal("invitation.sign_in_first"))
    if actor.person_id != known.id:
        raise Refused(Refusal("invitation.other_account"))
    return known


def _give_roles(author: Actor, invitation: Invitation, person: Person) -> None:
    """Roles that the person got in another way meanwhile are passed over."""
    network_id = invitation.network_id
    for role in invitation.party_roles:
        held = PartyRoleGrant.objects.filter(
            network_id=network_id,
            party_id=invitation.party_id,
            person=person,
            role=role,
            revoked_at__isnull=True,
        )
        if not held.exists() and invitation.party_id:
            give_party_role(author, network_id, invitation.party_id, person, role)
    for role in invitation.network_roles:
        office = NetworkRoleGrant.objects.filter(
            network_id=network_id, person=person, role=role, revoked_at__isnull=True
        )
        if not office.exists():
            give_network_role(author, network_id, person, role)


def _subjects(invitation: Invitation) -> list[tuple[str, UUID]]:
    if invitation.party_id is None:
        return [("network", invitation.network_id)]
    return [("party", invitation.party_id)]

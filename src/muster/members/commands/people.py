"""People: made, switched off and on again, and their own profile."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.members import endings, queries, stamps
from muster.members.account_facts import record_about_account
from muster.members.checks import Reasons
from muster.members.commands.roles import active_officers
from muster.members.events import (
    PersonCreated,
    PersonDeactivated,
    PersonReactivated,
    ProfileEdited,
)
from muster.members.models import NetworkRoleGrant, PartyRoleGrant, Person
from muster.members.passwords import refusals_for_password
from muster.rules import roles as rules
from muster.rules.actor import Actor, NetworkRole
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("person.create")
def create_person(
    actor: Actor,
    *,
    email: str,
    name: str,
    password: str | None = None,
    phone: str = "",
    time_zone: str = "",
    is_sample: bool = False,
    person_id: UUID | None = None,
) -> Person:
    """Make an account from the command line or a loader; people otherwise come by invitation.

    Refuses `person.email_taken`, `email.invalid`, `password.weak`. Records PersonCreated.
    """
    person = new_person(
        email=email,
        name=name,
        password=password,
        phone=phone,
        time_zone=time_zone,
        is_sample=is_sample,
        person_id=person_id,
    )
    record(
        PersonCreated(person.id, person.name),
        actor=actor,
        subjects=[("person", person.id)],
        audience=[],
    )
    return person


def new_person(
    *,
    email: str,
    name: str,
    password: str | None,
    phone: str = "",
    time_zone: str = "",
    is_sample: bool = False,
    person_id: UUID | None = None,
) -> Person:
    """The row of a new account with its sign-in address."""
    reasons = Reasons()
    values = {
        "email": reasons.email("email", email, required=True),
        "name": reasons.line("name", name, 200, required=True),
        "phone": reasons.phone("phone", phone),
        "time_zone": reasons.zone("time_zone", time_zone),
        "is_sample": is_sample,
    }
    well_formed = not reasons.refusals
    if well_formed and Person.objects.filter(email__iexact=values["email"]).exists():
        reasons.add("person.email_taken", "email")
    if password is not None:
        draft = Person(email=values["email"], name=values["name"])
        reasons.refusals += refusals_for_password(password, draft)
    reasons.raise_any()
    known_id = {"id": person_id} if person_id else {}
    person = Person.objects.create_user(values.pop("email"), password, **known_id, **values)
    # The sign-in library looks people up by this row; nothing is ever sent to prove it.
    EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
    return person


@command("person.deactivate", step_up=True)
def deactivate_person(actor: Actor, *, person_id: UUID, reason: str) -> Person:
    """Switch an account off: every session and token of it ends at once.

    Refuses `person.not_oneself`, `person.serves_others`, `person.inactive`,
    `network_role.last_coordinator`, `field.required`. Records PersonDeactivated.
    """
    person = queries.get_person(actor, person_id, lock=True)
    reasons = Reasons()
    reason = reasons.line("reason", reason, 300, required=True)
    reasons.raise_any()
    if not person.is_active:
        raise Refused(Refusal("person.inactive"))
    refuse_if(rules.refusals_for_account(actor, held_posts(person)))
    refuse_if(_refusals_of_loss(actor, person))
    person.is_active = False
    person.deactivated_at = clock.now()
    person.save(update_fields=["is_active", "deactivated_at"])
    endings.end_everything(person)
    record_about_account(PersonDeactivated(person.id, person.name, reason), person, actor)
    return person


def _refusals_of_loss(actor: Actor, person: Person) -> list[Refusal]:
    """A network is not left without a coordinator by switching its last one off."""
    refusals: list[Refusal] = []
    offices = NetworkRoleGrant.objects.filter(
        person=person, role=NetworkRole.COORDINATOR, revoked_at__isnull=True
    )
    for office in offices:
        holders = active_officers(office.network_id, office.role)
        refusals += rules.refusals_for_revoking_office(
            person_id=person.id, role=office.role, holders=holders
        )
    return refusals


@command("person.reactivate", step_up=True)
def reactivate_person(actor: Actor, *, person_id: UUID) -> Person:
    """Switch an account on again, with the roles that were not taken back meanwhile.

    Refuses `person.active`, `person.not_oneself`, `person.serves_others`. Records
    PersonReactivated.
    """
    person = queries.get_person(actor, person_id, lock=True)
    if person.is_active:
        raise Refused(Refusal("person.active"))
    refuse_if(rules.refusals_for_account(actor, held_posts(person)))
    person.is_active = True
    person.deactivated_at = None
    person.save(update_fields=["is_active", "deactivated_at"])
    stamps.renew_posts(person.id)
    record_about_account(PersonReactivated(person.id, person.name), person, actor)
    return person


def held_posts(person: Person) -> rules.HeldPosts:
    """Every live post of the person, over all networks, for the rule that asks how far it reaches."""
    parties = PartyRoleGrant.objects.filter(person=person, revoked_at__isnull=True)
    offices = NetworkRoleGrant.objects.filter(person=person, revoked_at__isnull=True)
    posts: set[tuple[UUID, UUID | None]] = set(parties.values_list("network_id", "party_id"))
    posts |= {(network_id, None) for network_id in offices.values_list("network_id", flat=True)}
    return rules.HeldPosts(person.id, frozenset(posts))


PROFILE = ("name", "phone", "time_zone")


@command("profile.edit")
def edit_profile(actor: Actor, **changes: Any) -> Person:
    """Change one's own name, phone or time zone; the sign-in address stays.

    Refuses `field.required`, `phone.invalid`, `time_zone.unknown`. Records ProfileEdited.
    """
    person = queries.account(actor, lock=True)
    reasons = Reasons()
    given = {each: getattr(person, each) for each in PROFILE}
    given |= {each: changes[each] for each in PROFILE if each in changes}
    values = {
        "name": reasons.line("name", given["name"], 200, required=True),
        "phone": reasons.phone("phone", given["phone"]),
        "time_zone": reasons.zone("time_zone", given["time_zone"]),
    }
    reasons.raise_any()
    changed = [each for each in PROFILE if getattr(person, each) != values[each]]
    for each in changed:
        setattr(person, each, values[each])
    if changed:
        person.save(update_fields=changed)
        record_about_account(ProfileEdited(person.id, changed), person, actor)
    return person

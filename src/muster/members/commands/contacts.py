"""Whom to call at a party, in which order, at two in the morning."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries
from muster.members.checks import Reasons
from muster.members.events import (
    ContactAdded,
    ContactEdited,
    ContactRemoved,
    ContactsReordered,
    ContactsVerified,
)
from muster.members.models import Contact
from muster.members.queries.parties import live_contacts, next_call_order
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused

MOST_CONTACTS = 50


@command("contact.edit")
def add_contact(
    actor: Actor,
    *,
    party_id: UUID,
    kind: str,
    name: str,
    phone: str = "",
    email: str = "",
    position_title: str = "",
    note: str = "",
    contact_id: UUID | None = None,
) -> Contact:
    """Add a person or number to call at a party, last in call order.

    Refuses `contact.not_yours`, `contact.unreachable`, `contact.too_many`, `phone.invalid`,
    `email.invalid`. Records ContactAdded.
    """
    membership = _own_membership(actor, party_id)
    values = _contact_values(
        {
            "kind": kind,
            "name": name,
            "phone": phone,
            "email": email,
            "position_title": position_title,
            "note": note,
        }
    )
    if live_contacts(actor, party_id).count() >= MOST_CONTACTS:
        raise Refused(Refusal("contact.too_many", values={"limit": MOST_CONTACTS}))
    known_id = {"id": contact_id} if contact_id else {}
    contact = Contact.objects.create(
        network_id=membership.network_id,
        party_id=party_id,
        call_order=next_call_order(actor, party_id),
        **known_id,
        **values,
    )
    _record(ContactAdded(contact.id, party_id, contact.kind), actor, party_id)
    return contact


@command("contact.edit")
def edit_contact(actor: Actor, *, contact_id: UUID, **changes: Any) -> Contact:
    """Correct a contact: kind, name, title, phone, e-mail, note.

    Refuses `contact.not_yours`, `contact.unreachable`, `phone.invalid`. Records ContactEdited.
    """
    contact = _own_contact(actor, contact_id)
    fields = ("kind", "name", "phone", "email", "position_title", "note")
    given = {each: getattr(contact, each) for each in fields}
    values = _contact_values(given | {each: changes[each] for each in fields if each in changes})
    changed = [each for each, value in values.items() if getattr(contact, each) != value]
    for each in changed:
        setattr(contact, each, values[each])
    if changed:
        contact.save(update_fields=changed)
        _record(ContactEdited(contact.id, contact.party_id, changed), actor, contact.party_id)
    return contact


@command("contact.edit")
def remove_contact(actor: Actor, *, contact_id: UUID) -> Contact:
    """Take a contact off the register; the journal keeps that it was there.

    Refuses `contact.not_yours`. Records ContactRemoved.
    """
    contact = _own_contact(actor, contact_id)
    contact.removed_at = clock.now()
    contact.save(update_fields=["removed_at"])
    _record(ContactRemoved(contact.id, contact.party_id), actor, contact.party_id)
    return contact


@command("contact.edit")
def reorder_contacts(actor: Actor, *, party_id: UUID, contact_ids: Sequence[UUID]) -> list[Contact]:
    """Set the order in which a party's contacts are called; every contact is named once.

    Refuses `contact.not_yours`, `contact.order_incomplete`. Records ContactsReordered.
    """
    _own_membership(actor, party_id)
    contacts = {contact.id: contact for contact in live_contacts(actor, party_id)}
    if len(contact_ids) != len(contacts) or set(contact_ids) != set(contacts):
        raise Refused(Refusal("contact.order_incomplete", field="contact_ids"))
    for place, contact_id in enumerate(contact_ids, start=1):
        contacts[contact_id].call_order = place
    Contact.objects.bulk_update(contacts.values(), ["call_order"])
    _record(ContactsReordered(party_id, list(contact_ids)), actor, party_id)
    return [contacts[contact_id] for contact_id in contact_ids]


@command("contact.edit")
def verify_contacts(actor: Actor, *, party_id: UUID) -> list[Contact]:
    """State that a party's numbers were tried and answer; shows as "checked on" in the register.

    Refuses `contact.not_yours`, `contact.none`. Records ContactsVerified.
    """
    _own_membership(actor, party_id)
    contacts = list(live_contacts(actor, party_id))
    if not contacts:
        raise Refused(Refusal("contact.none"))
    at = clock.now()
    for contact in contacts:
        contact.verified_at = at
    Contact.objects.bulk_update(contacts, ["verified_at"])
    _record(ContactsVerified(party_id, len(contacts)), actor, party_id)
    return contacts


def _own_membership(actor: Actor, party_id: UUID) -> Any:
    """The membership, locked, so that two people do not give the same place in the call order."""
    membership = queries.get_membership(actor, party_id, lock=True)
    if not queries.may_act_for(actor, party_id):
        raise Refused(Refusal("contact.not_yours"))
    return membership


def _own_contact(actor: Actor, contact_id: UUID) -> Contact:
    contact = queries.get_contact(actor, contact_id, lock=True)
    if not queries.may_act_for(actor, contact.party_id):
        raise Refused(Refusal("contact.not_yours"))
    return contact


def _contact_values(given: dict[str, Any]) -> dict[str, Any]:
    reasons = Reasons()
    values = {
        "kind": reasons.choice("kind", given["kind"], Contact.Kind.values),
        "name": reasons.line("name", given["name"], 120, required=True),
        "position_title": reasons.line("position_title", given["position_title"], 120),
        "phone": reasons.phone("phone", given["phone"]),
        "email": reasons.email("email", given["email"]),
        "note": reasons.line("note", given["note"], 300),
    }
    if not reasons.refusals and not (values["phone"] or values["email"]):
        reasons.add("contact.unreachable", "phone")
    reasons.raise_any()
    return values


def _record(happened: Any, actor: Actor, party_id: UUID) -> None:
    record(happened, actor=actor, subjects=[("party", party_id)], audience=EVERYONE)

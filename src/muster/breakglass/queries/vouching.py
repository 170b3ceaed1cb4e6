"""Whom one may vouch for, and at which numbers the register says that they are reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from muster.breakglass.models import Vouching
from muster.journal import clock
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

LONGEST_LIST = 50


@dataclass(frozen=True)
class CallBack:
    """A number of the register: the only ones that may be called back."""

    phone: str
    label: str


def _is_officer_elsewhere(actor: Actor, party_id: UUID) -> bool:
    return actor.party_id != party_id and (actor.is_coordinator or members.is_bound(actor))


def vouchable_parties(actor: Actor) -> list[Any]:
    """The other parties in force, for whose people one may vouch."""
    return [party for party in members.in_force(actor) if party.id != actor.party_id]


def people_to_vouch_for(actor: Actor, party_id: UUID) -> list[Any]:
    """The registered people of another party, for those who may vouch. Raises `NotFound`."""
    members.get_membership(actor, party_id)
    if not _is_officer_elsewhere(actor, party_id):
        raise NotFound("party")
    return members.people_of_party(actor.network_id, party_id)


def call_back_numbers(actor: Actor, party_id: UUID, person_id: UUID) -> list[CallBack]:
    """The person's own number in the register, then those of the party's contacts."""
    people = {person.id: person for person in people_to_vouch_for(actor, party_id)}
    if person_id not in people:
        raise NotFound("person")
    return numbers_of(actor, party_id, people[person_id])


def numbers_of(actor: Actor, party_id: UUID, person: Any | None = None) -> list[CallBack]:
    """The numbers that the register knows of a party, and of one of its people, each once."""
    found: dict[str, str] = {}
    if person is not None and person.phone:
        found[person.phone] = f"{person.name}, own number"
    for contact in members.contacts(actor, party_id):
        if contact.phone:
            found.setdefault(contact.phone, f"{contact.name}, {contact.get_kind_display()}")
    return [CallBack(phone, label) for phone, label in found.items()]


def open_vouching(network_id: UUID, person_id: UUID, *, lock: bool = False) -> Vouching | None:
    """The word of one that waits for the word of another."""
    rows = Vouching.objects.select_for_update() if lock else Vouching.objects.all()
    return rows.filter(
        network_id=network_id,
        person_id=person_id,
        ended_at__isnull=True,
        expires_at__gt=clock.now(),
    ).first()


def waiting_vouchings(actor: Actor) -> list[Vouching]:
    """Words that wait for a second one which the actor may give."""
    found = _waiting(network_id=actor.network_id, person_id=actor.person_id, at=clock.now())
    return [
        each
        for each in found
        if _is_officer_elsewhere(actor, each.party_id) and each.first_party_id != actor.party_id
    ]


@kept
def _waiting(*, network_id: UUID, person_id: UUID | None, at: datetime) -> QuerySet[Vouching]:
    rows = Vouching.objects.filter(
        network_id=network_id, ended_at__isnull=True, expires_at__gt=at
    ).select_related("party", "person")
    return rows.exclude(first_person_id=person_id).order_by("opened_at")[:LONGEST_LIST]

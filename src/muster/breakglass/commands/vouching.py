"""Two people of two other parties spoke to somebody who cannot sign in, and say so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from muster.breakglass import queries
from muster.breakglass.commands.personal import new_personal_code
from muster.breakglass.events import VouchingConfirmed, VouchingOpened
from muster.breakglass.models import Vouching, Way
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.breakglass import FirstVoucher, refusals_for_vouching
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

WAITS_FOR_SECOND = timedelta(hours=2)
CODE_LIVES = timedelta(minutes=30)


@dataclass(frozen=True)
class Vouched:
    """The word given; `code` is to be spoken by the second one, this one time."""

    vouching: Vouching
    person_name: str
    code: str

    @property
    def id(self) -> UUID:
        return self.vouching.id


@command("break_glass.vouch", step_up=True)
def vouch_for(actor: Actor, *, party_id: UUID, person_id: UUID, called_phone: str) -> Vouched:
    """Say that one called a person back at a number of the register and knows who it is.

    The first word waits two hours for that of somebody of yet another party, who then reads the
    person a code. Refuses `vouching.not_oneself`, `vouching.own_party`, `vouching.same_person`,
    `vouching.same_party`, `vouching.other_number`. Records VouchingOpened, VouchingConfirmed.
    Clause: none.
    """
    person = _person(actor, party_id, person_id)
    numbers = {each.phone for each in queries.call_back_numbers(actor, party_id, person_id)}
    if called_phone not in numbers:
        raise Refused(Refusal("vouching.other_number", field="called_phone"))
    opened = queries.open_vouching(actor.network_id, person_id, lock=True)
    first = FirstVoucher(opened.first_person_id, opened.first_party_id) if opened else None
    refuse_if(refusals_for_vouching(actor, party_id=party_id, person_id=person_id, first=first))
    if opened is None:
        return _open(actor, party_id, person, called_phone)
    return _confirm(actor, opened, person, called_phone)


def _person(actor: Actor, party_id: UUID, person_id: UUID) -> Any:
    if actor.party_id == party_id:
        raise Refused(Refusal("vouching.own_party"))
    for person in queries.people_to_vouch_for(actor, party_id):
        if person.id == person_id:
            return person
    raise NotFound("person")


def _open(actor: Actor, party_id: UUID, person: Any, called_phone: str) -> Vouched:
    at = clock.now()
    vouching = Vouching.objects.create(
        network_id=actor.network_id,
        party_id=party_id,
        person=person,
        first_person_id=actor.person_id,
        first_person_name=actor.name[:200],
        first_party_id=actor.party_id,
        first_called=called_phone,
        opened_at=at,
        expires_at=at + WAITS_FOR_SECOND,
    )
    _record(VouchingOpened(vouching.id, person.id, person.name, party_id, actor.name), actor)
    return Vouched(vouching, person.name, "")


def _confirm(actor: Actor, vouching: Vouching, person: Any, called_phone: str) -> Vouched:
    vouching.second_person_id, vouching.second_called = actor.person_id, called_phone
    vouching.second_person_name = actor.name[:200]
    vouching.ended_at = clock.now()
    vouching.save(
        update_fields=["second_person_id", "second_person_name", "second_called", "ended_at"]
    )
    party_id = vouching.party_id
    code = new_personal_code(vouching.network_id, party_id, person, Way.VOUCHED, CODE_LIVES)
    _record(VouchingConfirmed(vouching.id, person.id, person.name, party_id, actor.name), actor)
    return Vouched(vouching, person.name, code)


def _record(happened: VouchingOpened | VouchingConfirmed, actor: Actor) -> None:
    record(
        happened,
        actor=actor,
        subjects=[("party", happened.party_id), ("person", happened.person_id)],
        audience=[happened.party_id],
    )

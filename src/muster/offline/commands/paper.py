"""A request that a phone shows as a code, filed by whoever has a network, in its owner's name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.cache import caches
from django.db import transaction

from muster.aid import commands as aid
from muster.aid import queries as aid_requests
from muster.aid.read_back import read_back_text
from muster.catalog import queries as catalog
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.members.posts import actor_at, posts_of
from muster.offline import events, queries
from muster.offline.models import Device
from muster.offline.paper import PaperRequest, Unreadable, read_text
from muster.rules.actor import Actor
from muster.rules.permissions import need
from muster.rules.refusal import Refusal, Refused
from muster.rules.secrets import kinds_in

ALARM_EVERY = 3600
"""Seconds. The same fault of the same phone is put on record once in them: nobody fills the journal."""


@dataclass(frozen=True)
class Reading:
    """What a code says, in words to be read to whoever shows it; nothing is written yet.

    `reference` is the request that it became before; `suspected` what its note looks like, such as
    a password.
    """

    party_name: str
    person_name: str
    device_label: str
    signed_at: datetime
    read_back: str
    reference: str
    suspected: str


@dataclass(frozen=True)
class Filed:
    """The request that a code became; `is_repeated` where it was there before."""

    aid_request_id: UUID
    reference: str
    state: str
    party_name: str
    is_repeated: bool


class PaperRefused(Refused):
    """A refused code that must leave a trace although its command's transaction is undone."""

    def __init__(self, actor: Actor, reason: str, device: Device | None):
        super().__init__(Refusal(f"paper.{reason}", field="signed_text"))
        self._actor, self._reason, self._device = actor, reason, device

    def after_undone(self) -> None:
        """Tell the owner of the phone, its party and the coordinator, once an hour."""
        device = self._device
        whose = device.id if device else self._actor.network_id
        if not caches["process"].add(f"paper-alarm:{whose}:{self._reason}", True, ALARM_EVERY):
            return
        parties = _parties_of(device, self._actor.network_id)
        subjects = [("device", device.id), ("person", device.person_id)] if device else []
        with transaction.atomic():
            record(
                events.PaperRequestRefused(
                    new_id(),
                    self._reason,
                    device.id if device else None,
                    device.person_id if device else None,
                    self._actor.name,
                ),
                actor=self._actor,
                subjects=subjects,
                audience=parties,
            )


@command("aid_request.file_on_paper")
def read_paper_request(actor: Actor, *, signed_text: str) -> Reading:
    """Prove a code that a phone shows, and say in words what it asks for.

    *Refuses* what `file_paper_request` does, but for the reading back. *Records* PaperRequestRefused.
    *Clause*: oral_request.
    """
    written, device, author = _proved(actor, signed_text)
    party_name = members.party_names([written.party_id])[written.party_id]
    known = aid_requests.known_aid_request(author, written.aid_request_id)
    return Reading(
        party_name=party_name,
        person_name=device.person.name,
        device_label=device.label,
        signed_at=written.signed_at,
        read_back=_words(author, written, party_name),
        reference=known.reference if known else "",
        suspected=next((kind.value for kind in kinds_in(written.note)), ""),
    )


@command("aid_request.file_on_paper")
def file_paper_request(actor: Actor, *, signed_text: str, read_back: str) -> Filed:
    """File, in its owner's name, a request that a phone without a network signed and shows as a code.

    It takes the id that it has in the phone's queue, so that the same code, or the queue sent
    later, gives the same request. *Refuses* `paper.unreadable`, `paper.forged`, `paper.wiped`,
    `paper.key_expired`, `paper.too_old`, `paper.no_post`, `paper.other_network`,
    `paper.not_read_back`, and what `ask_for_help` refuses to the phone's owner. *Records*
    IncidentOpened, AidRequestOpened, PaperRequestFiled; PaperRequestRefused where a proof fails.
    *Clauses*: requester, trigger, standing, response.
    """
    written, device, author = _proved(actor, signed_text)
    party_name = members.party_names([written.party_id])[written.party_id]
    known = aid_requests.known_aid_request(author, written.aid_request_id)
    if known is None:
        if read_back.strip() != _words(author, written, party_name):
            raise Refused(Refusal("paper.not_read_back", field="is_read_back"))
        need(author, "aid_request.open")
    asked = known or aid.ask_for_help(
        author,
        aid_request_id=written.aid_request_id,
        kind=written.kind,
        work_packages=written.work_packages,
        reporting_phone=written.reporting_phone,
        note=written.note,
        own_means_used=written.own_means_used,
    )
    if known is None:
        _record_filing(actor, asked, device, written.signed_at)
    return Filed(asked.id, asked.reference, asked.state, party_name, known is not None)


def _record_filing(actor: Actor, asked: Any, device: Device, signed_at: datetime) -> None:
    own = [actor.party_id] if actor.party_id else []
    happened = events.PaperRequestFiled(
        asked.id,
        asked.requesting_party_id,
        asked.reference,
        device.id,
        device.person_id,
        device.person.name,
        actor.name,
        members.party_names(own).get(actor.party_id, ""),
        signed_at,
    )
    record(
        happened,
        actor=actor,
        subjects=[("aid_request", asked.id), ("device", device.id)],
        audience=[asked.requesting_party_id, *own],
        exercise_id=asked.exercise_id,
    )


def _proved(actor: Actor, signed_text: str) -> tuple[PaperRequest, Device, Actor]:
    """What was signed, by which phone, and its owner as the actor who asks."""
    try:
        written = read_text(signed_text)
    except Unreadable as error:
        raise Refused(Refusal("paper.unreadable", field="signed_text")) from error
    device = queries.device_by_id(written.device_id)
    if device is None or not written.is_signed_by(device.request_key):
        raise PaperRefused(actor, "forged", device)
    if written.network_id != actor.network_id:
        raise Refused(Refusal("paper.other_network", field="signed_text"))
    if device.wiped_at is not None:
        raise PaperRefused(actor, "wiped", device)
    if queries.is_expired(device):
        raise PaperRefused(actor, "key_expired", device)
    if not written.is_in_time(clock.now()):
        raise PaperRefused(actor, "too_old", device)
    return written, device, _author(actor, device, written)


def _author(actor: Actor, device: Device, written: PaperRequest) -> Actor:
    """The phone's owner, acting from the post for which the request was written."""
    at = (written.network_id, written.party_id)
    posts = posts_of(device.person) if device.person.is_active else []
    post = next((each for each in posts if (each.network_id, each.party_id) == at), None)
    if post is None:
        raise PaperRefused(actor, "no_post", device)
    return actor_at(device.person, post, via="paper", address=actor.address)


def _words(author: Actor, written: PaperRequest, party_name: str) -> str:
    cleaned = {
        "work_packages": written.work_packages,
        "own_means_used": written.own_means_used,
        "reporting_phone": written.reporting_phone,
        "note": written.note,
    }
    packages = catalog.work_packages(author)
    return read_back_text(party_name, written.kind_label, packages, cleaned).strip()


def _parties_of(device: Device | None, network_id: UUID) -> list[UUID]:
    posts = posts_of(device.person) if device else []
    return [post.party_id for post in posts if post.network_id == network_id and post.party_id]

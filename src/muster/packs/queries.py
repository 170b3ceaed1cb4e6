"""Reading a party's pack, and when one was last made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from muster.agreements import queries as agreements
from muster.journal import clock
from muster.journal.queries import timeline
from muster.members import queries as members
from muster.packs.contents import Section, sections_of
from muster.packs.playbooks import PackPlaybook, playbooks_of
from muster.rules.actor import Actor
from muster.rules.permissions import need
from muster.rules.refusal import NotFound

LIFE = timedelta(days=180)
RENEW_BEFORE = timedelta(days=14)


@dataclass(frozen=True)
class Pack:
    """A party's pack as it stands now."""

    party_id: UUID
    party_name: str
    network_name: str
    is_sample: bool
    made_on: date
    expires_on: date
    sections: tuple[Section, ...]
    playbooks: tuple[PackPlaybook, ...] = ()
    playbooks_note: str = ""


@dataclass(frozen=True)
class LastMade:
    """When a pack was last taken along, by whom and how.

    `kind` is empty for readers who may learn only that it was made.
    """

    at: datetime
    by: str
    kind: str
    expires_on: date
    is_over: bool
    is_due: bool


def pack(actor: Actor, party_id: UUID) -> Pack:
    """The pack of a party for those who act for it. Raises `NotFound`; refuses `permission.denied`."""
    need(actor, "pack.make")
    party = members.get_party(actor, party_id)
    if not members.may_act_for(actor, party.id):
        raise NotFound("pack")
    network = members.get_network(actor)
    today = agreements.network_day(actor, clock.now())
    playbooks, playbooks_note = playbooks_of(actor, party.id)
    return Pack(
        party_id=party.id,
        party_name=party.name,
        network_name=network.name,
        is_sample=network.is_sample,
        made_on=today,
        expires_on=today + LIFE,
        sections=sections_of(actor, party, today),
        playbooks=playbooks,
        playbooks_note=playbooks_note,
    )


def last_made(actor: Actor, party_id: UUID) -> LastMade | None:
    """The last time that a party's pack was made, as the journal tells it; None for never.

    Raises `NotFound` for those who do not act for the party.
    """
    members.get_membership(actor, party_id)
    if not members.may_act_for(actor, party_id):
        raise NotFound("pack")
    told = timeline(actor, pack_id(party_id), limit=1)
    if not told:
        return None
    newest, today = told[0], agreements.network_day(actor, clock.now())
    said = newest.payload.get("expires_on")
    made_on = agreements.network_day(actor, newest.at)
    expires_on = date.fromisoformat(said) if said else made_on + LIFE
    return LastMade(
        at=newest.at,
        by=newest.actor_name,
        kind=newest.payload.get("kind", ""),
        expires_on=expires_on,
        is_over=expires_on < today,
        is_due=expires_on <= today + RENEW_BEFORE,
    )


def pack_id(party_id: UUID) -> UUID:
    """What the facts about a party's pack are about: each party has one, so its id follows."""
    return uuid5(party_id, "pack")

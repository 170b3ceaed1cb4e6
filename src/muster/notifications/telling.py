"""From a fact to the people who are told: found, checked, one notice each, and a mail where wanted."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from muster.aid import queries as aid
from muster.journal import clock
from muster.journal import queries as journal
from muster.members import queries as members
from muster.messaging import queries as messaging
from muster.messaging.commands import Letter, send
from muster.notifications import things
from muster.notifications.kinds import KINDS
from muster.notifications.models import Notice, Preference
from muster.notifications.recipients import Reach, Telling, To
from muster.rules.actor import Actor, system_actor
from muster.rules.happenings import VIEWED_WITH
from muster.rules.permissions import roles_in_party
from muster.rules.refusal import NotFound
from muster.rules.sharing import EVERYTHING, Channel, Said, may_be_said
from muster.web.wording import fill

PARTIES_AT_ONCE = 25
NEVER_FOR_A_NOTICE = (Channel.EMAIL, Channel.VOICE)
"""Mail goes by the person's preference; a phone rings for a call-out alone."""
NAMED_PARTIES = ("requesting_party", "responding_party", "claimant_party", "owing_party")


@dataclass(frozen=True)
class Reader:
    """A person, in the post for which the notice is."""

    person: Any
    party_id: UUID | None
    roles: tuple[str, ...]


def is_wide(telling: Telling) -> bool:
    """Whether it goes to so many that it is split into several jobs."""
    return any(to.reach == Reach.EVERY_OTHER for to in telling.to)


def wide_parties(telling: Telling, happened: Any, fact: Any) -> list[UUID]:
    """The parties of a wide telling: in force, within the fact's audience, not the one concerned."""
    field = next(to.field for to in telling.to if to.reach == Reach.EVERY_OTHER)
    known = [party.id for party in members.in_force(system_actor(fact.network_id))]
    return [
        party_id
        for party_id in known
        if party_id != getattr(happened, field)
        and (fact.audience is None or str(party_id) in fact.audience)
    ]


def readers_of_parties(telling: Telling, fact: Any, party_ids: Iterable[UUID]) -> list[Reader]:
    """The people of some parties of a wide telling."""
    roles = next(to.roles for to in telling.to if to.reach == Reach.EVERY_OTHER)
    return [reader for each in party_ids for reader in _people(fact.network_id, each, roles)]


def readers(telling: Telling, happened: Any, fact: Any) -> list[Reader]:
    """The people of a telling, except those of its wide part."""
    return [reader for to in telling.to for reader in _found(to, happened, fact)]


def _found(to: To, happened: Any, fact: Any) -> Iterator[Reader]:
    network_id = fact.network_id
    is_unowned = to.reach == Reach.UNOWNED and getattr(happened, to.field) is None
    if to.reach == Reach.OFFICERS or is_unowned:
        for person in members.officers(network_id, *to.roles):
            yield Reader(person, None, to.roles)
    elif to.reach == Reach.PERSON:
        yield from _person(getattr(happened, to.field))
    elif to.reach == Reach.FILER:
        signing = roles_in_party("aid_request.sign_off")
        people = _people(network_id, getattr(happened, to.field), signing)
        yield from (each for each in people if each.person.id == happened.filed_by_id)
    else:
        for party_id in _parties(to, happened, fact):
            yield from _people(network_id, party_id, _roles(to, happened))


def _roles(to: To, happened: Any) -> tuple[str, ...]:
    """Which roles of a party are told: those of the table's row, unless the fact says of itself who
    signs it, or who may see what it is about."""
    if to.reach == Reach.SIGNERS:
        return tuple(happened.roles)
    permission = VIEWED_WITH.get(getattr(happened, "scope", ""))
    return roles_in_party(permission) if permission else to.roles


def _parties(to: To, happened: Any, fact: Any) -> set[UUID]:
    if to.reach in (Reach.PARTY, Reach.SIGNERS):
        return {getattr(happened, to.field)} - {None}
    if to.reach == Reach.OTHER_SIDE:
        sides = {happened.requesting_party_id, happened.responding_party_id}
        return sides - {getattr(happened, to.field)}
    if to.reach == Reach.ANSWERERS:
        offers = aid.offers(system_actor(fact.network_id), getattr(happened, to.field))
        return {offer.responding_party_id for offer in offers}
    if to.reach == Reach.AUDIENCE:
        written_by = getattr(happened, "party_id", None)
        return {UUID(each) for each in fact.audience or ()} - {written_by}
    return set()


def _people(network_id: UUID, party_id: UUID, roles: tuple[str, ...]) -> Iterator[Reader]:
    for person in members.people_of_party(network_id, party_id, *roles):
        yield Reader(person, party_id, roles)


def _person(person_id: UUID | None) -> Iterator[Reader]:
    """The person of a fact, also one who just lost the last role in the network."""
    if person_id is not None:
        with contextlib.suppress(NotFound):
            person = members.get_person(system_actor(), person_id)
            if person.is_active:
                yield Reader(person, None, ())


def tell(telling: Telling, happened: Any, fact: Any, found: Iterable[Reader]) -> int:
    """Write the notices, and the letters of those who want them, in one short transaction."""
    kind, thing_id = things.about(telling.about, happened)
    audience = _checked(telling, fact, kind, thing_id, found)
    if not audience:
        return 0
    title = _title(telling, happened, fact)
    url = things.address(kind, thing_id)
    notices = [
        Notice(
            network_id=fact.network_id,
            person_id=reader.person.id,
            party_id=reader.party_id,
            kind=telling.kind,
            title=title[:200],
            subject_kind=kind,
            subject_id=thing_id,
            url=url,
            is_urgent=telling.is_urgent,
            exercise_id=fact.exercise_id,
            fact_id=fact.id,
            created_at=clock.now(),
        )
        for reader in audience
    ]
    letters = _letters(telling, happened, fact, audience, title, url)
    with transaction.atomic():
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        send(letters)
    return len(audience)


def _checked(
    telling: Telling, fact: Any, kind: str, thing_id: UUID, found: Iterable[Reader]
) -> list[Reader]:
    """Each person once, never the one who did it, and only who may see fact and thing."""
    allowed: dict[UUID | None, bool] = {}
    chosen: dict[UUID, Reader] = {}
    for reader in found:
        if reader.person.id in chosen or _did_it(telling, fact, reader):
            continue
        post = reader.party_id
        if not reader.roles:
            chosen[reader.person.id] = reader  # it is about the person's own account
            continue
        if post not in allowed:
            actor = Actor(
                network_id=fact.network_id,
                person_id=reader.person.id,
                party_id=post,
                roles=frozenset(reader.roles),
            )
            allowed[post] = journal.may_see(actor, fact) and things.may_see(actor, kind, thing_id)
        if allowed[post]:
            chosen[reader.person.id] = reader
    return list(chosen.values())


def _did_it(telling: Telling, fact: Any, reader: Reader) -> bool:
    return reader.person.id == fact.actor_person_id and not KINDS[telling.kind].is_fixed


def _title(telling: Telling, happened: Any, fact: Any) -> str:
    values = {name: _plain(value) for name, value in asdict(happened).items()}
    ids = {name: getattr(happened, f"{name}_id", None) for name in NAMED_PARTIES}
    names = members.party_names(each for each in ids.values() if each)
    values |= {name: names.get(each, "an agency") for name, each in ids.items() if each}
    return _marked(fact, fill(telling.title, values))


def _plain(value: Any) -> Any:
    return value.replace("_", " ") if isinstance(value, str) else value


def _marked(fact: Any, words: str) -> str:
    return f"EXERCISE: {words}" if fact.exercise_id else words


def _letters(
    telling: Telling, happened: Any, fact: Any, audience: list[Reader], title: str, url: str
) -> list[Letter]:
    wanted = _wanting_mail(telling, audience)
    label = things.label_of(fact.network_id, happened)
    said = {
        name: _words(telling, happened, fact, title, url, _may_say(label, name)) for name in Channel
    }
    # Where people are asked one after another, the others need not be woken at once.
    wakes = telling.is_urgent and not getattr(happened, "calls_out", False)
    own_ways = _own_ways(audience) if wakes else {}
    return [
        Letter(
            network_id=fact.network_id,
            person_id=reader.person.id,
            channel=way.channel,
            address=way.address,
            subject=said[Channel(way.channel)][0],
            body=said[Channel(way.channel)][1],
            unique_key=f"notice/{fact.id}/{telling.kind}/{reader.person.id}/{way.channel}",
            is_urgent=telling.is_urgent,
            exercise_id=fact.exercise_id,
            fact_id=fact.id,
            contact_point_id=way.contact_point_id,
            answer_url=f"{settings.MUSTER_BASE_URL}{url}",
        )
        for reader in audience
        for way in _ways(reader, wanted, own_ways)
    ]


def _ways(
    reader: Reader, wanted: set[UUID], own_ways: dict[UUID, list[messaging.Way]]
) -> list[messaging.Way]:
    """The mailbox where the person wants mail; and the first of the urgent ways, but no call."""
    mail = messaging.Way(Channel.EMAIL, reader.person.email, None, "")
    ways = [mail] if reader.person.id in wanted and reader.person.email else []
    own = [
        way for way in own_ways.get(reader.person.id, []) if way.channel not in NEVER_FOR_A_NOTICE
    ]
    return ways + own[:1]


def _own_ways(audience: list[Reader]) -> dict[UUID, list[messaging.Way]]:
    people = [reader.person.id for reader in audience]
    return messaging.ways_of(people, is_urgent=True, at=clock.now())


def _may_say(label: str | None, channel: str) -> Said:
    return EVERYTHING if label is None else may_be_said(label, channel)


def _wanting_mail(telling: Telling, audience: list[Reader]) -> set[UUID]:
    kind = KINDS[telling.kind]
    people = {reader.person.id for reader in audience}
    if kind.is_fixed:
        return people
    chosen = dict(
        Preference.objects.filter(person_id__in=people, kind=kind.key).values_list(
            "person_id", "by_email"
        )
    )
    return {person for person in people if chosen.get(person, kind.by_email)}


def _words(
    telling: Telling, happened: Any, fact: Any, title: str, url: str, may_say: Said
) -> tuple[str, str]:
    """Subject and text, naming no more than the incident's sharing label lets a message name."""
    link = f"{settings.MUSTER_BASE_URL}{url}"
    if may_say.title:
        subject, words = title, [f"{title}."]
    else:
        reference = getattr(happened, "reference", "") or KINDS[telling.kind].label
        named = reference if may_say.reference else "Muster"
        urgent = "urgent, " if telling.is_urgent else ""
        subject = _marked(fact, f"{named}: {urgent}please sign in")
        words = [f"Reference: {reference}"] if may_say.reference else []
        words.append("What it is about is not put into messages.")
    if fact.exercise_id:
        words.insert(0, "EXERCISE, EXERCISE, EXERCISE. Nothing here is real.")
    preferences = f"{settings.MUSTER_BASE_URL}{reverse('notifications:preferences')}"
    words += [f"Open it: {link}", f"What is mailed to you: {preferences}"]
    return subject, "\n\n".join(words) + "\n"

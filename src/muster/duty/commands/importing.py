"""A calendar kept elsewhere becomes shifts of the rota: looked at first, then taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from uuid import UUID

from muster.duty import queries
from muster.duty.calendar_files import LARGEST_TEXT, Event, Unreadable, Untaken, events_of
from muster.duty.commands.keeping import LONGEST_SPAN, own_rota, touch, write_down
from muster.duty.commands.rotations import HIGHEST_LEVEL, MOST_ROTATIONS
from muster.duty.events import DutyCalendarImported
from muster.duty.models import ListedShift, Rota, Rotation
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.members import queries as members
from muster.members.checks import Reasons
from muster.rules.actor import Actor
from muster.rules.permissions import need
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.rules.rotas import ShiftUnit


@dataclass(frozen=True)
class FoundShift:
    """An event with the person that it names."""

    event: Event
    person_id: UUID
    name: str


@dataclass(frozen=True)
class CalendarRead:
    """What would be taken from a file, and what would not, each with the code of the reason."""

    shifts: tuple[FoundShift, ...]
    untaken: tuple[Untaken, ...]


@dataclass(frozen=True)
class Imported:
    """What an import changed; `untaken` counts the events that it left out."""

    rotation_id: UUID
    added: int
    changed: int
    removed: int
    untaken: int


def preview_duty_calendar(actor: Actor, *, party_id: UUID, text: str) -> CalendarRead:
    """What an import would take, for those who may import; nothing is written.

    Raises `NotFound`; refuses `permission.denied`, `duty_calendar.unreadable`,
    `duty_calendar.too_large`.
    """
    need(actor, "duty.edit")
    members.get_membership(actor, party_id)
    if not members.may_act_for(actor, party_id):
        raise NotFound("rota")
    if len(text) > LARGEST_TEXT:
        values = {"kilobytes": LARGEST_TEXT // 1000}
        raise Refused(Refusal("duty_calendar.too_large", field="text", values=values))
    zone = queries.zone_of(actor, queries.get_rota(actor, party_id))
    at = clock.now()
    try:
        events, untaken = events_of(text, zone, at, at + queries.YEAR)
    except Unreadable as error:
        raise Refused(Refusal("duty_calendar.unreadable", field="text")) from error
    return _matched(_people_of(actor, party_id), events, untaken)


@command("duty.edit")
def import_duty_calendar(
    actor: Actor, *, party_id: UUID, level: int, name: str, text: str
) -> Imported:
    """Take the shifts of a calendar file into the rota, each for the person that its event names.

    The same level and name again is the same calendar: shifts are changed, and those that are gone
    from the file end. Events that name nobody, or several, are left out. Refuses
    `duty.not_yours`, `rotation.wrong_level`, `field.required`, `rotation.too_many_rotations`,
    `duty_calendar.unreadable`, `duty_calendar.too_large`, `duty_calendar.nothing`. Records
    DutyCalendarImported. Clause: none.
    """
    rota = own_rota(actor, party_id)
    reasons = Reasons()
    words = reasons.line("name", name, 100, required=True)
    if not 1 <= level <= HIGHEST_LEVEL:
        reasons.add("rotation.wrong_level", "level", highest=HIGHEST_LEVEL)
    reasons.raise_any()
    read = preview_duty_calendar(actor, party_id=party_id, text=text)
    if not read.shifts:
        raise Refused(Refusal("duty_calendar.nothing", field="text"))
    rotation = _listed_rotation(rota, level, words)
    counts = _replace(rotation, read.shifts, clock.now())
    touch(rota)
    write_down(DutyCalendarImported(rota.id, party_id, "shifts", *counts), actor, rota)
    return Imported(rotation.id, *counts, len(read.untaken))


def _people_of(actor: Actor, party_id: UUID) -> list[tuple[UUID, str, str]]:
    """Whoever may be on duty for the party: id, name and address of the account."""
    answering = members.answering_for(actor.network_id, [party_id])[party_id]
    ids = {each.person_id for each in answering}
    found = members.people_of_party(actor.network_id, party_id)
    return [(each.id, each.name, each.email.casefold()) for each in found if each.id in ids]


def _matched(
    people: list[tuple[UUID, str, str]], events: list[Event], untaken: list[Untaken]
) -> CalendarRead:
    shifts: list[FoundShift] = []
    told: set[str] = set()
    for event in events:
        found = _named_by(event, people)
        if len(found) == 1:
            ((person_id, name),) = found.items()
            shifts.append(FoundShift(event, person_id, name))
        elif event.uid not in told:  # once, however often it repeats
            told.add(event.uid)
            reason = "several" if found else "nobody"
            untaken = [*untaken, Untaken(event.title, event.since, reason)]
    return CalendarRead(tuple(shifts), tuple(untaken))


def _named_by(event: Event, people: list[tuple[UUID, str, str]]) -> dict[UUID, str]:
    """The people whose address is among its attendees'; else those whose names it says."""
    by_mail = {person_id: name for person_id, name, mail in people if mail in event.mails}
    if by_mail:
        return by_mail
    said = " · ".join((event.title, *event.names)).casefold()
    return {person_id: name for person_id, name, _ in people if _is_named(name.casefold(), said)}


def _is_named(name: str, said: str) -> bool:
    """Whether the name stands there as whole words: Joann Lee is not Ann Lee."""
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _listed_rotation(rota: Rota, level: int, name: str) -> Rotation:
    """The rotation that stands for this calendar; made at its first import."""
    live = Rotation.objects.filter(rota=rota, removed_at__isnull=True)
    known = live.filter(is_listed=True, level=level, name=name).first()
    if known is not None:
        return known
    if live.count() >= MOST_ROTATIONS:
        values = {"most": MOST_ROTATIONS}
        raise Refused(Refusal("rotation.too_many_rotations", values=values))
    at = clock.now()
    return Rotation.objects.create(
        rota=rota,
        level=level,
        name=name,
        starts_on=at.date(),
        hands_over_at=time(),
        unit=ShiftUnit.DAYS,
        is_listed=True,
        made_at=at,
    )


def _replace(
    rotation: Rotation, shifts: tuple[FoundShift, ...], at: datetime
) -> tuple[int, int, int]:
    """Write what is new or different, end what is gone; how many of each."""
    lately = ListedShift.objects.filter(rotation=rotation, since__gt=at - 2 * LONGEST_SPAN)
    known: dict[Any, ListedShift] = {(row.uid, row.occurrence): row for row in lately}
    new, changed = [], []
    for each in shifts:
        event = each.event
        row = known.pop((event.uid, event.occurrence), None)
        said = {"person_id": each.person_id, "since": event.since, "until": event.until}
        if row is None:
            key = {"uid": event.uid, "occurrence": event.occurrence}
            new.append(ListedShift(id=new_id(), rotation=rotation, **key, **said))
        elif any(getattr(row, name) != value for name, value in said.items()):
            for name, value in said.items():
                setattr(row, name, value)
            changed.append(row)
    ListedShift.objects.bulk_create(new)
    ListedShift.objects.bulk_update(changed, ["person_id", "since", "until"])
    gone = [row for row in known.values() if row.until > at]
    _end(gone, at)
    return len(new), len(changed), len(gone)


def _end(gone: list[ListedShift], at: datetime) -> None:
    """What was done stays on the record: a running shift ends now, one ahead goes."""
    running = [row.id for row in gone if row.since < at]
    ListedShift.objects.filter(id__in=running).update(until=at)
    ListedShift.objects.filter(id__in=[row.id for row in gone if row.since >= at]).delete()

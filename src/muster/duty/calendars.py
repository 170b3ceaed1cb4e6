"""Duties as calendar files (RFC 5545): one's own, and the whole rota of one's party."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse

from muster.duty import queries
from muster.duty.queries import RotaView
from muster.members import queries as members
from muster.members.calendars import Address, empty_calendar, register_calendar
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.rotas import Duty

MOST_ENTRIES = 1_500
ALARM = timedelta(hours=-12)


def own_calendar(actor: Actor, address: Address) -> bytes:
    """The reader's own duties for more than a year ahead, each with an alarm."""
    shown = _rota(actor)
    name = f"On duty, {members.get_party(actor, shown.party_id).name}"
    mine = [each for each in shown.duties if each.person_id == actor.person_id]
    return _calendar(name, shown, mine, address, has_alarm=True)


def rota_calendar(actor: Actor, address: Address) -> bytes:
    """Everybody's duties of the reader's party for more than a year ahead."""
    shown = _rota(actor)
    name = f"Rota, {members.get_party(actor, shown.party_id).name}"
    held = [each for each in shown.duties if each.person_id]
    return _calendar(name, shown, held, address, has_alarm=False)


def _rota(actor: Actor) -> RotaView:
    if actor.party_id is None:
        raise NotFound("calendar")
    return queries.rota_of(actor, actor.party_id, ahead=queries.YEAR)


def _calendar(
    name: str, shown: RotaView, duties: list[Duty], address: Address, *, has_alarm: bool
) -> bytes:
    page = address(reverse("duty:rota", args=[shown.party_id]))
    calendar = empty_calendar(name)
    for each in sorted(duties, key=lambda each: (each.since, each.level))[:MOST_ENTRIES]:
        calendar.add_component(_entry(shown, each, page, has_alarm))
    return calendar.to_ical()


def _entry(shown: RotaView, duty: Duty, page: str, has_alarm: bool) -> Any:
    """An entry that stays the same one when its person changes, and blocks nobody's time."""
    from icalendar import Alarm, Event  # at first use: no process waits for it at its start

    entry = Event()
    begins = duty.since.strftime("%Y%m%dT%H%M%SZ")
    # The running duty is cut where the reading begins: it is known by its end instead.
    mark = f"until-{duty.until:%Y%m%dT%H%M%SZ}" if duty.since == shown.at else begins
    entry.add("uid", f"{shown.party_id}-{duty.level}-{mark}@{urlsplit(page).netloc}")
    entry.add("sequence", shown.row.revision if shown.row else 0)
    entry.add("dtstamp", shown.row.changed_at if shown.row else shown.at)
    entry.add("summary", f"On duty, level {duty.level}: {shown.names[duty.person_id]}")
    if duty.instead_of:
        entry.add("description", f"Stands in for {shown.names.get(duty.instead_of, 'another')}.")
    entry.add("url", page)
    entry.add("dtstart", duty.since)
    entry.add("dtend", duty.until)
    entry.add("transp", "TRANSPARENT")
    if has_alarm:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", "You go on duty")
        alarm.add("trigger", ALARM)
        entry.add_component(alarm)
    return entry


register_calendar(
    "duty",
    "When I am on duty",
    "when you are on duty for your party, for a year ahead",
    own_calendar,
    needs_party=True,
)
register_calendar(
    "rota",
    "Our rota",
    "who of your party is on duty, by name, for a year ahead",
    rota_calendar,
    needs_party=True,
)

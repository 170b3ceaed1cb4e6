"""Deadlines as a calendar file (RFC 5545), for whatever program a person looks at in the morning."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.urls import reverse
from icalendar import Alarm, Event

from muster.clocks import queries
from muster.clocks.queries import DeadlineFilter, ShownDeadline
from muster.clocks.words import rule_words
from muster.journal import clock
from muster.members import queries as members
from muster.members.calendars import Address, empty_calendar, register_calendar
from muster.rules.actor import Actor
from muster.rules.terms import ClockUnit

MOST_IN_CALENDAR = 200


def deadlines_calendar(actor: Actor, address: Address) -> bytes:
    """A whole-day entry on each last day, a timed one where hours count; each with its alarm.

    Titles and references only: a calendar program keeps what it reads.
    """
    is_party = actor.party_id is not None
    found = queries.deadlines(actor, DeadlineFilter(mine=is_party), limit=MOST_IN_CALENDAR).items
    calendar = empty_calendar(f"Deadlines, {members.get_network(actor).name}")
    for each in found:
        page = address(reverse("clocks:deadline", args=[each.id]))
        calendar.add_component(_entry(each, page))
    return calendar.to_ical()


def _entry(shown: ShownDeadline, page: str) -> Event:
    row = shown.row
    entry = Event()
    entry.add("uid", f"{row.id}@{urlsplit(page).netloc}")
    entry.add("dtstamp", clock.now())
    entry.add("summary", f"{row.title}: {row.subject_reference}")
    entry.add("description", f"{rule_words(shown.clock)} {page}")
    entry.add("url", page)
    if shown.clock.unit is ClockUnit.HOURS:
        entry.add("dtstart", row.ends_at)
    else:
        entry.add("dtstart", row.last_day)
        entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", row.title)
    alarm.add("trigger", row.warns_at)
    entry.add_component(alarm)
    return entry


register_calendar(
    "deadlines",
    "Deadlines",
    "titles, references and days of the deadlines that you see in this post",
    deadlines_calendar,
)

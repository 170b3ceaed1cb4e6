"""Deadlines as a calendar file (RFC 5545), for whatever program a person looks at in the morning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from muster.clocks.queries import ShownDeadline
from muster.clocks.words import rule_words
from muster.journal import clock
from muster.rules.terms import ClockUnit

PRODUCT = "-//Muster//Deadlines//EN"
REFRESH = timedelta(hours=1)


def calendar_file(name: str, host: str, found: Iterable[ShownDeadline], pages: dict) -> bytes:
    """A whole-day entry on each last day, a timed one where hours count; each with its alarm.

    `pages` maps a deadline's id to the address of its page. Titles and references only: a calendar
    program keeps what it reads.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    for each in found:
        calendar.add_component(_entry(each, host, pages[each.id]))
    return calendar.to_ical()


def _entry(shown: ShownDeadline, host: str, page: str) -> Event:
    row = shown.row
    entry = Event()
    entry.add("uid", f"{row.id}@{host}")
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

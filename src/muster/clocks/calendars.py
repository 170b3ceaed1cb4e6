"""Deadlines as a calendar file (RFC 5545), for whatever program a person looks at in the morning."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from muster.aid import queries as aid
from muster.clocks import queries
from muster.clocks.models import Deadline
from muster.clocks.queries import DeadlineFilter, ShownDeadline
from muster.clocks.words import rule_words
from muster.journal import clock
from muster.members import queries as members
from muster.members.calendars import Address, empty_calendar, register_calendar
from muster.rules.actor import Actor
from muster.rules.happenings import Scope
from muster.rules.sharing import EVERYTHING, Channel, Said, may_be_said
from muster.rules.terms import ClockUnit

MOST_IN_CALENDAR = 200
OF_NO_INCIDENT = (Scope.PARTY, Scope.RECORDS_REQUEST)


def deadlines_calendar(actor: Actor, address: Address) -> bytes:
    """A whole-day entry on each last day, a timed one where hours count; each with its alarm.

    Titles and references only, and what a label does not let out not even so: a calendar program
    keeps what it reads, on somebody else's machine.
    """
    is_party = actor.party_id is not None
    found = queries.deadlines(actor, DeadlineFilter(mine=is_party), limit=MOST_IN_CALENDAR).items
    network = members.get_network(actor).name
    labels = _labels(actor, found)
    calendar = empty_calendar(f"Deadlines, {network}")
    for each in found:
        page = address(reverse("clocks:deadline", args=[each.id]))
        calendar.add_component(_entry(each, page, _said(each, labels), network))
    return calendar.to_ical()


def _labels(actor: Actor, found: Iterable[ShownDeadline]) -> dict[UUID, str]:
    """The label of the incident behind each deadline, by what the deadline is about."""
    about: dict[str, set[UUID]] = defaultdict(set)
    for each in found:
        about[each.row.scope].add(each.row.subject_id)
    return aid.labels_of(
        actor,
        incidents=about[Scope.INCIDENT],
        aid_requests=about[Scope.AID_REQUEST],
        offers=about[Scope.OFFER],
        missions=about[Scope.MISSION],
    )


def _said(shown: ShownDeadline, labels: Mapping[UUID, str]) -> Said:
    """What of a deadline may leave the house: as much as a mail about its incident may say. What
    has no label here, since the reader may not see it, counts as under the narrowest."""
    if Scope(shown.row.scope) in OF_NO_INCIDENT:
        return EVERYTHING
    return may_be_said(labels.get(shown.row.subject_id), Channel.EMAIL)


def _summary(row: Deadline, said: Said, network: str) -> str:
    if said.title:
        return f"{row.title}: {row.subject_reference}"
    return f"A deadline in {network}" + (f": {row.subject_reference}" if said.reference else "")


def _entry(shown: ShownDeadline, page: str, said: Said, network: str) -> Any:
    from icalendar import Alarm, Event  # at first use: no process waits for it at its start

    row = shown.row
    entry = Event()
    entry.add("uid", f"{row.id}@{urlsplit(page).netloc}")
    entry.add("dtstamp", clock.now())
    entry.add("summary", _summary(row, said, network))
    entry.add("description", f"{rule_words(shown.clock)} {page}" if said.title else page)
    entry.add("url", page)
    if shown.clock.unit is ClockUnit.HOURS:
        entry.add("dtstart", row.ends_at)
    else:
        entry.add("dtstart", row.last_day)
        entry.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", row.title if said.title else f"A deadline in {network}")
    alarm.add("trigger", row.warns_at)
    entry.add_component(alarm)
    return entry


register_calendar(
    "deadlines",
    "Deadlines",
    "titles, references and days of the deadlines that you see in this post",
    deadlines_calendar,
)

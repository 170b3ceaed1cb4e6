"""Reading a calendar file that somebody else made (RFC 5545): its events, and when each takes place.

Nothing in it is trusted: it is bounded in size and number, its own time zones are left out (they are
programs of a kind; zones are known here by their names), and repetitions are walked, not computed
for ever. What cannot be read is told by event, never skipped in silence.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Calendar

from muster.rules.rotas import LONGEST_DAYS, Every, Repetition, beginnings
from muster.web.text import plain_line

LARGEST_TEXT = 500_000
MOST_EVENTS, MOST_REPEATING, MOST_TIMES, MOST_PEOPLE = 2_000, 200, 2_000, 20
LONGEST_UID, LONGEST_TITLE = 255, 120
WEEKDAYS = {name: number for number, name in enumerate(("MO", "TU", "WE", "TH", "FR", "SA", "SU"))}
READ_PARTS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
FOLD = re.compile(r"\r?\n[ \t]")
BROKEN = (
    ValueError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    OverflowError,
    RecursionError,
)


class Unreadable(ValueError):
    """No calendar file."""


class BadEvent(ValueError):
    """An event that cannot be taken; the message is the code of the reason."""


@dataclass(frozen=True)
class Event:
    """One time at which an event takes place. `occurrence` names it among its repetitions."""

    uid: str
    occurrence: str
    title: str
    mails: tuple[str, ...]
    names: tuple[str, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Untaken:
    """An event that is left out, and the code of the reason."""

    title: str
    since: datetime | None
    reason: str


def events_of(
    text: str, zone: str, since: datetime, before: datetime
) -> tuple[list[Event], list[Untaken]]:
    """What takes place between two moments, in order; and what could not be read. Raises `Unreadable`.

    Times without a zone, or in one that is not known by its name, are the given zone's.
    """
    found: dict[tuple[str, str], Event | None] = {}
    untaken: list[Untaken] = []
    parts = _parts(text)
    for part in sorted(parts, key=lambda part: "RECURRENCE-ID" in part):
        try:
            for key, event in _times(part, zone, since, before):
                found[key] = event
        except BadEvent as bad:
            untaken.append(Untaken(_title(part), _since(part, zone), str(bad)))
        except BROKEN:
            untaken.append(Untaken(_title(part), None, "no_time"))
        if len(found) > MOST_TIMES:
            raise Unreadable("too many times")
    taking_place = [event for event in found.values() if event and event.until > since]
    return sorted(taking_place, key=lambda each: (each.since, each.uid)), untaken


def _parts(text: str) -> list[Any]:
    try:
        calendars = Calendar.from_ical(_without_zones(text), multiple=True)
        found = [part for each in calendars for part in each.walk("VEVENT")]
    except BROKEN as error:
        raise Unreadable("no calendar") from error
    repeating = sum("RRULE" in part for part in found)
    if not calendars or len(found) > MOST_EVENTS or repeating > MOST_REPEATING:
        raise Unreadable("no calendar, or too much of one")
    return found


def _without_zones(text: str) -> str:
    kept, is_zone = [], False
    for line in FOLD.sub("", text).splitlines():
        mark = line.strip().upper()
        is_zone = is_zone or mark == "BEGIN:VTIMEZONE"
        if not is_zone:
            kept.append(line)
        is_zone = is_zone and mark != "END:VTIMEZONE"
    return "\r\n".join(kept)


def _times(
    part: Any, zone: str, since: datetime, before: datetime
) -> Iterator[tuple[tuple[str, str], Event | None]]:
    """Each time of an event under its key; None where it was cancelled there."""
    first = _local(part, "DTSTART", zone)
    lasts = _length(part, first, zone)
    uid = _uid(part)
    is_cancelled = str(part.get("STATUS", "")).upper() == "CANCELLED"
    head = Event(uid, "", _title(part), *_people(part), first, first + lasts)
    if "RECURRENCE-ID" in part:
        moved = head_at(head, first.astimezone(UTC), lasts)
        key = uid, _mark(_local(part, "RECURRENCE-ID", zone))
        yield key, None if is_cancelled else replace(moved, occurrence=key[1])
        return
    if is_cancelled:
        return
    left_out = {_mark(each) for each in _listed(part, "EXDATE", zone)}
    repetition = _repetition(part, zone)
    if repetition and first < before - timedelta(days=LONGEST_DAYS):
        raise BadEvent("too_old")
    starts = beginnings(first, repetition, since - lasts, before)
    more = (at for at in _listed(part, "RDATE", zone) if since - lasts <= at < before)
    for at in islice((*starts, *more), MOST_TIMES + 1):
        if _mark(at) not in left_out:
            event = head_at(head, at.astimezone(UTC), lasts)
            yield (uid, event.occurrence), event


def head_at(event: Event, at: datetime, lasts: timedelta) -> Event:
    """The same event at another moment."""
    return replace(event, occurrence=_mark(at), since=at, until=at + lasts)


def _mark(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _local(part: Any, name: str, zone: str) -> datetime:
    """A property's moment with the zone whose clocks it follows; a day begins at midnight."""
    return _with_zone(getattr(part.get(name), "dt", None), zone)


def _with_zone(said: Any, zone: str) -> datetime:
    if isinstance(said, date) and not isinstance(said, datetime):
        said = datetime.combine(said, time())
    if not isinstance(said, datetime) or not 2000 <= said.year < 2100:
        raise BadEvent("no_time")
    return said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))


def _since(part: Any, zone: str) -> datetime | None:
    try:
        return _local(part, "DTSTART", zone).astimezone(UTC)
    except (BadEvent, *BROKEN):
        return None


def _length(part: Any, first: datetime, zone: str) -> timedelta:
    if "DURATION" in part:
        lasts = part.get("DURATION").dt
    elif "DTEND" in part:
        lasts = _local(part, "DTEND", zone).astimezone(UTC) - first.astimezone(UTC)
    else:
        is_day = not isinstance(part.get("DTSTART").dt, datetime)
        lasts = timedelta(days=1) if is_day else timedelta()
    if not isinstance(lasts, timedelta) or lasts <= timedelta():
        raise BadEvent("no_end")
    if lasts > timedelta(days=200):
        raise BadEvent("too_long")
    return lasts


def _listed(part: Any, name: str, zone: str) -> list[datetime]:
    """The moments of a property that may stand several times, each with several of them."""
    said = part.get(name, [])
    lists = said if isinstance(said, list) else [said]
    moments = [each.dt for one in lists for each in getattr(one, "dts", ())]
    return [_with_zone(each, zone) for each in moments[:MOST_TIMES]]


def _repetition(part: Any, zone: str) -> Repetition | None:
    said = part.get("RRULE")
    if said is None:
        return None
    if isinstance(said, list) or set(said) - READ_PARTS or "EXRULE" in part:
        raise BadEvent("repetition")
    one = {name: values[0] for name, values in said.items() if values}
    days = [str(each).upper() for each in said.get("BYDAY", ())]
    interval, count = int(one.get("INTERVAL", 1)), one.get("COUNT")
    if one.get("FREQ") not in set(Every) or set(days) - WEEKDAYS.keys() or interval < 1:
        raise BadEvent("repetition")
    until = one.get("UNTIL")
    if until is not None and not isinstance(until, datetime):
        until = datetime.combine(until, time(23, 59, 59))
    return Repetition(
        Every(one["FREQ"]),
        interval,
        frozenset(WEEKDAYS[each] for each in days),
        None if count is None else int(count),
        None if until is None else _with_zone(until, zone),
        WEEKDAYS.get(str(one.get("WKST", "MO")), 0),
    )


def _people(part: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses and the names of the attendees."""
    said = part.get("ATTENDEE", [])
    found = (said if isinstance(said, list) else [said])[:MOST_PEOPLE]
    mails = (str(each).casefold().removeprefix("mailto:").strip() for each in found)
    names = (plain_line(str(getattr(each, "params", {}).get("CN", ""))) for each in found)
    return tuple(filter(None, mails)), tuple(filter(None, names))


def _title(part: Any) -> str:
    return plain_line(str(part.get("SUMMARY", "")))[:LONGEST_TITLE]


def _uid(part: Any) -> str:
    """Its name in that calendar; one too long, or none, is known by a digest."""
    said = plain_line(str(part.get("UID", "")))
    if said and len(said) <= LONGEST_UID:
        return said
    known = said or f"{part.get('SUMMARY', '')}{part.get('DTSTART')}"
    return hashlib.sha256(known.encode(errors="replace")).hexdigest()

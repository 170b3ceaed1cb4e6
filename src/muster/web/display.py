"""Plain values as people read them: money with its currency, times in the reader's zone."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from muster.rules.money import Money, format_money

NOTHING = "–"
MINUS = "\u2212"


def money_text(value: Any, currency: str = "USD") -> str:
    """Integer cents with a currency, or a `Money`: `$1,234.50 USD`."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, Money):
        return format_money(value)
    return format_money(Money.from_cents(int(value), currency or "USD"))


def amount_text(value: Mapping[str, str] | None) -> str:
    """An amount as a working keeps it, in text with its currency: `$1,234.50 USD`."""
    if not value:
        return NOTHING
    return format_money(Money(Decimal(value["amount"]), value["currency"]))


def rate_text(value: Any, unit: str = "", currency: str = "USD") -> str:
    """An integer of 1/10,000 of the currency unit, per unit: `$45.00 USD per hour`."""
    if value is None or value == "":
        return NOTHING
    words = format_money(Money.from_rate(int(value), currency))
    return f"{words} per {unit}" if unit else words


def hours_text(value: Any) -> str:
    """Hours as a number with at most two digits after the point: `7.5 hours`."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, datetime.timedelta):
        value = Decimal(int(value.total_seconds())) / 3600
    exact = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    digits = f"{exact:,f}".rstrip("0").rstrip(".")
    return f"{digits}\u00a0{'hour' if exact == 1 else 'hours'}"


def minutes_text(value: Any) -> str:
    """Whole minutes as `12 h 30 min`."""
    if value is None or value == "":
        return NOTHING
    total = int(value)
    hours, minutes = divmod(abs(total), 60)
    parts = [f"{hours:,}\u00a0h"] if hours else []
    parts += [f"{minutes}\u00a0min"] if minutes or not hours else []
    return (MINUS if total < 0 else "") + "\u00a0".join(parts)


def as_moment(value: Any) -> datetime.datetime | None:
    """An aware moment from an aware moment or its ISO text."""
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            return None
    if not isinstance(value, datetime.datetime):
        return None
    return value if value.tzinfo else value.replace(tzinfo=datetime.UTC)


def in_readers_zone(moment: datetime.datetime) -> datetime.datetime:
    """The moment where the reader is; at the ends of the calendar, which no zone can shift, as it is."""
    try:
        return timezone.localtime(moment)
    except OverflowError:
        return moment


def when_text(value: Any, *, with_zone: bool = True) -> str:
    """`Mar 14, 2026, 02:10 MDT` in the reader's zone."""
    moment = as_moment(value)
    if moment is None:
        return NOTHING if value in (None, "") else str(value)
    local = in_readers_zone(moment)
    words = f"{local:%b} {local.day}, {local.year}, {local:%H:%M}"
    return f"{words} {local.tzname()}" if with_zone else words


def day_text(value: Any) -> str:
    """`Mar 14, 2026`; a moment is first taken to the reader's zone."""
    if value is None or value == "":
        return NOTHING
    moment = as_moment(value)
    if moment is not None and not (isinstance(value, str) and len(value) == 10):
        value = in_readers_zone(moment).date()
    elif isinstance(value, str):
        value = datetime.date.fromisoformat(value)
    return f"{value:%b} {value.day}, {value.year}"


def time_element(moment: datetime.datetime, words: str, title: str = "") -> SafeString:
    """A machine-readable moment; one with a title is a distance that the page keeps true."""
    stamp = moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if title:
        return format_html('<time data-ago datetime="{}" title="{}">{}</time>', stamp, title, words)
    return format_html('<time datetime="{}">{}</time>', stamp, words)


FEWEST_DIGITS = 3  # 911


def telephone_element(value: Any) -> str:
    """A number as typed, as a link that dials its digits; text that holds none stays text.

    Dialling stops where words begin: in `801 555 0101 ext. 4` the extension is for people.
    """
    typed = str(value or "")
    number = re.match(r"[\s+().\d/-]*", typed)
    digits = re.sub(r"[^\d+]", "", number.group() if number else "")
    if len(digits) < FEWEST_DIGITS:
        return typed
    return format_html('<a class="usa-link" href="tel:{}">{}</a>', digits, typed)


UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"))


def distance_text(seconds: float) -> str:
    """`3 days`, `2 hours`, `5 minutes`, `less than a minute`."""
    for size, name in UNITS:
        count = int(seconds // size)
        if count:
            return f"{count} {name}{'s' if count > 1 else ''}"
    return "less than a minute"


def ago_text(moment: datetime.datetime, now: datetime.datetime) -> str:
    """How long ago, or in how long."""
    seconds = (now - moment).total_seconds()
    if abs(seconds) < 60:
        return "just now" if seconds >= 0 else "in less than a minute"
    return f"{distance_text(seconds)} ago" if seconds > 0 else f"in {distance_text(-seconds)}"


ACRONYM_CODES = (
    "cio",
    "cjis",
    "fema",
    "gsa",
    "ics",
    "id",
    "irs",
    "it",
    "nda",
    "pdf",
    "tlp",
    "totp",
)
ACRONYMS = {code: code.upper() for code in ACRONYM_CODES}


def label_text(value: Any) -> str:
    """The words of an enum value or code: `authorized_representative` → `Authorized representative`."""
    own = getattr(value, "label", None)
    if isinstance(own, str):
        return own
    raw = value.value if isinstance(value, Enum) else value
    if raw is None or raw == "":
        return NOTHING
    if isinstance(raw, bool):
        return "Yes" if raw else "No"
    words = str(raw).replace("_", " ").replace(".", ": ").split(" ")
    words = [ACRONYMS.get(word.lower(), word) for word in words]
    return words[0][:1].upper() + words[0][1:] + "".join(f" {word}" for word in words[1:])


# The tone of a state's tag. Colour never stands alone: the word is always there.
TONES = {
    "good": "in_force open accepted active available approved paid settled met on filled closed_paid "
    "signed confirmed checked_in agreed sent delivered verified released done returned",
    "wait": "draft submitted proposed invited waiting pending questioned partly_filled partial queued "
    "expiring due mobilizing en_route issued extended amended answered unconfirmed listed planned",
    "warn": "suspended late overdue expired withdrawing recalled not_met failed dead disputed "
    "critical high urgent blocked damaged lost",
    "quiet": "closed cancelled withdrawn declined left inactive archived demobilized superseded "
    "deactivated waived retired",
}
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states.split()}


def tone_of(value: Any) -> str:
    raw = value.value if isinstance(value, Enum) else value
    return _TONE_OF.get(str(raw).lower(), "quiet")


BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "a Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_text(user_agent: str) -> str:
    """`Chrome on Windows`; what cannot be told is called unknown."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "Unknown browser")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser

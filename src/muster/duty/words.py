"""Rotas in words."""

from __future__ import annotations

from muster.duty.models import Rotation
from muster.rules.rotas import LastResort, Order, ShiftUnit, Source

WEEKDAYS = dict(
    enumerate(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))
)
UNITS = {ShiftUnit.HOURS: "hours", ShiftUnit.DAYS: "days", ShiftUnit.WEEKS: "weeks"}
ORDERS = {Order.ONE_BY_ONE: "one level after another", Order.ALL_AT_ONCE: "all levels at once"}
LAST_RESORTS = {
    LastResort.EVERYBODY: "Ask everybody who answers for us, all at once",
    LastResort.COORDINATOR: "Tell the coordinator",
    LastResort.NOBODY: "Ask nobody else",
}
SOURCES = {
    Source.ROTA: "",
    Source.STAND_IN: "stands in",
    Source.OVERRIDE: "takes this span",
    Source.CONTACT_ORDER: "by contact order",
}

LEFT_OUT = {
    "nobody": (
        "it names nobody who answers for the party: write the full name into its title, or invite "
        "the person by the address of their account"
    ),
    "several": "it names several people: make one event for each",
    "no_time": "its beginning cannot be read, or lies beyond the years 2000 to 2099",
    "no_end": "it has no end after its beginning",
    "too_long": "it lasts longer than 200 days",
    "too_old": "it has repeated for more than ten years: let it begin anew",
    "repetition": "it repeats otherwise than by days or weeks: make single events of it",
}
"""Why an event of a calendar file is not taken, and what to do."""


def rotation_words(row: Rotation) -> str:
    """When a rotation hands over and counts: "Each week on Monday at 08:00"."""
    if row.is_listed:
        return "Shifts from a calendar file"
    unit = UNITS[ShiftUnit(row.unit)]
    every = f"Every {row.length} {unit}" if row.length != 1 else f"Each {unit.removesuffix('s')}"
    on = f" on {WEEKDAYS[row.starts_on.weekday()]}" if row.unit == ShiftUnit.WEEKS else ""
    words = f"{every}{on} at {row.hands_over_at:%H:%M}"
    if row.begins_at is not None and row.ends_at is not None:
        words += f", only {row.begins_at:%H:%M} to {row.ends_at:%H:%M}"
    if row.weekdays:
        days = ", ".join(WEEKDAYS[each] for each in row.weekdays)
        words += f", only on {days}"
    return words

"""Missions made short, for the tests of what they cost."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import muster.agreements
from muster.rules.money import Money
from muster.rules.settlement import (
    FrozenAttestation,
    MissionFacts,
    TimeEntry,
)
from muster.rules.terms import (
    HourKind,
    read_terms,
)

UTAH_TEXT = (Path(muster.agreements.__file__).parent / "library/utah_it_maa.toml").read_text()
UTAH = read_terms(UTAH_TEXT)
DENVER = ZoneInfo("America/Denver")
ASKED_ON = date(2025, 9, 8)
MONDAY = datetime(2025, 9, 8, 8, tzinfo=DENVER)
ATTESTED = tuple(FrozenAttestation(item.id, date(2026, 8, 31)) for item in UTAH.baseline.items)


def usd(text):
    return Money(Decimal(text), "USD")


def with_term(terms, key, **values):
    return replace(terms, **{key: replace(getattr(terms, key), **values)})


def entry(person, day, hours, rate, kind=HourKind.REGULAR, at=MONDAY):
    starts_at = at + timedelta(days=day)
    return TimeEntry(
        id=f"{person}{day}{kind}",
        person_id=person,
        person=person,
        kind=kind,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=float(hours)),
        rate=usd(rate),
    )


def mission(entries, **given):
    """A mission with the baseline attested and the full share agreed."""
    return MissionFacts(
        **{
            "asked_on": ASKED_ON,
            "time_entries": tuple(entries),
            "attestations": ATTESTED,
            "agreed_share_percent": Decimal(100),
            "arrived_at": MONDAY,
            **given,
        }
    )


TEXAS = read_terms(
    UTAH_TEXT.replace("hours = 40", "hours = 0")
    .replace('conditions = ["attestations_in_force"]', "conditions = []")
    .replace('hours = "all"', 'hours = "overtime_only"')
    .replace('basis = "negotiated_per_mission"', 'basis = "fixed"')
)

"""Steps that several tests of this room take."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from muster.duty import commands
from muster.journal import clock
from tests.apps.aid.world import World

MONDAY = date(2026, 1, 5)
ROLES = ("authorized_representative", "duty_officer", "responder")


def local(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo("America/Denver")).astimezone(UTC)


def on(*parts: int) -> AbstractContextManager[None]:
    """The present is a local moment."""
    return clock.telling(local(*parts))


def crew(world: World, party: str = "city") -> list:
    """A representative, a duty officer and a responder of a party."""
    return [world.actor(party, role).person_id for role in ROLES]


def add_rotation(world: World, person_ids, party: str = "city", **values):
    given = {
        "party_id": world.parties[party].id,
        "level": 1,
        "name": "First line",
        "person_ids": person_ids,
        "starts_on": MONDAY,
        "hands_over_at": time(8),
        "length": 1,
        "unit": "weeks",
        **values,
    }
    return commands.add_rotation(world.actor(party), **given)

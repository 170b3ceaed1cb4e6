"""What a calendar of deadlines costs does not depend on how many there are."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from muster.agreements.queries import terms_of
from muster.aid.models import AidRequest
from muster.clocks.calendars import deadlines_calendar
from muster.clocks.models import Deadline
from muster.journal import clock
from tests.apps.aid.steps import ask
from tests.apps.aid.world import World, build


def due(world: World, asked: AidRequest) -> None:
    """A deadline of the request, and one of its incident."""
    at = clock.now()
    for scope, subject_id in (("aid_request", asked.id), ("incident", asked.incident_id)):
        Deadline.objects.create(
            network=world.network,
            agreement_version=world.version,
            clock_key=next(iter(terms_of(world.version).clocks)),
            scope=scope,
            subject_id=subject_id,
            title="Write it down",
            subject_reference=asked.reference,
            owner_party=asked.requesting_party,
            started_at=at,
            last_day=at.date() + timedelta(days=3),
            ends_at=at + timedelta(days=3),
            warns_at=at + timedelta(days=2),
        )


def cost(world: World) -> tuple[int, bytes]:
    """(queries, the calendar), after one look that fills what is kept for a moment."""
    city = world.actor("city")
    deadlines_calendar(city, lambda path: f"https://muster.example{path}")
    with CaptureQueriesContext(connection) as captured:
        content = deadlines_calendar(city, lambda path: f"https://muster.example{path}")
    return len(captured), content


def test_a_longer_calendar_costs_no_more_queries(db: None) -> None:
    world = build("calendar")
    due(world, ask(world))
    few, _ = cost(world)
    for _ in range(10):
        due(world, ask(world))
    many, content = cost(world)
    assert content.count(b"BEGIN:VEVENT") == 22
    assert many == few

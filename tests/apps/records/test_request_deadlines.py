"""The deadline of a party's public-records request: told to, and shown to, whoever may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from muster.clocks import queries as deadlines
from muster.clocks.commands import digest_deadlines
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.records import commands
from muster.records.models import RecordsRequest
from muster.rules.actor import system_actor
from muster.rules.happenings import Scope
from tests.apps.aid.doors import browser
from tests.apps.aid.world import World

MAY_SEE, MAY_NOT = ("authorized_representative", "clerk"), ("duty_officer", "finance", "responder")


@pytest.fixture
def asked(world: World) -> RecordsRequest:
    """A request that the city's clerk wrote down; everybody of the city is there."""
    for role in (*MAY_SEE, *MAY_NOT):
        world.actor("city", role)
    clerk = world.actor("city", "clerk")
    return commands.log_records_request(clerk, asked_by="A citizen", scope="Our costs")


def told(world: World, beginning: str) -> set[str]:
    """The roles of the city whose people have a notice that begins so."""
    held = {person.id: role for (of, role), person in world.people.items() if of == "city"}
    rows = Notice.objects.filter(title__startswith=beginning)
    return {held[each] for each in rows.values_list("person_id", flat=True)}


def test_whoever_may_see_the_request_hears_of_its_deadline_and_nobody_else(
    world: World, asked: RecordsRequest
) -> None:
    clerk = world.actor("city", "clerk")
    (found,) = deadlines.deadlines_of(clerk, Scope.RECORDS_REQUEST, asked.id)
    drain()
    with time_machine.travel(found.row.warns_at + timedelta(seconds=1), tick=False):
        drain()
    assert told(world, "Due by") == set(MAY_SEE)
    with time_machine.travel(found.row.ends_at + timedelta(seconds=1), tick=False):
        drain()
    assert told(world, "The time is over") == set(MAY_SEE)
    digest_deadlines(system_actor(world.network.id), day=found.row.last_day)
    drain()
    assert told(world, "Records requests: 0 missed, 1 due today") == set(MAY_SEE)
    assert told(world, "Deadlines:") == set(), "it is in nobody else's digest"


@pytest.mark.parametrize(
    "role,status", [*((role, 200) for role in MAY_SEE), *((role, 404) for role in MAY_NOT)]
)
def test_the_deadline_is_shown_to_whoever_may_see_the_request(
    world: World, asked: RecordsRequest, role: str, status: int
) -> None:
    (found,) = deadlines.deadlines_of(world.actor("city", "clerk"), Scope.RECORDS_REQUEST, asked.id)
    client = browser(world, "city", role)
    assert client.get(f"/deadlines/{found.id}/").status_code == status
    assert client.get(f"/api/v1/deadlines/{found.id}").status_code == status
    assert (asked.reference in client.get("/deadlines/").content.decode()) is (status == 200)
    request_page = client.get(f"/records/requests/{asked.id}/").status_code
    assert (request_page == 200) is (status == 200)

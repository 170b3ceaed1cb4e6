"""Asking again, or in something that is over, is refused as asking would be."""

from __future__ import annotations

import pytest

from muster.aid import commands
from muster.aid.models import AidRequest
from muster.members import commands as members
from muster.members.models import Exercise, Membership
from muster.rules.refusal import Refused
from tests.apps.aid.steps import ask
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_standing_down import lines, send_crew, stand_down
from tests.apps.aid.world import NOW, World


@pytest.fixture
def closed(world: World) -> AidRequest:
    asked = ask(world)
    city = world.actor("city")
    return commands.close_aid_request(city, aid_request_id=asked.id, reason="Enough for now")


def reopen(world: World, aid_request: AidRequest) -> set[str]:
    with pytest.raises(Refused) as refused:
        commands.reopen_aid_request(world.actor("city"), aid_request_id=aid_request.id)
    return codes(refused)


def test_a_suspended_party_does_not_ask_again(world: World, closed: AidRequest) -> None:
    Membership.objects.filter(party=world.parties["city"]).update(standing="suspended")
    assert reopen(world, closed) == {"party.not_in_good_standing"}


def test_a_closed_incident_is_opened_before_its_requests(world: World, closed: AidRequest) -> None:
    commands.close_incident(world.actor("city"), incident_id=closed.incident_id)
    assert reopen(world, closed) == {"incident.wrong_state"}


def test_a_draft_of_a_closed_incident_is_not_opened(world: World) -> None:
    city = world.actor("city")
    incident = commands.open_incident(city, kind="outage")
    draft = commands.draft_aid_request(city, incident_id=incident.id)
    commands.close_incident(city, incident_id=incident.id)
    with pytest.raises(Refused) as refused:
        commands.open_aid_request(city, aid_request_id=draft.id)
    assert codes(refused) == {"incident.wrong_state"}


def test_nothing_new_goes_into_a_closed_exercise(world: World) -> None:
    drill = Exercise.objects.create(network=world.network, name="Drill", opened_at=NOW)
    asked = ask(world, exercise_id=drill.id)
    city = world.actor("city")
    commands.close_aid_request(city, aid_request_id=asked.id, reason="The drill is over")
    members.close_exercise(world.actor(None, "coordinator"), exercise_id=drill.id)

    with pytest.raises(Refused) as refused:
        ask(world, exercise_id=drill.id)
    assert codes(refused) == {"exercise.closed"}
    assert reopen(world, asked) == {"exercise.closed"}


def test_a_request_asked_again_counts_without_missions_stood_down_meanwhile(world: World) -> None:
    asked = ask(world)
    mission = send_crew(world, asked, "technician")
    city = world.actor("city")
    commands.close_aid_request(city, aid_request_id=asked.id, reason="Enough for now")
    stand_down(world, mission)
    commands.reopen_aid_request(city, aid_request_id=asked.id)
    assert lines(asked) == {"technician": ("open", 0), "laptop": ("open", 0)}

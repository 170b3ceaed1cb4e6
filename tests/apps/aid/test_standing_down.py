"""A mission that is stood down leaves its lines as if it had never been promised."""

from __future__ import annotations

from muster.aid import commands, queries
from muster.aid.commands import OfferedLine
from muster.aid.models import AidRequest, Mission
from tests.apps.aid.steps import ask, line_of, offer
from tests.apps.aid.world import World


def send_crew(world: World, aid_request: AidRequest, type_key: str) -> Mission:
    """The county's ready package, a technician with five laptops, for one line."""
    line = line_of(world, aid_request, type_key)
    crew = OfferedLine(line_id=line.id, package_id=world.packages["crew"].id)
    made = offer(world, aid_request, lines=[crew])
    return commands.accept_offer(world.actor("city"), offer_id=made.id)


def stand_down(world: World, mission: Mission) -> None:
    commands.stand_down_mission(world.actor("county"), mission_id=mission.id, reason="Not needed")


def lines(aid_request: AidRequest) -> dict[str, tuple[str, int]]:
    rows = queries.lines_of(aid_request.id)
    return {row.resource_type.key: (row.state, row.filled_quantity) for row in rows}


def test_every_line_that_a_package_filled_is_open_again(world: World) -> None:
    asked = ask(world)
    mission = send_crew(world, asked, "technician")
    assert lines(asked) == {"technician": ("filled", 1), "laptop": ("filled", 4)}

    stand_down(world, mission)

    assert lines(asked) == {"technician": ("open", 0), "laptop": ("open", 0)}


def test_what_another_mission_brings_still_counts(world: World) -> None:
    asked = ask(world)
    first = offer(world, asked, "school", ("school_laptops", 1))
    commands.accept_offer(world.actor("city"), offer_id=first.id)
    mission = send_crew(world, asked, "laptop")
    assert lines(asked)["laptop"] == ("filled", 4)

    stand_down(world, mission)

    assert lines(asked)["laptop"] == ("open", 1)


def test_its_free_hours_are_free_again(world: World) -> None:
    world.attest("city")
    asked = ask(world)
    made = offer(world, asked)
    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)
    pair = (world.parties["city"].id, world.parties["county"].id, asked.incident_id)
    assert queries.hours_already_free(*pair) == 24

    stand_down(world, mission)

    assert queries.hours_already_free(*pair) == 0

"""The rota in a calendar program: one's own duties, the whole party's, for a year ahead."""

from __future__ import annotations

from django.test import Client
from icalendar import Calendar

from muster.duty import commands
from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World
from tests.apps.duty.steps import add_rotation, crew, local, on


def entries(client: Client, kind: str):
    made = send(client, "/calendar-feeds", {"kind": kind})
    assert made.status_code == 201
    answer = Client().get(made.json()["path"])
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_a_program_reads_ones_own_duties_and_the_whole_rota(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [chief, officer])
        client = browser(world, "city")
        mine, all_of_them = entries(client, "duty"), entries(client, "rota")
    assert {str(each["summary"]) for each in mine} == {
        "On duty, level 1: authorized_representative of city"
    }
    assert len(all_of_them) > 55 and len(mine) > 27
    assert {each["transp"] for each in all_of_them} == {"TRANSPARENT"}
    starts = [each.decoded("dtstart") for each in all_of_them[1:]]
    assert starts[0] == local(2026, 1, 12, 8)


def test_an_entry_keeps_its_name_and_grows_its_sequence_when_its_person_changes(
    world: World,
) -> None:
    chief, officer, helper = crew(world)
    span = {"since": local(2026, 1, 12, 8), "until": local(2026, 1, 19, 8)}
    with on(2026, 1, 5, 9):
        add_rotation(world, [chief, officer])
        client = browser(world, "city")
        before = entries(client, "rota")[1]
        commands.make_override(
            world.actor("city"),
            party_id=world.parties["city"].id,
            level=1,
            person_id=helper,
            **span,
        )
        after = entries(client, "rota")[1]
    assert before["uid"] == after["uid"] and before["summary"] != after["summary"]
    assert after["sequence"] > before["sequence"]


def test_an_unknown_calendar_is_refused(world: World) -> None:
    client = browser(world, "city")
    refused = send(client, "/calendar-feeds", {"kind": "birthdays"})
    assert refused.status_code == 409
    assert b"calendar_feed.unknown_kind" in refused.content

"""What is kept on a phone: what its person may see, within the sharing label, and not more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client, override_settings

from muster.aid import commands as aid
from muster.aid.models import Incident
from muster.deployments import commands as deployments
from muster.members import commands as members
from muster.offline import queries
from muster.rules.actor import Actor, system_actor
from tests.apps.aid.steps import ask
from tests.apps.aid.world import World
from tests.apps.aid.world import build as build_world
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.stage import build as build_stage

LARGEST = 200_000


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def stage(db: None) -> Stage:
    return build_stage()


def section(actor: Actor, key: str) -> list[dict[str, Any]]:
    found = {each.key: each.items for each in queries.snapshot(actor).sections}
    return found.get(key, [])


def test_the_board_holds_open_requests_with_what_is_wanted(world: World) -> None:
    asked = ask(world)
    (row,) = section(world.actor("county", "duty_officer"), "board")
    assert row["title"].startswith(asked.reference)
    assert row["data"]["lines"]
    aid.close_aid_request(world.actor("city"), aid_request_id=asked.id, reason="Over")
    assert section(world.actor("county", "duty_officer"), "board") == []


def test_what_is_for_recipients_alone_is_kept_on_no_phone(world: World) -> None:
    asked = ask(world)
    Incident.objects.filter(pk=asked.incident_id).update(sharing_label="TLP:RED")
    for actor in (world.actor("city"), world.actor("county", "duty_officer")):
        assert section(actor, "board") == []


def test_a_mission_is_kept_by_its_two_parties(stage: Stage) -> None:
    for actor in (stage.helper, stage.host):
        assert [each["data"]["id"] for each in section(actor, "missions")] == [
            str(stage.mission.id)
        ]
    assert section(stage.stranger, "missions") == section(stage.auditor, "missions") == []


def test_a_red_mission_is_kept_by_its_number_alone(stage: Stage) -> None:
    Incident.objects.update(sharing_label="TLP:RED", title="Opal lamp")
    type(stage.mission).objects.update(access_note="Opal lamp")
    kept = json.dumps([each.items for each in queries.snapshot(stage.helper).sections])
    assert stage.mission.reference in kept
    assert "Opal lamp" not in kept


def test_a_helper_keeps_where_to_log_hours_and_others_do_not(stage: Stage) -> None:
    helper = stage.helper
    deployments.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=helper.person_id
    )
    (row,) = section(helper, "deployments")
    assert row["data"]["id"] == str(stage.person.id)
    assert section(stage.host, "deployments") == []


def test_numbers_are_for_parties_that_are_bound(world: World) -> None:
    number = "+18015550142"
    county = world.actor("county", "duty_officer")
    members.add_contact(
        system_actor(county.network_id),
        party_id=county.party_id,
        kind="primary",
        name="Duty desk",
        phone=number,
    )
    assert number in json.dumps(section(world.actor("city"), "contacts"))
    members.change_standing(
        system_actor(county.network_id),
        party_id=world.actor("city").party_id,
        action="suspend",
        reason="Dues",
    )
    assert number not in json.dumps(section(world.actor("city"), "contacts"))


@override_settings(MUSTER_COORDINATOR_PHONE="+18015550199")
def test_the_coordinators_number_comes_first(world: World) -> None:
    assert section(world.actor("city"), "contacts")[0]["facts"] == [["Phone", "+18015550199"]]


def test_who_may_not_ask_or_offer_is_not_given_the_forms(world: World) -> None:
    reader = world.actor("city", "read_only")
    for key in ("kinds", "work_packages", "things", "may_answer", "deployments"):
        assert section(reader, key) == []


def test_the_snapshot_is_small_and_is_sent_once(world: World) -> None:
    ask(world)
    client = Client()
    client.force_login(world.actor("city").person_id and person(world.actor("city")))
    answer = client.get("/api/v1/offline/snapshot")
    assert answer.status_code == 200 and len(answer.content) < LARGEST
    assert {"missions", "board", "contacts", "forms"} <= {
        each["key"] for each in answer.json()["sections"]
    }
    again = client.get("/api/v1/offline/snapshot", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304 and not again.content
    assert "no-store" not in again["Cache-Control"] and "private" in again["Cache-Control"]


def person(actor: Actor) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=actor.person_id)

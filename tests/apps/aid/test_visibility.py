"""Who sees what, party by party."""

from __future__ import annotations

import pytest

from muster.aid import commands, queries
from muster.aid.models import Mission
from muster.members.models import Exercise
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import NOW, World, build


def sees(query, actor: Actor, thing_id) -> bool:
    try:
        query(actor, thing_id)
    except NotFound:
        return False
    return True


def test_open_requests_are_seen_by_parties_in_force(world: World) -> None:
    aid_request = ask(world)

    for party, expected in (("city", True), ("county", True), ("school", True), ("town", False)):
        assert sees(queries.get_aid_request, world.actor(party), aid_request.id) is expected, party
    assert sees(queries.get_aid_request, world.actor(None, "coordinator"), aid_request.id)
    assert sees(queries.get_aid_request, world.actor(None, "auditor"), aid_request.id)


def test_nothing_leaves_its_network(world: World) -> None:
    other = build("elsewhere")
    aid_request = ask(world)
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, aid_request).id)

    for stranger in (other.actor("city"), other.actor(None, "coordinator")):
        assert not sees(queries.get_aid_request, stranger, aid_request.id)
        assert not sees(queries.get_incident, stranger, aid_request.incident_id)
        assert not sees(queries.get_offer, stranger, mission.offer_id)
        assert not sees(queries.get_mission, stranger, mission.id)
        assert not queries.aid_requests(stranger).items
        assert not queries.missions(stranger).items


def test_a_restricted_request_is_known_to_its_party_the_coordinator_and_who_answers(
    world: World,
) -> None:
    aid_request = ask(world)
    offer(world, aid_request)
    commands.amend_incident(
        world.actor("city"), incident_id=aid_request.incident_id, sharing_label="TLP:RED"
    )

    assert sees(queries.get_aid_request, world.actor("city"), aid_request.id)
    assert sees(queries.get_aid_request, world.actor(None, "coordinator"), aid_request.id)
    assert sees(queries.get_aid_request, world.actor("county"), aid_request.id)
    assert not sees(queries.get_aid_request, world.actor("school"), aid_request.id)
    assert not sees(queries.get_incident, world.actor("school"), aid_request.incident_id)
    assert not queries.aid_requests(world.actor("school")).items
    assert not queries.open_requests_board(world.network.id)


def test_offers_are_between_their_two_sides(world: World) -> None:
    made = offer(world, ask(world))

    assert sees(queries.get_offer, world.actor("city"), made.id)
    assert sees(queries.get_offer, world.actor("county"), made.id)
    for other in (
        world.actor("school"),
        world.actor(None, "coordinator"),
        world.actor(None, "auditor"),
    ):
        assert not sees(queries.get_offer, other, made.id)
    assert queries.answer_counts(world.actor("school"), made.aid_request_id)["waiting"] == 1
    assert not queries.offers(world.actor("school"), made.aid_request_id)


def test_a_coordinator_who_filed_sees_the_offers_without_their_costs(world: World) -> None:
    coordinator = world.actor(None, "coordinator")
    aid_request = commands.ask_for_help(
        coordinator,
        kind="outage",
        work_packages=[(world.work_packages["reimage"].id, 10)],
        party_id=world.parties["city"].id,
    )
    made = offer(world, aid_request, "county", ("technician", 1))

    shown = queries.get_offer(coordinator, made.id)

    assert shown.estimated_cost_cents is None
    assert shown.estimate == {}
    assert shown.line_list[0].estimated_cost_cents is None
    assert queries.get_offer(world.actor("city"), made.id).estimated_cost_cents is not None


def test_missions_are_for_both_parties_and_officers_see_no_rates(world: World) -> None:
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)

    for party in ("city", "county"):
        assert sees(queries.get_mission, world.actor(party), mission.id)
    assert not sees(queries.get_mission, world.actor("school"), mission.id)
    for role in ("coordinator", "auditor"):
        officer = world.actor(None, role)
        assert sees(queries.get_mission, officer, mission.id)
        assert not any(
            item.rate_ten_thousandths for item in queries.mission_items(officer, mission.id)
        )
        assert queries.cost_shares(officer, mission.id) == []
        assert queries.get_mission(officer, mission.id).offer.estimate == {}
    assert any(
        item.rate_ten_thousandths for item in queries.mission_items(world.actor("city"), mission.id)
    )


def test_why_somebody_cannot_help_is_for_the_requester_and_the_coordinator(world: World) -> None:
    aid_request = ask(world)
    commands.decline_to_help(
        world.actor("county", "duty_officer"),
        aid_request_id=aid_request.id,
        reason="Own elections this week",
    )

    for actor in (world.actor("city"), world.actor(None, "coordinator"), world.actor("county")):
        assert [row.reason for row in queries.declines(actor, aid_request.id)] == [
            "Own elections this week"
        ]
    assert queries.declines(world.actor("school"), aid_request.id) == []
    assert queries.answer_counts(world.actor("school"), aid_request.id)["declines"] == 1


def test_exercises_stay_out_of_operations_until_they_are_chosen(world: World) -> None:
    exercise = Exercise.objects.create(network=world.network, name="Drill", opened_at=NOW)
    real, drill = ask(world), ask(world, exercise_id=exercise.id)
    made = offer(world, drill)

    assert made.exercise_id == exercise.id
    listed = queries.aid_requests(world.actor("county")).items
    assert [row.id for row in listed] == [real.id]
    chosen = queries.AidRequestFilter(exercise_id=exercise.id)
    assert [row.id for row in queries.aid_requests(world.actor("county"), chosen).items] == [
        drill.id
    ]
    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)
    assert Mission.objects.get().exercise_id == exercise.id
    assert not queries.missions(world.actor("city")).items
    assert queries.missions(world.actor("city"), exercise_id=exercise.id).items == [mission]
    assert (
        "Exercise, exercise, exercise"
        in browser(world, "city").get(f"/missions/{mission.id}/").content.decode()
    )


@pytest.mark.parametrize("party", ["school", "town"])
def test_pages_of_others_offers_and_missions_are_not_found(world: World, party: str) -> None:
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    client = browser(world, party)

    for path in (
        f"/offers/{mission.offer_id}/",
        f"/offers/{mission.offer_id}/accept/",
        f"/missions/{mission.id}/",
        f"/missions/{mission.id}/share/",
        f"/api/v1/offers/{mission.offer_id}",
        f"/api/v1/missions/{mission.id}",
        f"/api/v1/missions/{mission.id}/items",
    ):
        assert client.get(path).status_code == 404, path


def test_which_baseline_items_a_party_lacks_is_its_own_business(world: World) -> None:
    aid_request = ask(world)
    made = offer(world, aid_request)

    own = browser(world, "city").get(f"/api/v1/aid-requests/{aid_request.id}").json()["frozen"]
    others = browser(world, "county").get(f"/api/v1/aid-requests/{aid_request.id}").json()["frozen"]

    assert own["missing"]
    assert others["meets_baseline"] is False
    assert not {"missing", "lapsed", "attestations"} & others.keys()
    assert not any(item in str(made.estimate) for item in own["missing"])

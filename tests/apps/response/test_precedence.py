"""Requests that compete: the order that all see, the network's weights, the coordinator's word."""

from __future__ import annotations

import pytest

from muster.aid import commands as aid
from muster.journal.models import Fact
from muster.response import commands, queries
from muster.rules.precedence import USUAL_WEIGHTS
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World

WEIGHTS = {factor.value: weight for factor, weight in USUAL_WEIGHTS.items()}


def refused_with(call, *wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        call()
    assert codes(refused) == set(wanted)


@pytest.fixture
def two(world: World):
    """The city asks first, the county second; both want technicians and laptops."""
    return ask(world, "city"), ask(world, "county")


def test_both_stand_in_order_with_the_working_and_what_is_short(world: World, two) -> None:
    city, county = two
    found = queries.precedence(world.actor("city"))
    assert {row.aid_request.id for row in found.rows} == {city.id, county.id}
    assert [row.standing.place for row in found.rows] == [1, 2]
    assert found.rows[0].standing.score >= found.rows[1].standing.score
    assert sum(part.weight for part in found.rows[0].standing.parts) == 18
    assert found.scarce == []  # two technicians and eight laptops can be had


def test_what_several_want_more_of_than_is_free_is_told_to_those_bound(world: World) -> None:
    package = world.work_packages["reimage"]
    for party in ("city", "county"):
        ask(world, party, work_packages=[(package.id, 200)])
    found = queries.precedence(world.actor("city"))
    told = {each.name: (each.found.wanted, each.found.free) for each in found.scarce}
    assert told == {"Desktop technician": (10, 2), "Laptop": (40, 35)}

    resource = world.resources["laptops"]
    resource.quantity -= 25
    resource.save()
    told = {each.name: each.found.free for each in queries.precedence(world.actor("city")).scarce}
    assert told["Laptop"] == 10  # the school's alone
    assert queries.precedence(world.actor("town")).scarce == []


def test_the_coordinator_gives_a_place_with_a_reason_and_ends_it(world: World, two) -> None:
    coordinator = world.actor(None, "coordinator")
    last = queries.precedence(coordinator).rows[-1].aid_request
    given = commands.place_request(
        coordinator, aid_request_id=last.id, place=1, reason="The jail is on paper."
    )
    first = queries.precedence(world.actor("city")).rows[0]
    assert first.aid_request.id == last.id and first.standing.is_placed
    assert (first.given.reason, first.given.given_by_name) == (given.reason, coordinator.name)
    again = commands.place_request(
        coordinator, aid_request_id=last.id, place=2, reason="The other is worse."
    )
    assert queries.place_of(last.id) == again
    commands.end_place(coordinator, aid_request_id=last.id)
    assert queries.place_of(last.id) is None
    refused_with(
        lambda: commands.end_place(coordinator, aid_request_id=last.id), "precedence.not_placed"
    )
    kinds = list(Fact.objects.order_by("at").values_list("kind", flat=True))
    assert kinds.count("RequestPlaced") == 2 and kinds.count("RequestPlaceEnded") == 1


def test_a_place_needs_an_open_request_a_number_and_a_reason(world: World, two) -> None:
    coordinator, (city, _) = world.actor(None, "coordinator"), two
    refused_with(
        lambda: commands.place_request(coordinator, aid_request_id=city.id, place=0, reason=" "),
        "precedence.bad_place",
        "precedence.no_reason",
    )
    with_none = ask(world, "school")
    aid.cancel_aid_request(world.actor("school"), aid_request_id=with_none.id, reason="Mended.")
    refused_with(
        lambda: commands.place_request(
            coordinator, aid_request_id=with_none.id, place=1, reason="Late."
        ),
        "precedence.not_open",
    )
    refused_with(
        lambda: commands.place_request(
            world.actor("county"), aid_request_id=city.id, place=1, reason="We want it."
        ),
        "permission.denied",
    )


def test_the_network_sets_what_counts_and_the_order_follows(world: World, two) -> None:
    coordinator = world.actor(None, "coordinator")
    only_waiting = dict.fromkeys(WEIGHTS, 0) | {"waiting": 3}
    commands.set_precedence_weights(coordinator, weights=only_waiting)
    found = queries.precedence(world.actor("county"))
    assert found.changed.changed_by_name == coordinator.name
    assert [row.aid_request.id for row in found.rows] == [row.id for row in two]
    refused_with(
        lambda: commands.set_precedence_weights(coordinator, weights={**WEIGHTS, "unmet": 11}),
        "precedence.bad_weight",
    )
    refused_with(
        lambda: commands.set_precedence_weights(coordinator, weights=dict.fromkeys(WEIGHTS, 0)),
        "precedence.no_weight",
    )


def test_the_page_shows_the_order_and_lets_the_coordinator_act(world: World, two) -> None:
    reader, officer = browser(world, "county"), browser(world, None, "coordinator")
    page = reader.get("/board/order/").content.decode()
    for row in two:
        assert row.reference in page
    assert "Give a place" not in page and "Change what counts" not in page
    assert "Give a place" in officer.get("/board/order/").content.decode()
    given = {"place": "1", "reason": "Dispatch is on paper."}
    answer = officer.post(f"/requests/{two[1].id}/place/", given)
    assert answer.status_code == 302, answer.content.decode()
    assert "Dispatch is on paper." in reader.get("/board/order/").content.decode()
    assert "Dispatch is on paper." in reader.get(f"/requests/{two[1].id}/").content.decode()
    empty = officer.post(f"/requests/{two[1].id}/place/", {"place": "1", "reason": ""})
    assert empty.status_code == 422
    assert officer.post("/board/order/weights/", WEIGHTS).status_code == 302


def test_the_same_over_the_api(world: World, two) -> None:
    reader, officer = browser(world, "county"), browser(world, None, "coordinator")
    order = reader.get("/api/v1/board/order").json()
    assert [row["place"] for row in order["requests"]] == [1, 2]
    given = {"place": 2, "reason": "Others first."}
    placed = send(officer, f"/aid-requests/{two[0].id}/place", given)
    assert placed.status_code == 201 and placed.json()["place"] == 2
    assert send(reader, f"/aid-requests/{two[0].id}/place", given).status_code == 403
    assert send(officer, f"/aid-requests/{two[0].id}/place/end").status_code == 200
    weights = send(officer, "/board/order/weights", {**WEIGHTS, "unmet": 0})
    assert weights.json()["weights"]["unmet"] == 0
    assert send(officer, "/board/order/weights", {**WEIGHTS, "unmet": 99}).status_code == 422


def test_nobody_takes_the_reasons_out_past_the_records_room(world: World) -> None:
    coordinator = world.actor(None, "coordinator")
    refused_with(
        lambda: commands.dispose_places(coordinator, aid_request_ids=[]), "permission.denied"
    )

"""The board: what the network sees alike, what concerns one's own party, and who sees nothing."""

import json

import pytest
from django.urls import reverse

from muster.aid import commands
from muster.aid.models import Incident
from muster.members import commands as members
from muster.response import queries, topics
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer


def board_of(world, party, *roles):
    return queries.get_board(world.actor(party, *roles))


def figures(board):
    return {figure.name: figure.value for figure in board.figures}


def test_an_open_request_is_on_everybodys_board(world):
    aid_request = ask(world)
    board = board_of(world, "county")
    assert [row["reference"] for row in board.requests] == [aid_request.reference]
    assert figures(board)["open_requests"] == 1
    assert [figure.of for figure in board.figures if figure.name == "lines_filled"] == [2]
    assert figures(board)["people_out"] == 0


def test_a_party_that_is_not_in_force_sees_no_board(world):
    ask(world)
    assert board_of(world, "town").requests == []
    assert topics.audience(world.actor("town")) is None


def test_a_restricted_request_is_only_in_the_part_of_those_concerned(world):
    aid_request = ask(world)
    Incident.objects.update(sharing_label="TLP:RED")
    assert board_of(world, "county").requests == []
    coordinator = world.actor(None, "coordinator")
    assert queries.get_board(coordinator).requests == []
    assert queries.own_part(coordinator).restricted == [aid_request]
    assert queries.own_part(world.actor("city")).requests == [aid_request]
    assert queries.own_part(world.actor("county")).is_empty


def test_ones_own_part_shows_what_runs_out(world):
    aid_request = ask(world)
    made = offer(world, aid_request)
    asked = queries.own_part(world.actor("city"))
    offered = queries.own_part(world.actor("county"))
    assert "Answer the offer" in asked.clocks[0].words
    assert "waits for an answer" in offered.clocks[0].words
    accepted = commands.accept_offer(world.actor("city"), offer_id=made.id)
    assert accepted is not None
    words = [clock.words for clock in queries.own_part(world.actor("county")).clocks]
    assert any(word.endswith("ends") for word in words)
    assert queries.own_part(world.actor("school")).is_empty


def test_the_board_costs_the_same_however_much_is_on_it(world, django_assert_max_num_queries):
    for _ in range(3):
        ask(world)
    with django_assert_max_num_queries(4):
        queries.board(world.network.id)


def test_a_live_board_stays_in_its_readers_own_zone(world):
    ask(world)
    here = topics.audience(world.actor("county"))
    members.edit_profile(world.actor("county"), time_zone="Pacific/Honolulu")
    away = topics.audience(world.actor("county"))
    assert (here, away) == (
        (world.network.id, "America/Denver"),
        (world.network.id, "Pacific/Honolulu"),
    )
    assert " HST" in topics.render(away) and " HST" not in topics.render(here)
    page = browser(world, "county").get(reverse("response:board")).content.decode()
    assert "Times are in Pacific/Honolulu (HST)" in page
    assert topics.render(away).split("<h2>")[1] in page


def test_the_pushed_fragment_is_what_the_page_shows(world):
    aid_request = ask(world)
    pushed = topics.render((world.network.id, "America/Denver"))
    client = browser(world, "county")
    page = client.get(reverse("response:board")).content.decode()
    assert aid_request.reference in pushed
    assert aid_request.reference in page
    assert 'data-live-topic="board"' in page
    fragment = client.get(reverse("response:board"), headers={"X-Muster-Fragment": "1"})
    assert b"<html" not in fragment.content
    assert aid_request.reference in fragment.content.decode()
    own = client.get(reverse("response:own"), headers={"X-Muster-Fragment": "1"})
    assert b"<html" not in own.content


def test_the_board_over_the_api(world):
    aid_request = ask(world)
    offer(world, aid_request)
    answer = browser(world, "county").get("/api/v1/board")
    assert answer.status_code == 200
    content = json.loads(answer.content)
    assert content["requests"][0]["reference"] == aid_request.reference
    assert content["requests"][0]["offers_waiting"] == 1
    assert len(content["own_offer_ids"]) == 1


@pytest.mark.parametrize("asked", ["nonsense", "00000000-0000-0000-0000-000000000001"])
def test_a_board_of_an_exercise_that_is_not_there_is_not_found(world, asked):
    client = browser(world, "county")
    assert client.get(reverse("response:board"), {"exercise": asked}).status_code == 404


def test_facts_that_move_the_board():
    assert topics.concerns("AidRequestOpened")
    assert topics.concerns("CheckedIn")
    assert not topics.concerns("PasswordChanged")

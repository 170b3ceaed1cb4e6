"""A helper is hit itself: everything comes home in one action, shown before and after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from muster.aid import queries as aid_queries
from muster.deployments import commands, queries
from muster.deployments.models import PartyRecall
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer
from tests.apps.deployments.stage import Stage

WHY = "Our own domain is encrypted."


def open_lines(stage: Stage) -> dict[int, int]:
    """How many of each line nobody fills."""
    lines = aid_queries.lines(stage.host, stage.mission.aid_request_id)
    return {line.number: line.quantity - line.filled_quantity for line in lines}


def test_before_it_is_shown_what_is_freed_and_broken_and_who_is_told(stage: Stage) -> None:
    found = queries.whole_recall(stage.duty, clock.now())
    (mission,) = found.missions
    assert (mission.how, mission.helped) == ("stand_down", "City of test")
    assert len(mission.frees) == 2
    assert sum(line.quantity for line in mission.lines) == 5
    shown = browser(stage.world, "county").get(reverse("deployments:recall_everything"))
    text = shown.content.decode()
    assert stage.mission.reference in text
    assert "stood down: nobody has left yet" in text
    assert "City of test is told" in text


def test_what_has_not_left_is_stood_down_and_its_lines_are_open_again(stage: Stage) -> None:
    before = open_lines(stage)
    recall = commands.recall_everything(stage.duty, reason=WHY)
    stage.mission.refresh_from_db()
    assert stage.mission.state == "cancelled"
    assert recall.done["missions"][0]["reference"] == stage.mission.reference
    assert sum(open_lines(stage).values()) == sum(before.values()) + 5
    assert Fact.objects.filter(kind="PartyRecalledAll").count() == 1


def test_who_is_there_is_recalled_and_the_lines_are_open_again(stage: Stage) -> None:
    commands.check_in(stage.duty, deployment_id=stage.person.id)
    before = open_lines(stage)
    commands.recall_everything(stage.duty, reason=WHY)
    stage.mission.refresh_from_db()
    assert stage.mission.recalled_at is not None
    assert stage.person.state == "recalled"
    assert sum(open_lines(stage).values()) == sum(before.values()) + 5
    assert queries.whole_recall(stage.duty, clock.now()).is_empty


def test_waiting_offers_are_withdrawn(stage: Stage) -> None:
    other = ask(stage.world)
    waiting = offer(stage.world, other, "county", ("laptops", 1))
    commands.recall_everything(stage.duty, reason=WHY)
    waiting.refresh_from_db()
    assert waiting.state == "withdrawn"


def test_nothing_of_other_parties_moves(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.recall_everything(stage.stranger, reason=WHY)
    assert [each.code for each in refused.value.refusals] == ["recall.nothing_out"]
    stage.mission.refresh_from_db()
    assert stage.mission.state == "authorized"


def test_a_reason_is_asked_for(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.recall_everything(stage.duty, reason="  ")
    assert [each.code for each in refused.value.refusals] == ["reason.required"]


def test_pressing_twice_calls_home_once_and_shows_the_same(stage: Stage) -> None:
    client = browser(stage.world, "county")
    url = reverse("deployments:recall_everything")
    submission = str(client.get(url).context["form"]["submission_id"].value())
    typed = {"reason": WHY, "submission_id": submission}
    first, second = client.post(url, typed), client.post(url, typed)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert PartyRecall.objects.count() == 1
    shown = client.get(first["Location"]).content.decode()
    assert "Everything was called home" in shown
    assert stage.mission.reference in shown


def test_what_a_party_called_home_is_its_own_and_the_coordinators(stage: Stage) -> None:
    recall = commands.recall_everything(stage.duty, reason=WHY)
    assert queries.get_party_recall(stage.world.actor(None, "coordinator"), recall.id) == recall
    with pytest.raises(NotFound):
        queries.get_party_recall(stage.host, recall.id)

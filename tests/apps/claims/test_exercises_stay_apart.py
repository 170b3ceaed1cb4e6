"""What waits for somebody in an exercise is never shown as if it were real."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.aid import commands as aid
from muster.aid import queries as aid_queries
from muster.aid.models import CostShare, Mission
from muster.claims import commands, queries
from muster.claims.models import Claim
from muster.deployments import commands as deployments
from muster.deployments import queries as deployment_queries
from muster.journal import clock
from muster.members.models import Exercise
from muster.rules.actor import Actor
from muster.web.todo import todos_for
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import NOW, World
from tests.apps.claims.steps import submitted


@pytest.fixture
def drill(world: World) -> Exercise:
    return Exercise.objects.create(network=world.network, name="Drill", opened_at=NOW)


def sentences(actor: Actor) -> str:
    return " ".join(todo.sentence for todo in todos_for(actor))


def test_offers_drafts_and_shares_of_an_exercise_are_left_out(
    world: World, drill: Exercise
) -> None:
    city, county = world.actor("city"), world.actor("county")
    asked = ask(world, exercise_id=drill.id)
    offer(world, asked)
    aid.draft_aid_request(city, incident_id=asked.incident_id)
    assert aid_queries.offers_to_answer(city) == []
    assert aid_queries.drafts(city) == []

    made = offer(world, asked, "county", ("laptops", 1))
    mission = aid.accept_offer(city, offer_id=made.id)
    aid.propose_share(county, mission_id=mission.id, share_basis_points=5000, wording="Half")
    assert aid_queries.shares_to_agree(city) == []
    Mission.objects.filter(pk=mission.id).update(exercise=None)
    assert [share.mission_id for share in aid_queries.shares_to_agree(city)] == [mission.id]


def test_a_coordinator_is_not_asked_to_agree_to_the_shares_of_others(world: World) -> None:
    mission = aid.accept_offer(world.actor("city"), offer_id=offer(world, ask(world)).id)
    aid.propose_share(
        world.actor("county"), mission_id=mission.id, share_basis_points=5000, wording="Half"
    )
    both = world.actor("school", "authorized_representative", "coordinator")
    assert CostShare.objects.filter(state="proposed").exists()
    assert aid_queries.shares_to_agree(both) == []


def test_places_and_longer_stays_of_an_exercise_are_left_out(world: World, drill: Exercise) -> None:
    city, county = world.actor("city"), world.actor("county")
    mission = aid.accept_offer(city, offer_id=offer(world, ask(world, exercise_id=drill.id)).id)
    deployments.ensure_deployments(county, mission.id)
    until = mission.ends_at + timedelta(hours=12)
    deployments.ask_extension(county, mission_id=mission.id, until=until, reason="More PCs")
    assert deployment_queries.unassigned(county) == []
    assert deployment_queries.extensions_to_answer(city) == []
    Mission.objects.filter(pk=mission.id).update(exercise=None)
    assert len(deployment_queries.unassigned(county)) == 1
    assert len(deployment_queries.extensions_to_answer(city)) == 1


def test_who_is_deployed_in_an_exercise_is_told_that_it_is_one(
    world: World, drill: Exercise
) -> None:
    city, helper = world.actor("city"), world.actor("county", "responder")
    mission = aid.accept_offer(city, offer_id=offer(world, ask(world, exercise_id=drill.id)).id)
    duty = world.actor("county", "duty_officer")
    deployments.ensure_deployments(duty, mission.id)
    place = next(
        row for row in deployment_queries.deployments_of(duty, mission.id) if row.kind == "person"
    )
    deployments.assign_responder(duty, deployment_id=place.id, person_id=helper.person_id)
    assert "Exercise: You are deployed" in sentences(helper)


def test_questions_and_payments_of_an_exercise_are_left_out(
    world: World, mission: Mission, drill: Exercise
) -> None:
    city, county = world.actor("city", "finance"), world.actor("county", "finance")
    claim = submitted(world, mission)
    commands.question_claim(city, claim_id=claim.id, question="Why three?")
    assert len(queries.questions_to_answer(county)) == 1
    Claim.objects.filter(pk=claim.id).update(exercise=drill)
    assert queries.questions_to_answer(county) == []

    question = claim.questions.get()
    commands.answer_question(county, question_id=question.id, answer="Three shifts")
    commands.approve_claim(world.actor("city"), claim_id=claim.id)
    commands.record_payment(
        city,
        claim_id=claim.id,
        amount_cents=1,
        payment_reference="T-1",
        paid_on=(clock.now() - timedelta(days=1)).date(),
    )
    assert queries.payments_to_confirm(county) == []
    Claim.objects.filter(pk=claim.id).update(exercise=None)
    assert len(queries.payments_to_confirm(county)) == 1

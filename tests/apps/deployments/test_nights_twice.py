"""A night, or a day's meals, that one person has twice is flagged or refuses the claim, as the terms say."""

from __future__ import annotations

from muster.deployments import commands, queries
from muster.deployments.models import Deployment
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_away_and_beyond import away, put_terms
from tests.apps.deployments.test_logging_work import spend

TWICE = "travel.stay_twice"


def warned(stage: Stage) -> list[str]:
    return [each.code for each in queries.running_cost(stage.host, stage.mission.id).warnings]


def other_place(stage: Stage) -> Deployment:
    """The same technician on a second place of the mission."""
    row = stage.person
    return Deployment.objects.create(
        network_id=row.network_id,
        mission_id=row.mission_id,
        mission_item_id=row.mission_item_id,
        resource_id=row.resource_id,
        responder_id=row.responder_id,
        kind=row.kind,
        label="Second place",
        state=row.state,
        checked_in_at=row.checked_in_at,
        departed_at=row.departed_at,
    )


def test_one_person_on_two_places_has_one_night(stage: Stage) -> None:
    stage.arrive(9)
    commands.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.helper.person_id
    )
    away(stage, lodging_cents=120_00)
    assert TWICE not in warned(stage)
    away(stage, actor=stage.duty, deployment_id=other_place(stage).id, lodging_cents=120_00)
    assert TWICE in warned(stage)


def test_two_receipts_for_one_persons_night_are_flagged_and_may_refuse(stage: Stage) -> None:
    stage.arrive(9)
    for_whom = {"category": "lodging", "deployment_id": stage.person.id}
    spend(stage, **for_whom, description="Motel", amount_cents=90_00)
    assert TWICE not in warned(stage)
    spend(stage, **for_whom, description="Hotel", amount_cents=140_00)
    assert TWICE in warned(stage)
    put_terms(
        stage,
        ("[terms.expenses]", '[terms.checks]\nduplicate_receipt = "refuse"\n\n[terms.expenses]'),
    )
    settled = queries.running_cost(stage.host, stage.mission.id)
    assert TWICE in [each.code for each in settled.refusals]


def test_a_receipt_beside_a_logged_night_is_flagged_and_several_meals_are_not(stage: Stage) -> None:
    stage.arrive(9)
    for _ in range(3):
        spend(stage, deployment_id=stage.person.id)
    assert TWICE not in warned(stage)
    spend(stage, category="lodging", deployment_id=stage.person.id, amount_cents=90_00)
    away(stage, lodging_cents=120_00)
    assert warned(stage).count(TWICE) == 1

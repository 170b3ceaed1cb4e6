"""A mission that is stood down before anyone was sent."""

from __future__ import annotations

from muster.aid import commands as aid
from muster.deployments.handlers import release_deployments
from muster.journal.models import Fact
from muster.journal.record import from_fact
from tests.apps.deployments.stage import Stage


def test_whoever_was_promised_is_released_once(stage: Stage) -> None:
    aid.stand_down_mission(stage.duty, mission_id=stage.mission.id, reason="Own emergency")
    fact = Fact.objects.get(kind="MissionStoodDown")

    for _ in range(2):
        release_deployments(from_fact(fact), fact)

    assert {row.state for row in stage.rows()} == {"released"}
    assert {row.end_note for row in stage.rows()} == {"Own emergency"}
    assert Fact.objects.filter(kind="Released").count() == len(stage.rows())

"""A mission that was authorized ten hours ago: a technician and four laptops for the city."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from muster.aid import commands as aid_commands
from muster.aid.models import AidRequest, Mission
from muster.deployments import commands, queries
from muster.deployments.models import Deployment
from muster.journal import clock
from muster.rules.actor import Actor
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World
from tests.apps.aid.world import build as build_world


@dataclass
class Stage:
    """Everybody around one mission; the county helps, the city is helped, the school looks on."""

    world: World
    mission: Mission

    @property
    def helper(self) -> Actor:
        return self.world.actor("county", "responder")

    @property
    def duty(self) -> Actor:
        return self.world.actor("county", "duty_officer")

    @property
    def finance(self) -> Actor:
        return self.world.actor("county", "finance")

    @property
    def host(self) -> Actor:
        return self.world.actor("city")

    @property
    def stranger(self) -> Actor:
        return self.world.actor("school")

    @property
    def auditor(self) -> Actor:
        return self.world.actor(None, "auditor")

    def row(self, kind: str) -> Deployment:
        return next(each for each in self.rows() if each.kind == kind)

    def rows(self) -> list[Deployment]:
        return queries.deployments_of(self.duty, self.mission.id)

    @property
    def person(self) -> Deployment:
        return self.row("person")

    @property
    def lot(self) -> Deployment:
        return self.row("equipment")

    def state(self) -> str:
        return Mission.objects.get(pk=self.mission.id).state

    def arrive(self, hours_ago: float = 9) -> datetime:
        """The technician checks in so many hours ago."""
        at = clock.now() - timedelta(hours=hours_ago)
        commands.check_in(self.helper, deployment_id=self.person.id, at=at)
        return at

    def hand_over(self, **values: Any) -> Any:
        given = {"quantity": 4, "condition": "good", "received_by": "Ann of the city", **values}
        return commands.hand_over(self.duty, deployment_id=self.lot.id, **given)

    def bring_home(self) -> None:
        """The technician has come and gone; the laptops are back."""
        self.arrive()
        self.hand_over()
        commands.demobilize(self.helper, deployment_id=self.person.id)
        commands.return_things(
            self.duty,
            deployment_id=self.lot.id,
            quantity=4,
            condition="good",
            received_by="Bo of the county",
        )


def build(name: str = "test") -> Stage:
    world = build_world(name)
    world.attest("city")
    asked = ask(world)
    made = offer(world, asked)
    mission = aid_commands.accept_offer(world.actor("city"), offer_id=made.id)
    begun = clock.now() - timedelta(hours=10)
    Mission.objects.filter(pk=mission.id).update(authorized_at=begun)
    AidRequest.objects.filter(pk=asked.id).update(opened_at=begun)
    stage = Stage(world, mission)
    commands.ensure_deployments(stage.duty, mission.id)
    return stage

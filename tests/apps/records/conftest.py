"""A settled mission of long ago, and two coordinators."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from muster.claims.models import Claim
    from muster.rules.actor import Actor
    from tests.apps.aid.world import World

LONG_AGO = timedelta(days=7 * 366)


@pytest.fixture
def world(db: None) -> World:
    from tests.apps.aid.world import build

    made = build()
    made.network.state_code = "UT"
    made.network.save(update_fields=["state_code"])
    return made


@pytest.fixture
def coordinator(world: World) -> Actor:
    return world.actor(None, "coordinator")


@pytest.fixture
def second(world: World, coordinator: Actor) -> Actor:
    """Another coordinator."""
    from muster.members.models import Person

    person = Person.objects.create(email="second@network.example", name="Second coordinator")
    return replace(coordinator, person_id=person.id, name=person.name)


@pytest.fixture
def old_claim(world: World) -> Claim:
    """A claim that was settled seven years ago, with its mission, request and log."""
    from muster.aid.models import AidRequest, Incident, Mission
    from muster.claims.models import Claim
    from muster.deployments.models import Activity
    from muster.journal import clock, sealer
    from muster.journal.models import Fact
    from tests.apps.claims.steps import mission_home, submitted

    claim = submitted(world, mission_home(world))
    then = clock.now() - LONG_AGO
    mission = claim.mission
    Activity.objects.create(
        network=world.network,
        mission=mission,
        happened_at=then,
        text="Onyx lamp",
        author_name="Agate lamp",
        entered_at=then,
    )
    Mission.objects.filter(pk=mission.pk).update(
        state="closed", closed_at=then, access_note="Opal lamp", supervisor_name="Beryl lamp"
    )
    AidRequest.objects.filter(pk=mission.aid_request_id).update(
        state="closed", closed_at=then, note="Quartz lamp", reporting_contact="Topaz lamp"
    )
    Incident.objects.filter(pk=mission.aid_request.incident_id).update(summary="Garnet lamp")
    Claim.objects.filter(pk=claim.pk).update(state="paid", settled_at=then, note="Jasper lamp")
    Fact.objects.filter(network_id=world.network.id).update(at=then)
    sealer.seal_all()
    claim.refresh_from_db()
    return claim

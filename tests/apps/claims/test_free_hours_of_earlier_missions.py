"""Free hours of an incident are used up by what was given free, not by what was charged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from muster.aid.models import AidRequest, Mission
from muster.catalog.models import Reservation
from muster.deployments import queries
from muster.journal import clock
from tests.apps.claims.steps import mission_home

if TYPE_CHECKING:
    from tests.apps.aid.world import World


def give_back() -> None:
    """What the first mission held may be promised again."""
    Reservation.objects.update(released_at=clock.now())


def of_one_incident(first: Mission, second: Mission) -> None:
    AidRequest.objects.filter(pk=second.aid_request_id).update(
        incident_id=first.aid_request.incident_id
    )


def test_charged_hours_of_an_earlier_mission_leave_the_free_hours_as_they_are(world: World) -> None:
    # "First 40 h free, only if the requester meets the minimum standards": on the first mission the
    # city did not, so its 72 hours were charged, and none of them was a free one.
    first = mission_home(world, attested=False)
    charged = queries.running_cost(world.actor("county"), first.id)
    assert (charged.hours, charged.free_hours_used) == (72, 0)
    # The city meets them now: 40 of the 72 hours are free, 32 x 62.50 = 2,000.00 when all is shared.
    give_back()
    second = mission_home(world)
    of_one_incident(first, second)
    settled = queries.running_cost(world.actor("county"), second.id)
    assert (settled.free_hours_used, settled.beyond.cents) == (40, 2_000_00)


def test_free_hours_of_an_earlier_mission_are_gone(world: World) -> None:
    first = mission_home(world)
    give_back()
    second = mission_home(world, attested=False)
    of_one_incident(first, second)
    settled = queries.running_cost(world.actor("county"), second.id)
    # 72 x 62.50: the first mission used all forty.
    assert (settled.free_hours_used, settled.beyond.cents) == (0, 4_500_00)

"""Free hours of an incident are used up by what was given free, not by what was charged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from muster.aid.models import AidRequest, Mission, Offer
from muster.catalog.models import Reservation
from muster.deployments import queries
from muster.journal import clock
from muster.journal.ids import new_id
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


def test_the_mission_asked_for_first_uses_the_free_hours_whichever_was_authorized_first(
    world: World,
) -> None:
    asked_later = mission_home(world)
    give_back()
    asked_first = mission_home(world)
    of_one_incident(asked_later, asked_first)
    AidRequest.objects.filter(pk=asked_first.aid_request_id).update(
        opened_at=asked_later.aid_request.opened_at - timedelta(hours=1)
    )
    county = world.actor("county")
    assert queries.running_cost(county, asked_first.id).free_hours_used == 40
    assert queries.running_cost(county, asked_later.id).free_hours_used == 0


def helped_by_others(mission: Mission, number: int) -> None:
    """So many missions of another party for the same request, all made later."""
    offer = Offer.objects.get(pk=mission.offer_id)
    other = mission.requesting_party_id
    offers, missions = [], []
    for each in range(number):
        offers.append(_copy(offer, reference=f"O-{each}", responding_party_id=other))
        values = {"offer_id": offers[-1].id, "responding_party_id": other}
        missions.append(_copy(mission, reference=f"M-{each}", **values))
    Offer.objects.bulk_create(offers)
    Mission.objects.bulk_create(missions)


def _copy(row, **values):
    kept = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**{**kept, "id": new_id(), **values})


def test_many_missions_of_other_helpers_hide_no_free_hours_that_are_gone(world: World) -> None:
    first = mission_home(world)
    give_back()
    helped_by_others(first, 200)
    second = mission_home(world)
    of_one_incident(first, second)
    settled = queries.running_cost(world.actor("county"), second.id)
    assert (settled.free_hours_used, settled.beyond.cents) == (0, 4_500_00)

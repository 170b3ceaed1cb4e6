"""An accepted offer is a mission in the same moment."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.aid import commands, queries
from muster.aid.models import AidRequestLine, Mission, MissionItem, Offer
from muster.catalog.models import Reservation
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import Refused
from tests.apps.aid.steps import ask, line_of, offer
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.race import race


def test_acceptance_writes_mission_items_and_reservations_at_once(world: World) -> None:
    world.attest("city")
    aid_request = ask(world)
    made = offer(world, aid_request)

    mission = commands.accept_offer(
        world.actor("city"), offer_id=made.id, access_note="Server room, domain administration"
    )

    assert mission.state == "authorized"
    assert mission.requesting_party_id == world.parties["city"].id
    assert mission.responding_party_id == world.parties["county"].id
    assert mission.frozen["meets_baseline"] is True
    assert mission.access_note.startswith("Server room")
    items = {item.kind: item for item in MissionItem.objects.filter(mission=mission)}
    assert items["person"].rate_ten_thousandths == 625000
    assert items["equipment"].quantity == 4
    held = Reservation.objects.filter(mission_id=mission.id)
    assert sorted(row.quantity for row in held) == [1, 4]
    assert {line.state for line in queries.lines_of(aid_request.id)} == {"filled"}
    made.refresh_from_db()
    assert made.state == "accepted"
    kinds = [fact.kind for fact in Fact.objects.order_by("id")]
    assert kinds[-4:] == ["OfferAccepted", "MissionAuthorized", "LineFilled", "LineFilled"]


def test_a_part_of_an_offer_is_accepted_and_the_rest_later(world: World) -> None:
    aid_request = ask(world)
    made = offer(world, aid_request)
    technician, laptops = queries.get_offer(world.actor("city"), made.id).line_list

    mission = commands.accept_offer(
        world.actor("city"), offer_id=made.id, quantities={technician.id: 1}
    )
    made.refresh_from_db()
    assert made.state == "partly_accepted"
    assert line_of(world, aid_request, "laptop").state == "open"

    again = commands.accept_offer(world.actor("city"), offer_id=made.id, quantities={laptops.id: 4})
    made.refresh_from_db()
    assert again.id == mission.id
    assert made.state == "accepted"
    assert MissionItem.objects.filter(mission=mission).count() == 2


def test_only_as_many_as_still_needed_are_taken(world: World) -> None:
    aid_request = ask(world)
    made = offer(world, aid_request, "county", ("laptops", 9))

    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)

    assert [item.quantity for item in mission.items.all()] == [4]
    assert line_of(world, aid_request, "laptop").filled_quantity == 4


def test_a_chosen_line_that_is_gone_stops_the_whole_and_is_named(world: World) -> None:
    first, second = ask(world), ask(world)
    taken, late = (offer(world, each) for each in (first, second))
    commands.accept_offer(world.actor("city"), offer_id=taken.id)

    with pytest.raises(Refused) as refused:
        commands.accept_offer(world.actor("city"), offer_id=late.id)

    assert codes(refused) == {"offer.no_longer_available"}
    assert refused.value.refusals[0].values["number"] == 1
    assert Mission.objects.count() == 1
    assert line_of(world, second, "laptop").filled_quantity == 0
    laptops = next(
        line
        for line in queries.get_offer(world.actor("city"), late.id).line_list
        if line.quantity == 4
    )
    commands.accept_offer(world.actor("city"), offer_id=late.id, quantities={laptops.id: 4})
    assert line_of(world, second, "laptop").state == "filled"


def test_only_the_requesting_party_accepts(world: World) -> None:
    made = offer(world, ask(world))

    with pytest.raises(Refused) as refused:
        commands.accept_offer(world.actor("county"), offer_id=made.id)

    assert codes(refused) == {"offer.not_to_you"}


def test_acceptance_asks_for_presence(world: World) -> None:
    made = offer(world, ask(world))

    with pytest.raises(Refused) as refused:
        commands.accept_offer(world.actor("city", stepped_up=False), offer_id=made.id)

    assert codes(refused) == {"step_up.required"}


def test_an_expired_offer_cannot_be_accepted(world: World, monkeypatch) -> None:
    made = offer(world, ask(world))
    monkeypatch.setattr(clock, "now", lambda: made.expires_at + timedelta(seconds=1))

    with pytest.raises(Refused) as refused:
        commands.accept_offer(world.actor("city"), offer_id=made.id)

    assert "offer.expired" in codes(refused)


def test_an_accepted_offer_cannot_be_accepted_again(world: World) -> None:
    made = offer(world, ask(world))
    commands.accept_offer(world.actor("city"), offer_id=made.id)

    with pytest.raises(Refused) as refused:
        commands.accept_offer(world.actor("city"), offer_id=made.id)

    assert codes(refused) == {"offer.wrong_state"}


def test_a_package_becomes_its_pieces_and_keeps_its_price(world: World) -> None:
    aid_request = ask(world)
    line = line_of(world, aid_request, "technician")
    made = commands.submit_offer(
        world.actor("county", "duty_officer"),
        aid_request_id=aid_request.id,
        arrives_at=clock.now() + timedelta(hours=1),
        lines=[commands.OfferedLine(line_id=line.id, package_id=world.packages["crew"].id)],
    )

    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)

    items = list(MissionItem.objects.filter(mission=mission))
    assert sorted(item.quantity for item in items) == [1, 5]
    assert sum(item.package_price_cents or 0 for item in items) == 250000
    # What the crew brings besides counts towards the line that asks for it.
    assert {each.state for each in queries.lines_of(aid_request.id)} == {"filled"}


def test_standing_down_gives_everything_back(world: World) -> None:
    aid_request = ask(world)
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, aid_request).id)

    commands.stand_down_mission(
        world.actor("county", "duty_officer"), mission_id=mission.id, reason="Own emergency"
    )

    assert Mission.objects.get().state == "cancelled"
    assert not Reservation.objects.filter(released_at__isnull=True).exists()
    assert {line.state for line in queries.lines_of(aid_request.id)} == {"open"}
    assert {line.filled_quantity for line in queries.lines_of(aid_request.id)} == {0}


@pytest.mark.parametrize("attempt", range(3))
def test_two_acceptances_of_the_last_unit_leave_exactly_one(
    committed_world: World, attempt: int
) -> None:
    world = committed_world
    offers = [offer(world, ask(world), "county", ("technician", 1)) for _ in range(2)]
    actor = world.actor("city")

    results = race(
        *(lambda made=made: commands.accept_offer(actor, offer_id=made.id) for made in offers)
    )

    assert sum(isinstance(result, Mission) for result in results) == 1, results
    assert sum(isinstance(result, Refused) for result in results) == 1, results
    assert Mission.objects.count() == 1
    assert Reservation.objects.filter(released_at__isnull=True).count() == 1
    assert sum(line.filled_quantity for line in AidRequestLine.objects.all()) == 1
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "submitted"]


def test_two_parties_race_for_the_last_open_place_of_a_line(committed_world: World) -> None:
    world = committed_world
    aid_request = ask(world)
    first = offer(world, aid_request, "county", ("technician", 1))
    second = offer(world, aid_request, "county", ("second", 1))
    actor = world.actor("city")

    results = race(
        lambda: commands.accept_offer(actor, offer_id=first.id),
        lambda: commands.accept_offer(actor, offer_id=second.id),
    )

    assert sum(isinstance(result, Mission) for result in results) == 1, results
    assert line_of(world, aid_request, "technician").filled_quantity == 1


def test_references_are_given_once_and_without_gaps(committed_world: World) -> None:
    world = committed_world
    actor = world.actor("city")
    package = world.work_packages["reimage"].id

    results = race(
        *(
            lambda: commands.ask_for_help(actor, kind="outage", work_packages=[(package, 40)])
            for _ in range(4)
        )
    )

    numbers = sorted(int(each.reference[-4:]) for each in results)
    assert numbers == [1, 2, 3, 4]

"""Links for calendar programs: ten at most, refused beyond, and nobody ends another's."""

from __future__ import annotations

import pytest

from muster.members import commands
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World, build


@pytest.fixture
def world(db: None) -> World:
    return build()


def test_a_person_keeps_ten_links_at_most(world: World) -> None:
    city = world.actor("city")
    for _ in range(10):
        commands.make_calendar_feed(city)
    with pytest.raises(Refused) as refused:
        commands.make_calendar_feed(city)
    assert codes(refused) == {"calendar_feed.too_many"}


def test_nobody_ends_the_link_of_another(world: World) -> None:
    made = commands.make_calendar_feed(world.actor("city"))
    with pytest.raises(NotFound):
        commands.revoke_calendar_feed(world.actor("county"), feed_id=made.id)
    assert commands.revoke_calendar_feed(world.actor("city"), feed_id=made.id).revoked_at


def test_a_calendar_that_no_room_offers_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.make_calendar_feed(world.actor("city"), kind="birthdays")
    assert codes(refused) == {"calendar_feed.unknown_kind"}


def test_a_network_officer_without_a_party_is_refused_a_rota(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.make_calendar_feed(world.actor(None, "coordinator"), kind="rota")
    assert codes(refused) == {"calendar_feed.unknown_kind"}

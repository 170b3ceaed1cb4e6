"""What a lapsed attestation costs is said before anything is sent."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from muster.agreements.models import Attestation
from muster.aid import commands, queries
from muster.aid.models import AidRequest
from muster.journal import clock
from tests.apps.aid.doors import browser
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World

LOST, ENDS = "The free hours do not apply", "An attestation ends within this time"


def page(world: World, party: str | None, path: str, *roles: str) -> str:
    return browser(world, party, *roles).get(path).content.decode()


def let_one_end(world: World, party: str) -> Attestation:
    """The first of the party's attestations ends tomorrow."""
    row = Attestation.objects.filter(party=world.parties[party]).order_by("item_key").first()
    assert row
    row.valid_until = clock.now().date() + timedelta(days=1)
    row.save()
    return row


def lapses(world: World, party: str, asked: AidRequest) -> queries.Lapses | None:
    return queries.lapses_of(world.actor(party), asked, clock.now() + timedelta(days=5))


def test_who_offers_learns_before_sending_that_nothing_is_free(world: World) -> None:
    asked = ask(world)
    seen = page(world, "county", f"/requests/{asked.id}/offer/", "duty_officer")
    assert LOST in seen and "did not meet the security baseline when it asked" in seen


def test_which_items_are_missing_is_told_to_the_party_and_to_nobody_else(world: World) -> None:
    asked = ask(world)
    own, other = lapses(world, "city", asked), lapses(world, "county", asked)
    assert own and own.lost and other and other.is_lost and not other.lost


def test_what_ends_in_time_is_said_to_its_party_and_takes_nothing_away(world: World) -> None:
    world.attest("city")
    asked = ask(world)
    assert lapses(world, "city", asked) is None
    row = let_one_end(world, "city")
    found = lapses(world, "city", asked)
    assert found and not found.is_lost and [each.key for each in found.ending] == [row.item_key]
    assert lapses(world, "county", asked) is None
    assert "keeps its free hours" in page(world, "city", f"/requests/{asked.id}/")
    assert ENDS not in page(world, "county", f"/requests/{asked.id}/")


def test_a_draft_says_to_attest_before_it_is_opened(world: World) -> None:
    city = world.actor("city")
    incident = commands.open_incident(city, kind="outage")
    draft = commands.draft_aid_request(city, incident_id=incident.id)
    assert "Attest it before you open" in page(world, "city", f"/requests/{draft.id}/")


def test_a_mission_says_it_to_its_two_sides(world: World) -> None:
    asked = ask(world)
    mission = commands.accept_offer(world.actor("city"), offer_id=offer(world, asked).id)
    for party in ("city", "county"):
        assert LOST in page(world, party, f"/missions/{mission.id}/")


def test_who_offers_is_told_of_its_own_baseline_on_the_side(world: World) -> None:
    world.attest("city")
    asked = ask(world)
    path = f"/requests/{asked.id}/offer/"
    seen = page(world, "county", path, "duty_officer")
    assert "Your own baseline: not met" in seen and LOST not in seen
    world.attest("county")
    assert "Your own baseline" not in page(world, "county", path, "duty_officer")


def api(world: World, party: str, path: str) -> dict[str, Any]:
    return browser(world, party, "duty_officer").get(f"/api/v1{path}").json()


def test_the_api_tells_what_the_pages_tell(world: World) -> None:
    asked = ask(world)
    told = api(world, "city", f"/aid-requests/{asked.id}")["lapses"]
    assert told["is_lost"] and told["lost"] and told["free_hours"] == "40"
    assert told["worth"] is None  # nobody has offered yet
    other = api(world, "county", f"/aid-requests/{asked.id}")
    assert other["lapses"]["is_lost"] and not other["lapses"]["lost"]
    assert other["own_lapses"]["is_lost"] and not other["own_lapses"]["is_asked"]
    made = offer(world, asked)
    assert api(world, "county", f"/offers/{made.id}")["lapses"]["is_lost"]
    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)
    assert api(world, "city", f"/missions/{mission.id}")["lapses"]["is_lost"]
    assert api(world, "school", f"/missions/{mission.id}").get("lapses") is None
    world.attest("county")
    assert api(world, "county", f"/aid-requests/{asked.id}")["own_lapses"] is None


def test_the_free_hours_are_estimated_in_money_at_the_rates_that_were_offered(world: World) -> None:
    asked = ask(world)
    made = offer(world, asked)
    line = next(each for each in made.estimate["lines"] if each["hour_kind"])
    found = lapses(world, "city", asked)
    assert found and found.worth
    hours = min(Decimal(line["quantity"]), Decimal(40))
    assert found.worth.amount == hours * Decimal(line["rate"]["amount"])
    assert "an estimated $" in page(world, "city", f"/requests/{asked.id}/")
    mission = commands.accept_offer(world.actor("city"), offer_id=made.id)
    assert "an estimated $" in page(world, "county", f"/missions/{mission.id}/")
    stranger = queries.lapses_of(world.actor("school"), asked, clock.now())
    assert stranger and stranger.worth is None

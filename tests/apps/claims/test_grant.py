"""What a federal grant may repay of a claim, and what a waiver would forfeit, before anyone waives."""

from __future__ import annotations

from decimal import Decimal

import pytest

from muster.aid.models import Mission
from muster.claims import commands, queries
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.claims.steps import submitted


def test_each_waiver_forfeits_its_part_and_credit_notes_are_not_eligible(
    world: World, mission: Mission
) -> None:
    claim = submitted(world, mission)
    city, county = world.actor("city", "finance"), world.actor("county")

    found = queries.grant_of(city, claim.id)
    # Only the 2,000.00 charged count, not the 2,500.00 of free hours; 75 % of them.
    assert found.view.eligible.cents == 2_000_00
    assert found.view.federal.cents == 1_500_00
    assert found.forfeits(500_00).cents == 375_00
    assert found.forfeits(9_999_999_00).cents == 1_500_00
    assert queries.grant_of(city, claim.id, Decimal(90)).view.federal.cents == 1_800_00

    commands.issue_credit_note(county, claim_id=claim.id, amount_cents=400_00, reason="Too much")
    assert queries.grant_of(city, claim.id).view.federal.cents == 1_200_00  # 75 % of 1,600.00
    commands.waive_part(county, claim_id=claim.id, amount_cents=400_00, reason="Kindness")
    commands.waive_part(county, claim_id=claim.id, amount_cents=100_00, reason="Kindness")
    found = queries.grant_of(county, claim.id)
    assert [forfeited.cents for _, forfeited in found.waivers] == [300_00, 75_00]
    assert (found.view.federal.cents, found.view.forfeited.cents) == (825_00, 375_00)

    with pytest.raises(Refused):
        queries.grant_of(city, claim.id, Decimal(101))
    for stranger in (world.actor("school"), world.actor(None, "coordinator")):
        with pytest.raises(NotFound):
            queries.grant_of(stranger, claim.id)


def test_both_parties_see_it_and_the_waiver_says_it_first(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    one = f"/claims/{claim.id}/"
    for client in (browser(world, "city", "finance"), browser(world, "county")):
        html = page(client, one)
        assert "would forfeit $1,500.00 USD of federal money" in html
    html = page(client, f"{one}?federal_percent=90")
    assert "$1,800.00 USD" in html
    assert "$1,500.00 USD" in page(client, f"{one}?federal_percent=hundred")
    for wrong in ("hundred", "1000", "-5", "NaN"):
        told = page(client, f"{one}?federal_percent={wrong}")
        assert 'role="alert"' in told and f'value="{wrong}"' in told, wrong
    html = page(client, f"{one}waive/?waive=500&federal_percent=90")
    assert "$450.00 USD" in html
    assert "$1,800.00 USD" in html
    assert 'value="500.00"' in html

    api = f"/api/v1/claims/{claim.id}/grant"
    told = client.get(api, {"waive": "500.00"}).json()
    assert told["would_forfeit"] == {"amount": "375.00", "currency": "USD"}
    assert told["would_forfeit_all_left"]["amount"] == "1500.00"
    assert client.get(api, {"federal_percent": "NaN"}).status_code == 422
    assert browser(world, "school").get(api).status_code == 404

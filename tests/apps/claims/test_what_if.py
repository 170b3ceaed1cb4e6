"""What if: one recorded mission under the agreements of five states, by choosing a file."""

from __future__ import annotations

import hashlib
from decimal import Decimal

import pytest

from muster.agreements.models import AgreementVersion
from muster.agreements.ready_terms import ready_text
from muster.aid.models import Mission
from muster.claims import commands, queries
from muster.claims.models import Claim
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.claims.recorded import recorded_mission

# The same everywhere: 200 miles at the lender's 0.70 = 140.00, a night 110.00 and meals 60.00 as
# spent, cables 123.45: together 433.45.
# The van: 5.5 hours, six begun ones x 20.00 = 120.00, less the city's fuel 15.00 = 105.00 where use is
# paid; Utah's terms do not pay it. Access points: ten given, two back, three replaced in kind: five x
# 12.00 as they cost = 60.00, in Ohio x 15.00 to buy again = 75.00. Seats: none of the five pays them.
EXPECTED = {
    # Forty of the 44 regular and overtime hours are free, in the order of time: 24 on the first day,
    # the first 8 of A and of B on the second. Left: 2 x 2 h x 62.50 = 250.00. Hours of travel are
    # never free: 2 x 62.50 = 125.00. The laptop's repair 120.00.
    #   250.00 + 125.00 + 120.00 + 433.45 + 60.00
    "utah_it_maa": 988_45,
    # Declared fringe of 30 %, on overtime 10 %: an hour 62.50 x 1.30 = 81.25, an hour of overtime
    # 62.50 x 1.10 x 1.5 = 103.125. A 20 x 81.25 = 1,625.00, 4 x 103.125 = 412.50, travel
    # 2 x 81.25 = 162.50; B 1,625.00: together 3,825.00. The damaged laptop is replaced: 900.00.
    #   3,825.00 + 900.00 + 433.45 + 105.00 + 75.00
    "ohio_warn": 5_338_45,
    # Labour as in Ohio; the laptop is repaired.
    #   3,825.00 + 120.00 + 433.45 + 105.00 + 60.00
    "north_carolina": 4_543_45,
    # Twelve hours are free from the arrival at 08:00: until 20:00. The way there lies before the
    # arrival. The network's card caps an hour at 60.00: overtime from 20:00 on 2 x 60.00 x 1.5
    # = 180.00, the second day 20 x 60.00 = 1,200.00.
    #   180.00 + 1,200.00 + 120.00 + 433.45 + 105.00 + 60.00
    "texas_general": 2_098_45,
    # No fringe is named: 40 x 62.50 = 2,500.00, overtime 4 x 93.75 = 375.00, travel 125.00.
    #   3,000.00 + 120.00 + 433.45 + 105.00 + 60.00
    "florida_2023": 3_718_45,
}


@pytest.fixture
def recorded(world: World) -> Mission:
    return recorded_mission(world)


@pytest.mark.parametrize("key", EXPECTED)
def test_the_same_recorded_mission_settles_under_each_agreement(
    world: World, recorded: Mission, key: str
) -> None:
    finance = world.actor("county", "finance")
    found = queries.what_if_of_mission(finance, recorded.id, f"ready:{key}")

    assert found.own.total.cents == EXPECTED["utah_it_maa"]
    assert found.other.total.cents == EXPECTED[key]
    assert found.other.refusals == ()
    assert sum(pair.difference.cents for pair in found.lines) == found.difference.cents
    seats = next(line for line in found.other.lines if line.kind == "licence")
    assert [reason.code for reason in seats.reasons] == ["licence.not_paid"]
    assert all(line.clause and line.working for line in found.other.lines)

    # The network itself switched to that file: the claim comes to the same cent.
    text = ready_text(key)
    AgreementVersion.objects.filter(pk=recorded.agreement_version_id).update(
        terms_text=text, terms_sha256=hashlib.sha256(text.encode()).hexdigest()
    )
    claim = commands.draft_claim(finance, mission_id=recorded.id)
    assert claim.total_cents == EXPECTED[key]


@pytest.mark.parametrize("key", EXPECTED)
def test_what_the_other_terms_do_not_pay_stays_in_the_whole_cost(
    world: World, recorded: Mission, key: str
) -> None:
    """40 h x 62.50 x 1.30 = 3,250.00, 4 h overtime 412.50, the way there 162.50: 3,825.00 of labour."""
    found = queries.what_if_of_mission(world.actor("county"), recorded.id, f"ready:{key}")
    for settled in (found.own, found.other):
        hours = [line for line in settled.lines if line.hour_kind]
        assert sum(line.gross.cents for line in hours) == 3_825_00
        for line in settled.lines:
            assert line.gross - line.free - line.not_payable == line.amount
    for pair in found.lines:
        assert pair.own and pair.other  # no line is dropped by one of them
        if pair.other.not_payable:
            assert all(reason.term for reason in pair.other.reasons)


def test_hours_outside_the_pay_window_are_named_with_their_cost(
    world: World, recorded: Mission
) -> None:
    found = queries.what_if_of_mission(world.actor("county"), recorded.id, "ready:texas_general")
    way = next(pair for pair in found.lines if "travel hours" in pair.label)
    assert way.own and way.other
    assert way.own.gross == way.other.gross == way.other.not_payable
    assert (way.other.gross.cents, way.other.amount.cents) == (162_50, 0)
    assert "time.before_start" in [reason.code for reason in way.other.reasons]
    html = page(
        browser(world, "county"), f"/missions/{recorded.id}/what-if/?terms=ready:texas_general"
    )
    assert "Not payable under the terms" in html
    assert "2 hours lie before reimbursement starts" in html


def test_what_if_writes_nothing_and_is_for_the_two_parties_and_auditors(
    world: World, recorded: Mission
) -> None:
    facts = Fact.objects.count()
    for actor in (world.actor("city", "finance"), world.actor(None, "auditor")):
        found = queries.what_if_of_mission(actor, recorded.id, "ready:ohio_warn")
        assert found.other.total.cents == EXPECTED["ohio_warn"]
    for actor in (world.actor("school"), world.actor(None, "coordinator")):
        with pytest.raises(NotFound):
            queries.what_if_of_mission(actor, recorded.id, "ready:ohio_warn")
    for key in ("ready:nowhere", "version:x", "ready:../x"):
        with pytest.raises(NotFound):
            queries.what_if_of_mission(world.actor("city"), recorded.id, key)
    assert (Fact.objects.count(), Claim.objects.count()) == (facts, 0)


def test_amounts_are_never_carried_into_another_currency(
    world: World, recorded: Mission, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = ready_text("utah_it_maa").replace('currency = "USD"', 'currency = "EUR"')
    other = AgreementVersion.objects.create(
        network=world.network,
        label="Euros",
        title="Agreement",
        terms_text=text,
        terms_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="superseded",
        drafted_at=world.version.drafted_at,
    )
    with pytest.raises(Refused) as refused:
        queries.what_if_of_mission(world.actor("city"), recorded.id, f"version:{other.id}")
    assert [each.code for each in refused.value.refusals] == ["what_if.other_currency"]
    html = page(
        browser(world, "city"), f"/missions/{recorded.id}/what-if/?terms=version:{other.id}"
    )
    assert "these terms count in EUR" in html


def test_the_page_and_the_api_show_both_sides_with_reasons(world: World, recorded: Mission) -> None:
    county = browser(world, "county", "finance")
    claim = commands.draft_claim(world.actor("county", "finance"), mission_id=recorded.id)
    assert f"/claims/{claim.id}/what-if/" in page(county, f"/claims/{claim.id}/")
    assert f"/missions/{recorded.id}/what-if/" in page(county, f"/missions/{recorded.id}/")
    html = page(county, f"/claims/{claim.id}/what-if/?terms=ready:texas_general")
    for words in ("$2,098.45 USD", "$988.45 USD", "$1,110.00 USD more", "Rate cap", "12 h"):
        assert words in html, words
    assert "$162.50 USD" in html  # what the way there cost, which Texas does not pay

    api = "/api/v1"
    one = county.get(f"{api}/claims/{claim.id}/what-if", {"terms": "ready:ohio_warn"}).json()
    assert one["other"]["amount"] == {"amount": "5338.45", "currency": "USD"}
    assert one["difference"]["amount"] == "4350.00"
    side = one["other"]
    parts = [side[name]["amount"] for name in ("free", "borne", "amount")]
    assert sum(map(Decimal, parts)) == Decimal(side["gross"]["amount"])
    seats = next(line for line in one["lines"] if line["kind"] == "licence")
    assert seats["other"]["not_payable"] == seats["other"]["gross"] == seats["own"]["gross"]
    assert "(" in seats["other"]["words"][0]  # the clause
    laptop = next(line for line in one["lines"] if "damaged" in line["label"])
    assert laptop["difference"]["amount"] == "780.00"
    path = f"{api}/missions/{recorded.id}/what-if"
    assert county.get(path).status_code == 409  # no terms are named
    assert county.get(path, {"terms": "ready:none"}).status_code == 404
    assert browser(world, "school").get(path, {"terms": "ready:ohio_warn"}).status_code == 404
    assert browser(world, "city").get(f"{api}/claims/{claim.id}/what-if").status_code == 404

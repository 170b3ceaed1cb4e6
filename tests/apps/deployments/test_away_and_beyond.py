"""Miles, nights and meals away by the tables of their days; the free time ends with a warning and an answer."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from decimal import Decimal

import pytest

from muster.agreements.models import AgreementVersion
from muster.aid.models import Mission
from muster.deployments import commands, queries
from muster.deployments.models import FreeHelpNotice, Stay
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.members.models import Party
from muster.rates.commands import declare_load, import_rates
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from muster.rules.settlement import settle
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import fields_of
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_logging_work import codes, log, spend, today

TABLES = """
[terms.travel]
paid = true
mileage_table = "irs_mileage"
per_diem = "table"
houses_and_feeds = "requesting_party"
"""


def put_terms(stage: Stage, change: tuple[str, str]) -> None:
    """The mission's version with one part of its terms file changed."""
    version = AgreementVersion.objects.get(pk=stage.mission.agreement_version_id)
    text = version.terms_text.replace(*change)
    assert text != version.terms_text
    version.terms_text, version.terms_sha256 = text, hashlib.sha256(text.encode()).hexdigest()
    version.save()


def with_tables(stage: Stage) -> None:
    version = AgreementVersion.objects.get(pk=stage.mission.agreement_version_id)
    start = version.terms_text.index("[terms.travel]")
    old = version.terms_text[start : version.terms_text.index("[terms.expenses]")]
    put_terms(stage, (old, TABLES.lstrip() + "\n"))
    year = clock.now().year
    coordinator = stage.world.actor(None, "coordinator")
    import_rates(
        coordinator,
        kind="irs_mileage",
        text=f"valid_from,valid_to,cents_per_mile,verified,source\n{year}-01-01,,72.5,yes,IRS\n",
    )
    years = "".join(
        f"{each},*,Standard CONUS rate,,,,110,68\n{each},UT,Moab,Grand,,,150,80\n"
        for each in (year, year + 1)
    )
    head = "fiscal_year,state,destination,counties,season_begin,season_end,lodging_usd,mie_usd\n"
    import_rates(coordinator, kind="gsa_per_diem", text=head + years)
    Party.objects.filter(pk=stage.mission.requesting_party_id).update(
        county="Grand", state_code="UT"
    )


def away(stage: Stage, **values) -> Stay:
    given = {"deployment_id": stage.person.id, "on": today(stage), **values}
    return commands.log_stay(given.pop("actor", stage.helper), **given)


def lines(stage: Stage):
    terms = queries.terms_of_mission(Mission.objects.get(pk=stage.mission.id))
    settled = settle(queries.settlement_facts(stage.host, stage.mission.id), terms)
    return {line.label: line for line in settled.lines}


def test_miles_cost_what_the_table_says_on_their_day(stage: Stage) -> None:
    with_tables(stage)
    spend(stage, category="mileage", miles=Decimal("276"), amount_cents=0, description="There")
    line = lines(stage)["There"]
    assert line.gross.cents == 20_010  # 276 × 0.725
    assert any(step.inputs.get("source") == "IRS" for step in line.working)


def test_miles_without_a_rate_in_the_terms_cost_what_the_lender_says(stage: Stage) -> None:
    spend(stage, category="mileage", miles=Decimal("276"), amount_cents=19_320, description="There")
    assert lines(stage)["There"].gross.cents == 19_320


def test_miles_are_needed_for_mileage_and_kept_for_nothing_else(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        spend(stage, category="mileage", amount_cents=0)
    assert codes(refused) == ["expense.no_miles"]
    assert spend(stage, miles=Decimal(5)).miles is None


def test_miles_without_an_amount_are_refused_where_no_rate_is_in_force(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        spend(stage, category="mileage", miles=Decimal(10), amount_cents=0)
    assert codes(refused) == ["expense.no_mile_rate"]


def test_a_receipt_twice_is_flagged(stage: Stage) -> None:
    for _ in range(2):
        spend(stage, vendor="Cafe", receipt_number="77")
    terms = queries.terms_of_mission(stage.mission)
    settled = settle(queries.settlement_facts(stage.host, stage.mission.id), terms)
    found = {each.code for each in (*settled.warnings, *settled.reasons)} | {
        reason.code for line in settled.lines for reason in line.reasons
    }
    assert any("receipt" in code and "twice" in code for code in found), found


def test_what_is_given_is_not_claimed(stage: Stage) -> None:
    spend(stage, description="Cake", is_donated=True)
    assert lines(stage)["Cake"].amount.cents == 0


def test_a_night_is_worth_the_table_of_the_hosts_county(stage: Stage) -> None:
    with_tables(stage)
    stage.arrive(9)
    stay = away(stage)
    assert stay.place_key == "UT/Grand"
    found = lines(stage)
    night = next(line for label, line in found.items() if "lodging" in label)
    meals = next(line for label, line in found.items() if "meals" in label)
    assert night.gross.cents == 15_000
    assert meals.gross.cents == 6_000  # the first day: three quarters of 80


def test_what_the_host_gave_is_not_paid_for(stage: Stage) -> None:
    with_tables(stage)
    stage.arrive(9)
    away(stage, lodging_provided=True, meals_provided=True)
    assert {line.amount.cents for line in lines(stage).values()} == {0}


def test_a_day_is_logged_once_and_only_while_away(stage: Stage) -> None:
    stage.arrive(9)
    first = away(stage)
    for values, code in (
        ({}, "stay.already_logged"),
        ({"on": today(stage) - timedelta(days=40)}, "stay.not_there_then"),
        ({"on": today(stage) + timedelta(days=2)}, "stay.not_there_then"),
        ({"lodging_cents": -1}, "stay.bad_amount"),
        ({"place_key": "x" * 121}, "field.too_long"),
    ):
        with pytest.raises(Refused) as refused:
            away(stage, **values)
        assert code in codes(refused)
    with pytest.raises(Refused) as refused:
        commands.void_stay(stage.helper, stay_id=first.id, reason=" ")
    assert codes(refused) == ["reason.required"]
    commands.void_stay(stage.helper, stay_id=first.id, reason="Wrong day")
    with pytest.raises(Refused) as refused:
        commands.void_stay(stage.helper, stay_id=first.id, reason="Again")
    assert codes(refused) == ["stay.already_void"]
    away(stage)


def test_only_the_sender_logs_days_and_strangers_see_none(stage: Stage) -> None:
    stage.arrive(9)
    stay = away(stage)
    with pytest.raises(Refused) as refused:
        away(stage, actor=stage.host)
    assert codes(refused) == ["deployment.not_yours"]
    with pytest.raises(NotFound):
        commands.void_stay(stage.stranger, stay_id=stay.id, reason="No")
    with pytest.raises(NotFound):
        queries.stays(stage.stranger, stage.mission.id)
    with pytest.raises(NotFound):
        queries.continuation(stage.stranger, stage.mission.id)


def test_fringe_declared_before_the_departure_is_in_the_facts(stage: Stage) -> None:
    put_terms(stage, ("fringe_percent = 0\n", 'fringe = "declared"\n'))
    declare_load(stage.world.actor("county"), fringe_percent=Decimal(30))
    stage.arrive(0)
    facts = queries.settlement_facts(stage.host, stage.mission.id)
    assert facts.declared_load is not None and facts.declared_load.fringe_percent == 30


def test_both_sides_are_told_once_that_the_free_help_nears_its_end(stage: Stage) -> None:
    stage.arrive(9)
    put_terms(stage, ("hours = 40\n", "hours = 10\n"))
    log(stage, 8, 1)
    drain()
    told = Fact.objects.filter(kind="FreeHelpLow")
    assert told.count() == 1 and told.get().payload["state"] == "warning"
    assert len(told.get().audience) == 2
    commands.note_free_help(system_actor(stage.world.network.id), mission_id=stage.mission.id)
    assert told.count() == 1
    assert FreeHelpNotice.objects.count() == 1


def test_nobody_is_told_while_much_is_left(stage: Stage) -> None:
    stage.arrive(9)
    log(stage, 8, 1)
    drain()
    assert not Fact.objects.filter(kind="FreeHelpLow").exists()
    with pytest.raises(Refused) as refused:
        commands.note_free_help(stage.host, mission_id=stage.mission.id)
    assert codes(refused) == ["permission.denied"]


def test_the_requesting_party_answers_in_writing_and_the_last_answer_holds(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.answer_continuation(stage.duty, mission_id=stage.mission.id, goes_on=True)
    assert codes(refused) == ["continuation.not_yours"]
    with pytest.raises(Refused) as refused:
        commands.answer_continuation(
            stage.host, mission_id=stage.mission.id, goes_on=True, wording="x" * 1001
        )
    assert codes(refused) == ["field.too_long"]

    def confirmed():
        return queries.settlement_facts(stage.host, stage.mission.id).confirmed_at

    assert confirmed() is None
    commands.answer_continuation(stage.host, mission_id=stage.mission.id, goes_on=True)
    assert confirmed() is not None
    commands.answer_continuation(stage.host, mission_id=stage.mission.id, goes_on=False)
    assert confirmed() is None
    Mission.objects.filter(pk=stage.mission.id).update(state="closed")
    with pytest.raises(Refused) as refused:
        commands.answer_continuation(stage.host, mission_id=stage.mission.id, goes_on=True)
    assert codes(refused) == ["mission.wrong_state"]


def test_the_pages_log_a_night_and_take_the_answer(stage: Stage) -> None:
    stage.arrive(9)
    put_terms(stage, ("hours = 40\n", "hours = 10\n"))
    log(stage, 8, 1)
    mission = f"/missions/{stage.mission.id}"
    helper = browser(stage.world, "county", "responder")
    form = fields_of(helper.get(f"{mission}/stays/log/").content.decode())
    answer = helper.post(f"{mission}/stays/log/", {**form, "lodging": "90.00"})
    assert answer.status_code == 302
    host = browser(stage.world, "city")
    shown = host.get(f"{mission}/").content.decode()
    assert "$90.00 USD" in shown and "Continue beyond the free time?" in shown
    form = fields_of(host.get(f"{mission}/beyond/").content.decode())
    assert host.post(f"{mission}/beyond/", {**form, "answer": "yes"}).status_code == 302
    assert "Help goes on beyond the free time" in host.get(f"{mission}/").content.decode()
    stay = Stay.objects.get()
    page = f"/stays/{stay.id}/strike/"
    form = fields_of(helper.get(page).content.decode())
    assert helper.post(page, {**form, "reason": "Wrong"}).status_code == 302


def test_over_the_api_days_away_and_the_answer(stage: Stage) -> None:
    stage.arrive(9)
    helper, host = browser(stage.world, "county", "responder"), browser(stage.world, "city")
    body = {"deployment_id": str(stage.person.id), "on": today(stage).isoformat(), "meals": "31.50"}
    made = send(helper, "/stays", body)
    assert made.status_code == 201 and made.json()["meals"]["amount"] == "31.50"
    mission = f"/missions/{stage.mission.id}"
    assert len(host.get(f"/api/v1{mission}/stays").json()) == 1
    assert host.get(f"/api/v1{mission}/continuation").json() is None
    assert send(host, f"{mission}/continuation", {"goes_on": True}).status_code == 201
    assert host.get(f"/api/v1{mission}/continuation").json()["goes_on"] is True
    struck = send(helper, f"/stays/{made.json()['id']}/void", {"reason": "Wrong"})
    assert struck.status_code == 200 and struck.json()["void_reason"] == "Wrong"

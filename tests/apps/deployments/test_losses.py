"""What a lost thing is settled by: its age, what insurance paid, or that it is given."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from muster.catalog.models import EquipmentDetails
from muster.deployments import commands, queries
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from muster.rules.settlement import Settlement, SettlementLine
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.same_case import settled_case
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_logging_work import codes
from tests.apps.deployments.test_use_and_supplies import lines, with_equipment

WORN = 'lost = "straight_line"\nuseful_life_months = 48'


def lost(stage: Stage, bought_on: date | None = None, **handed: Any) -> None:
    """One of four laptops at $900.00 is lost, under terms that write things off over four years."""
    with_equipment(stage, WORN)
    EquipmentDetails.objects.update_or_create(
        resource_id=stage.lot.resource_id,
        defaults={"replacement_cents": 900_00, "bought_on": bought_on},
    )
    stage.hand_over(at=clock.now() - timedelta(hours=6), **handed)
    commands.report_lost(stage.duty, deployment_id=stage.lot.id, quantity=1, reason="Stolen")


def settle_loss(stage: Stage, **values: Any) -> Any:
    return commands.settle_loss(stage.finance, deployment_id=stage.lot.id, **values)


def line_of(stage: Stage) -> SettlementLine:
    return next(line for label, line in lines(stage).items() if label.endswith(", lost"))


def settled(stage: Stage) -> Settlement:
    return queries.running_cost(stage.host, stage.mission.id)


def test_a_lost_thing_is_worth_less_by_the_age_stated_when_it_was_handed_over(stage: Stage) -> None:
    lost(stage, age_months=12)
    assert line_of(stage).gross.cents == 675_00  # 900.00 x 36/48
    assert line_of(stage).working[0].inputs["age_months"] == "12"
    assert settled(stage).warnings == ()


def test_without_a_stated_age_the_day_it_was_bought_counts(stage: Stage) -> None:
    today = clock.now().date()
    lost(stage, bought_on=today.replace(year=today.year - 2, day=1))
    assert line_of(stage).working[0].inputs["age_months"] in ("23", "24")
    assert line_of(stage).gross.cents in (450_00, 468_75)


def test_a_lost_thing_of_unknown_age_counts_as_new_and_is_to_be_looked_at(stage: Stage) -> None:
    lost(stage)
    assert line_of(stage).gross.cents == 900_00
    assert [each.code for each in settled(stage).warnings] == ["equipment.age_unknown"]
    settle_loss(stage, age_months=0)
    assert settled(stage).warnings == ()


def test_what_insurance_paid_is_taken_off_with_its_step(stage: Stage) -> None:
    lost(stage, age_months=36)
    settle_loss(stage, age_months=24, insurance_cents=100_00)
    line = line_of(stage)
    assert line.gross.cents == 350_00  # 900.00 x 24/48 - 100.00
    assert "Less insurance proceeds" in [step.label for step in line.working]
    fact = Fact.objects.get(kind="LossSettled").payload
    assert (fact["age_months"], fact["insurance_cents"]) == (24, 100_00)


def test_a_loss_that_is_given_is_shown_with_its_value_and_not_claimed(stage: Stage) -> None:
    lost(stage, age_months=12)
    settle_loss(stage, age_months=12, is_donated=True)
    line = line_of(stage)
    assert (line.gross.cents, line.amount.cents) == (675_00, 0)
    assert [each.code for each in line.reasons] == ["waiver.donated"]


def test_the_record_settles_a_loss_as_a_case_does(stage: Stage) -> None:
    lost(stage, age_months=30)
    settle_loss(stage, age_months=30, insurance_cents=42_42)
    terms = queries.terms_of_mission(stage.mission)
    lent = {
        "label": "Laptops",
        "quantity": 4,
        "lost": 1,
        "price": "900",
        "age_months": 30,
        "insurance": "42.42",
    }
    [expected] = settled_case(terms, lent=[lent]).lines
    assert line_of(stage).gross == expected.gross
    assert [step.result for step in line_of(stage).working][:3] == [
        step.result for step in expected.working
    ][:3]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"age_months": -1}, "loss.bad_age"),
        ({"age_months": 1_201}, "loss.bad_age"),
        ({"insurance_cents": -1}, "loss.bad_insurance"),
    ],
)
def test_a_bad_age_or_insurance_is_refused(stage: Stage, values: dict[str, Any], code: str) -> None:
    lost(stage)
    with pytest.raises(Refused) as refused:
        settle_loss(stage, **values)
    assert codes(refused) == [code]


def test_only_a_loss_is_settled_and_only_by_the_lender(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        stage.hand_over(age_months=-1)
    assert codes(refused) == ["loss.bad_age"]
    stage.hand_over()
    with pytest.raises(Refused) as refused:
        settle_loss(stage)
    assert codes(refused) == ["loss.nothing_lost"]
    with pytest.raises(Refused) as refused:
        commands.settle_loss(stage.host, deployment_id=stage.lot.id)
    assert codes(refused) == ["deployment.not_yours"]
    with pytest.raises(Refused) as refused:
        commands.settle_loss(stage.duty, deployment_id=stage.person.id)
    assert codes(refused) == ["deployment.not_a_thing"]
    with pytest.raises(NotFound):
        commands.settle_loss(stage.stranger, deployment_id=stage.lot.id)


def test_a_damaged_thing_is_settled_as_well(stage: Stage) -> None:
    stage.hand_over(at=clock.now() - timedelta(hours=6))
    commands.return_things(
        stage.duty, deployment_id=stage.lot.id, quantity=4, condition="damaged", received_by="Bo"
    )
    commands.log_expense(
        stage.finance,
        mission_id=stage.mission.id,
        category="repair",
        incurred_on=clock.now().astimezone(queries.terms_of_mission(stage.mission).zone).date(),
        description="Screens",
        amount_cents=120_00,
        deployment_id=stage.lot.id,
    )
    settle_loss(stage, insurance_cents=50_00)
    line = next(line for label, line in lines(stage).items() if label.endswith(", damaged"))
    assert line.gross.cents == 70_00


def test_page_and_api_settle_a_loss(stage: Stage) -> None:
    lost(stage)
    county = browser(stage.world, "county", "duty_officer")
    assert "Settle the loss" in page(county, f"/missions/{stage.mission.id}/")
    form = f"/deployments/{stage.lot.id}/loss/"
    fields = {**fields_of(page(county, form)), "age_months": "12", "insurance": "75.00"}
    assert county.post(form, fields).status_code == 302
    assert "insurance paid $75.00 USD" in page(county, f"/missions/{stage.mission.id}/")
    bad = county.post(form, {**fields, "age_months": "old"})
    assert bad.status_code == 422
    assert "75.00" in bad.content.decode()
    made = send(county, f"/deployments/{stage.lot.id}/loss", {"insurance": "10.00"})
    assert made.status_code == 200, made.content
    assert made.json()["insurance"]["amount"] == "10.00"
    assert made.json()["age_months"] is None
    paths = (f"deployments/{stage.lot.id}", f"missions/{stage.mission.id}/deployments")
    one, rows = (county.get(f"/api/v1/{path}").json() for path in paths)
    assert one["insurance"] == made.json()["insurance"]
    assert one in rows
    assert county.get("/api/v1/my-deployments").status_code == 200
    assert Decimal(made.json()["insurance"]["amount"]) == 10
    city = browser(stage.world, "city")
    assert form not in page(city, f"/missions/{stage.mission.id}/")

"""Use of things as it was stated, supplies, names in rate tables: written, refused, struck out, settled."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from muster.aid.models import MissionItem
from muster.catalog.models import LicenceDetails
from muster.deployments import commands, queries
from muster.deployments.models import Deployment, ThingUse
from muster.journal import clock
from muster.journal.ids import new_id
from muster.journal.models import Fact
from muster.rates.commands import import_rates
from muster.rules.refusal import NotFound, Refused
from muster.rules.settlement import SettlementLine, settle
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.same_case import settled_case
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.test_away_and_beyond import put_terms
from tests.apps.deployments.test_logging_work import codes, log, today

CARD = """key,part,amount,valid_from,valid_until,source
van,mile,0.60,2020-01-01,,Schedule
van,hour,20.00,2020-01-01,,Schedule
"""


def with_equipment(stage: Stage, table: str) -> None:
    """The mission's terms with another table for equipment; the city agreed on all of the cost."""
    text = stage.mission.agreement_version.terms_text
    start = text.index("[terms.equipment]")
    end = text.index("[terms.", start + 5)
    put_terms(stage, (text[start:end], f"[terms.equipment]\n{table}\n\n"))
    stage.mission.agreement_version.refresh_from_db()


def price(row: Deployment, rate: str, basis: str) -> None:
    MissionItem.objects.filter(pk=row.mission_item_id).update(
        rate_ten_thousandths=int(Decimal(rate) * 10_000), rate_basis=basis
    )


def lines(stage: Stage) -> dict[str, SettlementLine]:
    stage.mission.refresh_from_db()
    terms = queries.terms_of_mission(stage.mission)
    settled = settle(queries.settlement_facts(stage.host, stage.mission.id), terms)
    return {line.label: line for line in settled.lines}


def out(stage: Stage, hours: float = 6) -> Deployment:
    stage.hand_over(at=clock.now() - timedelta(hours=hours))
    return stage.lot


def back(stage: Stage, **values: Any) -> Any:
    given = {"quantity": 4, "condition": "good", "received_by": "Bo of the county", **values}
    return commands.return_things(stage.duty, deployment_id=stage.lot.id, **given)


def test_use_counts_from_hand_over_to_return_where_nothing_is_stated(stage: Stage) -> None:
    price(stage.lot, "10.00", "hour")
    with_equipment(stage, "usage = true")
    out(stage, 6)
    back(stage, quantity=1, at=clock.now() - timedelta(hours=4))
    back(stage, quantity=3)
    stage.mission.refresh_from_db()
    terms = queries.terms_of_mission(stage.mission)
    settled = settle(queries.settlement_facts(stage.host, stage.mission.id), terms)
    # One piece for 2 hours, three for 6, and the moment since: a begun hour counts whole.
    assert sorted(line.quantity for line in settled.lines if line.kind == "equipment") == [3, 21]


def test_what_is_stated_at_the_return_counts_less_the_fuel_supplied(stage: Stage) -> None:
    price(stage.lot, "10.00", "hour")
    with_equipment(stage, "usage = true")
    out(stage)
    back(stage, hours_used=Decimal("2.5"), supplied_cents=15_00)
    line = next(line for label, line in lines(stage).items() if label.endswith("use"))
    # 4 pieces x 3 begun hours x 10.00 = 120.00, less 15.00.
    assert (line.quantity, line.gross.cents) == (12, 105_00)
    assert [step.label for step in line.working][:3] == [
        "Use",
        "Quantity at the price",
        "Less fuel and repairs supplied",
    ]
    assert ThingUse.objects.get().hand_over is not None
    assert Fact.objects.get(kind="UseStated").payload["hours"] == "2.5"


def test_miles_by_the_odometer_are_priced_by_the_table_under_the_chosen_name(stage: Stage) -> None:
    with_equipment(stage, 'usage = true\nuse_table = "state_equipment"')
    import_rates(
        stage.world.actor(None, "coordinator"),
        kind="rates",
        text=CARD,
        table_key="state_equipment",
        title="State equipment",
    )
    out(stage)
    commands.choose_rate_key(stage.duty, deployment_id=stage.lot.id, rate_key="van")
    back(stage, miles_used=Decimal("120.5"))
    line = next(line for label, line in lines(stage).items() if label.endswith("use"))
    assert (line.unit, line.gross.cents) == ("mile", 72_30)  # 120.5 x 0.60
    with pytest.raises(Refused) as refused:
        commands.choose_rate_key(stage.duty, deployment_id=stage.lot.id, rate_key="tank")
    assert codes(refused) == ["rate_key.unknown"]


def test_a_time_entry_has_the_category_that_the_tables_name(stage: Stage) -> None:
    fringe = '{ category = "temporary", percent = 8, overtime_percent = 8 }'
    wanted = f'fringe = "by_category"\nfringe_by_category = [{fringe}]\n'
    put_terms(stage, ("[terms.labour]\n", f"[terms.labour]\n{wanted}"))
    stage.arrive(9)
    log(stage, 8, 4)
    settled = queries.running_cost(stage.host, stage.mission.id)
    assert "labour.category_unknown" in [each.code for each in settled.warnings]
    commands.choose_rate_key(stage.helper, deployment_id=stage.person.id, rate_key="temporary")
    settled = queries.running_cost(stage.host, stage.mission.id)
    assert settled.warnings == ()
    steps = [step for line in settled.lines for step in line.working if step.label == "Fringe"]
    assert [step.inputs["percent"] for step in steps] == ["8"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"hours": Decimal(0)}, "use.no_hours"),
        ({"hours": Decimal(99)}, "use.more_than_passed"),
        ({"miles": Decimal(-1)}, "use.bad_miles"),
        ({"supplied_cents": -1}, "use.bad_amount"),
        ({"quantity": 5}, "use.more_than_lent"),
        ({"on": "yesterday week"}, "use.not_out_then"),
    ],
)
def test_bad_use_is_refused(stage: Stage, values: dict[str, Any], code: str) -> None:
    row = out(stage)
    given = {"on": today(stage), "hours": Decimal(1), **values}
    if given["on"] == "yesterday week":
        given["on"] = today(stage) - timedelta(days=8)
    with pytest.raises(Refused) as refused:
        commands.log_use(stage.duty, deployment_id=row.id, **given)
    assert codes(refused) == [code]


def test_use_of_what_was_never_handed_over_is_refused_and_of_people_too(stage: Stage) -> None:
    given = {"on": today(stage), "hours": Decimal(1)}
    with pytest.raises(Refused) as refused:
        commands.log_use(stage.duty, deployment_id=stage.lot.id, **given)
    assert codes(refused) == ["use.not_handed_over"]
    with pytest.raises(Refused) as refused:
        commands.log_use(stage.duty, deployment_id=stage.person.id, **given)
    assert codes(refused) == ["deployment.not_a_thing"]
    with pytest.raises(NotFound):
        commands.log_use(stage.stranger, deployment_id=stage.lot.id, **given)


def test_a_struck_out_use_counts_no_more(stage: Stage) -> None:
    row = out(stage)
    use = commands.log_use(stage.host, deployment_id=row.id, on=today(stage), hours=Decimal(1))
    with pytest.raises(Refused) as refused:
        commands.void_use(stage.host, use_id=use.id, reason="Mine")
    assert codes(refused) == ["deployment.not_yours"]
    commands.void_use(stage.duty, use_id=use.id, reason="A typing error")
    assert not queries.uses(stage.duty, stage.mission.id).exists()
    with pytest.raises(Refused) as refused:
        commands.void_use(stage.duty, use_id=use.id, reason="Again")
    assert codes(refused) == ["use.already_void"]


def give(stage: Stage, **values: Any) -> Any:
    given = {
        "description": "Patch cables",
        "given_on": today(stage),
        "quantity": Decimal(10),
        "cost_cents": 4_50,
        "replacement_cents": 6_00,
        **values,
    }
    return commands.log_supplies(stage.helper, mission_id=stage.mission.id, **given)


def test_supplies_that_came_back_or_were_replaced_in_kind_cost_nothing(stage: Stage) -> None:
    lot = give(stage)
    commands.settle_supplies(
        stage.helper,
        supply_id=lot.id,
        quantity_returned=Decimal(2),
        quantity_replaced=Decimal(3),
    )
    line = lines(stage)["Patch cables"]
    assert (line.quantity, line.gross.cents) == (5, 22_50)  # 5 x 4.50
    assert line.working[0].inputs["replaced_in_kind"] == "3"
    with pytest.raises(Refused) as refused:
        commands.settle_supplies(
            stage.helper,
            supply_id=lot.id,
            quantity_returned=Decimal(8),
            quantity_replaced=Decimal(3),
        )
    assert codes(refused) == ["supply.more_than_given"]
    commands.void_supplies(stage.helper, supply_id=lot.id, reason="Never given")
    assert "Patch cables" not in lines(stage)
    for again in (
        lambda: commands.void_supplies(stage.helper, supply_id=lot.id, reason="Again"),
        lambda: commands.settle_supplies(
            stage.helper,
            supply_id=lot.id,
            quantity_returned=Decimal(0),
            quantity_replaced=Decimal(0),
        ),
    ):
        with pytest.raises(Refused) as refused:
            again()
        assert codes(refused) == ["supply.already_void"]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"description": " "}, "supply.no_description"),
        ({"quantity": Decimal(0)}, "supply.bad_quantity"),
        ({"cost_cents": -1}, "supply.bad_amount"),
        ({"given_on": 1}, "expense.in_the_future"),
        ({"given_on": -20}, "expense.before_the_mission"),
    ],
)
def test_bad_supplies_are_refused(stage: Stage, values: dict[str, Any], code: str) -> None:
    if "given_on" in values:
        values = {"given_on": today(stage) + timedelta(days=values["given_on"])}
    with pytest.raises(Refused) as refused:
        give(stage, **values)
    assert codes(refused) == [code]


def as_kind(stage: Stage, kind: str, rate: str, basis: str) -> Deployment:
    """The four laptops become seats or workplaces that were out for a day and a bit."""
    row = stage.lot
    price(row, rate, basis)
    MissionItem.objects.filter(pk=row.mission_item_id).update(kind=kind)
    Deployment.objects.filter(pk=row.id).update(
        kind=kind, checked_in_at=clock.now() - timedelta(hours=9), state="on_loan"
    )
    return row


def test_seats_lent_are_paid_for_their_days_where_the_terms_pay_them(stage: Stage) -> None:
    row = as_kind(stage, "licence", "365.00", "year")
    put_terms(stage, ("[terms.expenses]", "[terms.licence]\npaid = true\n\n[terms.expenses]"))
    blocked = next(line for line in lines(stage).values() if line.kind == "licence")
    assert [each.code for each in blocked.reasons] == ["licence.no_publisher_evidence"]
    LicenceDetails.objects.create(
        resource_id=row.resource_id, lending_permitted=True, permission_evidence_file_id=new_id()
    )
    line = next(line for line in lines(stage).values() if line.kind == "licence")
    assert line.gross.cents == 4_00  # 4 seats x 1 begun day of 365 x 365.00
    assert {"Seats and part of a year", "Seats may go back to their owner"} <= {
        step.label for step in line.working
    }


def test_workplaces_are_paid_by_the_begun_day_where_the_terms_pay_them(stage: Stage) -> None:
    as_kind(stage, "facility", "25.00", "day")
    line = next(line for line in lines(stage).values() if line.kind == "facility")
    assert [each.code for each in line.reasons] == ["facility.use_is_free"]
    put_terms(stage, ("[terms.expenses]", "[terms.facility]\npaid = true\n\n[terms.expenses]"))
    line = next(line for line in lines(stage).values() if line.kind == "facility")
    assert line.gross.cents == 100_00


def test_pages_and_api_write_use_supplies_and_names(stage: Stage) -> None:
    out(stage)
    county = browser(stage.world, "county", "duty_officer")
    path = f"/missions/{stage.mission.id}/"
    html = page(county, path)
    assert "State the use" in html
    assert "Log supplies given" in html
    form = f"/deployments/{stage.lot.id}/use/"
    fields = fields_of(page(county, form))
    assert county.post(form, {**fields, "hours": "1.5", "supplied": "3.00"}).status_code == 302
    form = f"/missions/{stage.mission.id}/supplies/log/"
    fields = {
        **fields_of(page(county, form)),
        "description": "Tape",
        "quantity": "3",
        "cost": "2.00",
    }
    assert county.post(form, fields).status_code == 302
    html = page(county, path)
    assert "Tape" in html
    assert "$3.00 USD" in html
    supply = send(county, f"/missions/{stage.mission.id}/supplies", SUPPLY)
    assert supply.status_code == 201, supply.content
    supply_id = supply.json()["id"]
    done = send(county, f"/supplies/{supply_id}/back", {"quantity_returned": "1"})
    assert done.json()["quantity_returned"] in ("1", "1.00")
    assert send(county, f"/supplies/{supply_id}/void", {"reason": "Error"}).status_code == 200
    use = {"on": today(stage).isoformat(), "hours": "0.5", "miles": "12.0", "supplied": "1.00"}
    made = send(county, f"/deployments/{stage.lot.id}/uses", use)
    assert made.status_code == 201, made.content
    assert send(county, f"/uses/{made.json()['id']}/void", {"reason": "Error"}).status_code == 200
    assert len(county.get(f"/api/v1/missions/{stage.mission.id}/uses").json()) == 2
    assert (
        send(county, f"/deployments/{stage.lot.id}/rate-key", {"rate_key": ""}).status_code == 200
    )
    for one in (f"/supplies/{supply_id}/back/", f"/supplies/{supply_id}/strike/"):
        assert county.get(one).status_code == 200
    assert county.get(f"/uses/{made.json()['id']}/strike/").status_code == 200
    assert county.get(f"/deployments/{stage.lot.id}/rate-key/").status_code == 200
    stranger = browser(stage.world, "school")
    assert stranger.get(f"/api/v1/missions/{stage.mission.id}/uses").status_code == 404


SUPPLY = {"description": "Labels", "given_on": "2026-01-01", "quantity": "5", "cost": "0.10"}


@pytest.fixture(autouse=True)
def day_of_supplies(stage: Stage) -> None:
    SUPPLY["given_on"] = today(stage).isoformat()


def test_supplies_that_are_given_are_shown_with_their_value_as_in_a_case(stage: Stage) -> None:
    give(stage, is_donated=True)
    line = lines(stage)["Patch cables"]
    supplies = {"label": "Patch cables", "quantity": 10, "cost": "4.50", "donated": True}
    [expected] = settled_case(queries.terms_of_mission(stage.mission), supplies=[supplies]).lines
    assert (line.gross.cents, line.amount.cents) == (45_00, 0)
    assert (line.gross, line.borne, line.amount) == (
        expected.gross,
        expected.borne,
        expected.amount,
    )
    assert [each.code for each in line.reasons] == ["waiver.donated"]


def test_hours_cost_what_the_agreements_table_says_for_their_day(stage: Stage) -> None:
    import_rates(
        stage.world.actor(None, "coordinator"),
        kind="rates",
        text="key,part,amount,valid_from,valid_until,source\n*,hour,77.00,2020-01-01,,Card\n",
        table_key="labour_card",
        title="Labour card",
    )
    put_terms(stage, ("[terms.labour]\n", '[terms.labour]\nrate_table = "labour_card"\n'))
    stage.arrive(9)
    log(stage, 8, 4)
    line = next(line for label, line in lines(stage).items() if "hours" in label)
    assert (line.rate.cents, line.gross.cents) == (77_00, 4 * 77_00)
    step = next(step for step in line.working if step.label == "Rate of the table")
    assert (step.inputs["table"], step.inputs["source"]) == ("labour_card", "Card")

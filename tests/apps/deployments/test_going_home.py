"""Going home: things from hand to hand, recall, a longer stay, and the end of a mission."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.catalog.models import Reservation, Resource
from muster.deployments import commands, queries
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from muster.rules.settlement import settle
from tests.apps.deployments.stage import Stage


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def give_back(stage: Stage, quantity: int, **values):
    given = {"condition": "good", "received_by": "Bo of the county", **values}
    return commands.return_things(
        stage.duty, deployment_id=stage.lot.id, quantity=quantity, **given
    )


def held(stage: Stage) -> int:
    rows = Reservation.objects.filter(mission_id=stage.mission.id, released_at__isnull=True)
    return sum(row.quantity for row in rows)


def test_things_go_out_and_come_back_in_parts(stage: Stage) -> None:
    stage.hand_over(serial_numbers=["A1", "A2", "A3", "A4"])
    assert stage.state() == "active"
    give_back(stage, 3)
    assert (stage.lot.state, held(stage)) == ("handed_over", 2)
    give_back(stage, 1, condition="damaged", condition_note="Cracked screen")
    assert (stage.lot.state, held(stage)) == ("returned", 1)
    lent = queries.settlement_facts(stage.host, stage.mission.id).lent
    assert [(each.quantity, each.damaged, each.lost) for each in lent] == [(4, 1, 0)]


def test_fewer_things_than_promised_leave_the_rest_at_home(stage: Stage) -> None:
    stage.hand_over(quantity=3)
    assert (stage.lot.quantity, held(stage)) == (3, 4)


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"quantity": 5}, "loan.more_than_promised"),
        ({"quantity": 0}, "loan.no_quantity"),
        ({"condition": "shiny"}, "loan.condition_unknown"),
        ({"received_by": ""}, "loan.no_receiver"),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused(stage: Stage, values: dict, code: str) -> None:
    with pytest.raises(Refused) as refused:
        stage.hand_over(**values)
    assert codes(refused) == [code]
    assert stage.lot.state == "promised"


def test_a_repair_invoice_is_the_cost_of_what_came_back_damaged(stage: Stage) -> None:
    stage.hand_over()
    give_back(stage, 4, condition="damaged")
    terms = queries.terms_of_mission(stage.mission)
    commands.log_expense(
        stage.duty,
        mission_id=stage.mission.id,
        deployment_id=stage.lot.id,
        category="repair",
        incurred_on=clock.now().astimezone(terms.zone).date(),
        description="New screen",
        amount_cents=12_000,
    )
    facts = queries.settlement_facts(stage.duty, stage.mission.id)
    assert facts.charges == ()
    assert str(facts.lent[0].repair_cost) == "$120.00 USD"
    assert settle(facts, terms).beyond.cents == 12_000


def test_what_is_lost_is_written_off_and_may_be_found(stage: Stage) -> None:
    stage.hand_over()
    give_back(stage, 3)
    commands.report_lost(stage.duty, deployment_id=stage.lot.id, quantity=1, reason="Stolen")
    assert (stage.lot.state, held(stage)) == ("lost", 1)
    give_back(stage, 1)
    assert (stage.lot.state, stage.lot.quantity_lost) == ("returned", 0)


def test_no_more_is_lost_or_returned_than_is_out(stage: Stage) -> None:
    stage.hand_over()
    with pytest.raises(Refused) as refused:
        give_back(stage, 5)
    assert codes(refused) == ["loan.more_than_out"]
    with pytest.raises(Refused) as refused:
        commands.report_lost(stage.duty, deployment_id=stage.lot.id, quantity=5, reason="?")
    assert codes(refused) == ["loan.more_than_out"]


def test_the_first_home_begins_and_the_last_ends_demobilization(stage: Stage) -> None:
    stage.arrive()
    stage.hand_over()
    commands.demobilize(stage.helper, deployment_id=stage.person.id)
    assert stage.state() == "demobilizing"
    give_back(stage, 4)
    assert (stage.state(), held(stage)) == ("demobilized", 0)
    assert queries.people_out(stage.world.network.id) == 0


def test_nobody_is_demobilized_before_arriving(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.demobilize(stage.helper, deployment_id=stage.person.id)
    assert codes(refused) == ["deployment.wrong_state"]


def test_what_is_not_needed_is_released_before_it_comes(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.release_deployment(stage.host, deployment_id=stage.lot.id, reason="")
    assert codes(refused) == ["reason.required"]
    row = commands.release_deployment(stage.host, deployment_id=stage.lot.id, reason="Found some")
    assert (row.state, held(stage)) == ("released", 1)


def test_closing_names_everything_not_accounted_for(stage: Stage) -> None:
    stage.arrive()
    stage.hand_over()
    with pytest.raises(Refused) as refused:
        commands.close_out_mission(stage.duty, mission_id=stage.mission.id)
    assert codes(refused) == ["mission.not_everything_accounted_for"]
    missing = refused.value.refusals[0].values["missing"]
    assert stage.person.label in missing
    assert stage.lot.label in missing


def test_a_mission_closes_when_all_are_home(stage: Stage) -> None:
    stage.bring_home()
    commands.close_out_mission(stage.duty, mission_id=stage.mission.id)
    assert stage.state() == "closed"


def test_who_is_to_pay_does_not_close_the_books_of_who_sent_help(stage: Stage) -> None:
    stage.bring_home()
    with pytest.raises(Refused) as refused:
        commands.close_out_mission(stage.host, mission_id=stage.mission.id)
    assert codes(refused) == ["deployment.not_yours"]
    assert stage.state() == "demobilized"


def test_the_lender_recalls_with_notice(stage: Stage) -> None:
    stage.arrive()
    recall = commands.recall_mission(
        stage.duty,
        mission_id=stage.mission.id,
        reason="Outage at home",
        effective_at=clock.now() + timedelta(hours=5),
    )
    assert recall.reason == "Outage at home"
    assert {row.state for row in stage.rows()} == {"recalled"}
    fact = Fact.objects.get(kind="MissionRecalled")
    assert str(stage.world.parties["city"].id) in fact.audience
    commands.demobilize(stage.helper, deployment_id=stage.person.id)
    assert stage.person.state == "demobilized"


def test_a_recall_without_notice_or_by_the_host_is_refused(stage: Stage) -> None:
    for actor, hours, code in (
        (stage.duty, 1, "recall.notice_too_short"),
        (stage.host, 9, "deployment.not_yours"),
    ):
        with pytest.raises(Refused) as refused:
            commands.recall_mission(
                actor,
                mission_id=stage.mission.id,
                reason="Needed",
                effective_at=clock.now() + timedelta(hours=hours),
            )
        assert codes(refused) == [code]


def test_a_longer_stay_needs_the_other_sides_word(stage: Stage) -> None:
    until = stage.mission.ends_at + timedelta(days=1)
    asked = commands.ask_extension(
        stage.host, mission_id=stage.mission.id, until=until, reason="Not done"
    )
    with pytest.raises(Refused) as refused:
        commands.answer_extension(stage.host, extension_id=asked.id, is_agreed=True)
    assert codes(refused) == ["extension.own"]
    commands.answer_extension(stage.duty, extension_id=asked.id, is_agreed=True)
    stage.mission.refresh_from_db()
    assert stage.mission.ends_at == until
    assert {row.ends_at for row in Reservation.objects.all()} == {until}


def test_an_extension_not_later_or_asked_twice_is_refused(stage: Stage) -> None:
    def ask(until):
        return commands.ask_extension(
            stage.host, mission_id=stage.mission.id, until=until, reason="Not done"
        )

    with pytest.raises(Refused) as refused:
        ask(stage.mission.ends_at)
    assert codes(refused) == ["extension.not_later"]
    asked = ask(stage.mission.ends_at + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        ask(stage.mission.ends_at + timedelta(days=2))
    assert codes(refused) == ["extension.already_asked"]
    commands.answer_extension(stage.duty, extension_id=asked.id, is_agreed=False)
    with pytest.raises(Refused) as refused:
        commands.answer_extension(stage.duty, extension_id=asked.id, is_agreed=True)
    assert codes(refused) == ["extension.not_open"]


def test_a_stranger_moves_nothing(stage: Stage) -> None:
    for attempt in (
        lambda: commands.close_out_mission(stage.stranger, mission_id=stage.mission.id),
        lambda: commands.demobilize(stage.stranger, deployment_id=stage.person.id),
        lambda: commands.ask_extension(
            stage.stranger, mission_id=stage.mission.id, until=clock.now(), reason="?"
        ),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_forty_hours_are_free_and_the_rest_waits_for_a_share(stage: Stage) -> None:
    at = stage.arrive(9)
    commands.log_time(
        stage.helper, deployment_id=stage.person.id, starts_at=at, ends_at=clock.now()
    )
    cost = queries.running_cost(stage.finance, stage.mission.id)
    assert cost.total.cents == 0
    assert cost.free.cents == cost.gross.cents > 0


def test_who_is_still_out_may_stay_longer_or_be_called_while_others_go_home(stage: Stage) -> None:
    stage.arrive()
    stage.hand_over()
    commands.demobilize(stage.helper, deployment_id=stage.person.id)
    assert stage.state() == "demobilizing"
    until = queries.get_mission_of_side(stage.host, stage.mission.id).ends_at + timedelta(hours=24)
    asked = commands.ask_extension(
        stage.host, mission_id=stage.mission.id, until=until, reason="The laptops, one day more"
    )
    commands.answer_extension(stage.duty, extension_id=asked.id, is_agreed=True)
    assert stage.state() == "demobilizing"
    commands.recall_mission(
        stage.duty,
        mission_id=stage.mission.id,
        reason="We need the laptops",
        effective_at=clock.now() + timedelta(hours=12),
    )
    assert Fact.objects.filter(kind="MissionRecalled").exists()


def test_what_was_lost_cannot_be_lent_again(stage: Stage) -> None:
    stage.arrive()
    stage.hand_over()
    before = Resource.objects.get(pk=stage.lot.resource_id).quantity
    commands.report_lost(
        stage.duty, deployment_id=stage.lot.id, quantity=1, reason="Left in a taxi"
    )
    assert Resource.objects.get(pk=stage.lot.resource_id).quantity == before - 1
    fact = Fact.objects.get(kind="ResourceWrittenOff")
    assert (fact.payload["quantity"], fact.payload["left"]) == (1, before - 1)
    assert fact.audience == [str(stage.world.parties["county"].id)]

"""Getting there: rows for what was promised, names, departure, arrival, and who did not come."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.catalog.models import PersonDetails, Reservation
from muster.deployments import commands, queries
from muster.deployments.models import Deployment
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.deployments.stage import Stage


def codes(refused) -> list[str]:
    return [each.code for each in refused.value.refusals]


def test_each_promised_person_and_lot_has_one_row_however_often_it_is_asked(stage: Stage) -> None:
    for _ in range(2):
        commands.ensure_deployments(stage.duty, stage.mission.id)
    assert [(row.kind, row.quantity) for row in stage.rows()] == [("person", 1), ("equipment", 4)]


def test_the_worker_makes_the_rows_when_the_mission_is_authorized(stage: Stage) -> None:
    from muster.deployments.handlers import make_deployments
    from muster.journal.record import from_fact

    Deployment.objects.all().delete()
    fact = Fact.objects.get(kind="MissionAuthorized")
    make_deployments(from_fact(fact), fact)
    assert len(stage.rows()) == 2


def test_a_person_known_to_the_catalogue_is_assigned_at_once(stage: Stage) -> None:
    Deployment.objects.all().delete()
    PersonDetails.objects.create(
        resource=stage.world.resources["technician"], person_id=stage.helper.person_id
    )
    commands.ensure_deployments(stage.duty, stage.mission.id)
    assert stage.person.responder_id == stage.helper.person_id
    assert [row.id for row in queries.my_deployments(stage.helper)] == [stage.person.id]


def test_the_lender_names_who_serves(stage: Stage) -> None:
    row = commands.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.helper.person_id
    )
    assert row.label == stage.helper.name
    assert Fact.objects.filter(kind="ResponderAssigned").count() == 1


def test_a_stranger_to_the_party_cannot_be_named(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.assign_responder(
            stage.duty, deployment_id=stage.person.id, person_id=stage.host.person_id
        )
    assert codes(refused) == ["deployment.person_unknown"]


def test_the_host_does_not_name_the_lenders_people(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.assign_responder(stage.host, deployment_id=stage.person.id, person_id=None)
    assert codes(refused) == ["deployment.not_yours"]


def test_departure_and_arrival_are_written_down_and_start_the_mission(stage: Stage) -> None:
    begun = clock.now() - timedelta(hours=3)
    commands.mark_departed(stage.helper, deployment_id=stage.person.id, at=begun)
    row = commands.check_in(
        stage.helper, deployment_id=stage.person.id, at=begun + timedelta(hours=1)
    )
    assert row.state == "checked_in"
    assert row.checked_in_place == stage.mission.place
    assert stage.state() == "active"
    assert queries.people_out(stage.world.network.id) == 1
    kinds = set(Fact.objects.values_list("kind", flat=True))
    assert {"Departed", "CheckedIn", "MissionStarted"} <= kinds


def test_nobody_arrives_before_leaving(stage: Stage) -> None:
    commands.mark_departed(stage.helper, deployment_id=stage.person.id)
    with pytest.raises(Refused) as refused:
        stage.arrive()
    assert codes(refused) == ["deployment.before_departure"]
    assert stage.state() == "authorized"


def test_the_host_may_check_a_helper_in(stage: Stage) -> None:
    assert commands.check_in(stage.host, deployment_id=stage.person.id).state == "checked_in"


def test_nobody_checks_in_twice(stage: Stage) -> None:
    stage.arrive()
    with pytest.raises(Refused) as refused:
        stage.arrive()
    assert codes(refused) == ["deployment.wrong_state"]


@pytest.mark.parametrize(
    ("hours", "code"),
    [(1, "deployment.in_the_future"), (-50, "deployment.before_the_mission")],
)
def test_an_arrival_lies_between_the_authority_and_now(stage: Stage, hours: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        commands.check_in(
            stage.helper,
            deployment_id=stage.person.id,
            at=clock.now() + timedelta(hours=hours),
        )
    assert codes(refused) == [code]


def test_a_responder_acts_for_nobody_elses_place(stage: Stage) -> None:
    commands.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.duty.person_id
    )
    with pytest.raises(Refused) as refused:
        commands.mark_departed(stage.helper, deployment_id=stage.person.id)
    assert codes(refused) == ["deployment.of_someone_else"]


def test_a_thing_does_not_check_in(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.check_in(stage.duty, deployment_id=stage.lot.id)
    assert codes(refused) == ["deployment.not_a_person"]


def test_what_did_not_come_is_free_again(stage: Stage) -> None:
    row = commands.mark_no_show(stage.host, deployment_id=stage.person.id, reason="Never came")
    assert row.state == "no_show"
    held = Reservation.objects.filter(mission_id=stage.mission.id, released_at__isnull=True)
    assert not held.filter(resource_id=row.resource_id).exists()
    assert stage.state() == "authorized"


def test_who_comes_late_is_held_for_the_mission_again(stage: Stage) -> None:
    row = commands.mark_no_show(stage.host, deployment_id=stage.person.id, reason="Never came")
    commands.check_in(stage.helper, deployment_id=row.id)
    held = Reservation.objects.filter(mission_id=stage.mission.id, released_at__isnull=True)
    assert [each.quantity for each in held.filter(resource_id=row.resource_id)] == [1]

    commands.demobilize(stage.helper, deployment_id=row.id)
    assert not held.filter(resource_id=row.resource_id).exists()


def test_things_that_come_late_are_held_for_the_mission_again(stage: Stage) -> None:
    lot = commands.mark_no_show(stage.host, deployment_id=stage.lot.id, reason="Never came")
    stage.hand_over(quantity=3)
    held = Reservation.objects.filter(mission_id=stage.mission.id, released_at__isnull=True)
    assert sum(each.quantity for each in held.filter(resource_id=lot.resource_id)) == 3


def test_nobody_arrives_at_a_mission_that_is_over(stage: Stage) -> None:
    commands.mark_no_show(stage.host, deployment_id=stage.person.id, reason="Never came")
    stage.hand_over()
    commands.return_things(
        stage.duty, deployment_id=stage.lot.id, quantity=4, condition="good", received_by="Bo"
    )
    assert stage.state() == "demobilized"
    with pytest.raises(Refused) as refused:
        commands.check_in(stage.helper, deployment_id=stage.person.id)
    assert codes(refused) == ["mission.wrong_state"]


def test_a_no_show_needs_a_reason(stage: Stage) -> None:
    with pytest.raises(Refused) as refused:
        commands.mark_no_show(stage.host, deployment_id=stage.person.id, reason=" ")
    assert codes(refused) == ["reason.required"]


@pytest.mark.parametrize("who", ["stranger", "auditor"])
def test_third_parties_see_neither_people_nor_hours(stage: Stage, who: str) -> None:
    actor = getattr(stage, who)
    row = stage.person
    for read in (
        lambda: queries.deployments_of(actor, stage.mission.id),
        lambda: queries.get_deployment(actor, row.id),
        lambda: queries.time_entries(actor, stage.mission.id),
        lambda: queries.expenses(actor, stage.mission.id),
        lambda: queries.activities(actor, stage.mission.id),
        lambda: queries.hand_overs(actor, stage.mission.id),
        lambda: queries.settlement_facts(actor, stage.mission.id),
        lambda: queries.free_meter(actor, stage.mission.id),
        lambda: queries.running_cost(actor, stage.mission.id),
    ):
        with pytest.raises(NotFound):
            read()


def test_another_network_finds_nothing(stage: Stage) -> None:
    from tests.apps.aid.world import build as build_world

    other = build_world("other")
    with pytest.raises(NotFound):
        commands.check_in(other.actor("county"), deployment_id=stage.person.id)

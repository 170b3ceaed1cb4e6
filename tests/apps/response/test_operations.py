"""Running an incident: who leads, what is to do, what stands, who works too long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from muster.aid import commands as aid
from muster.deployments import commands as deployments
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.response import commands, queries
from muster.response.models import Operation, SituationReport
from muster.rules.actor import system_actor
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.stage import Stage
from tests.apps.deployments.stage import build as build_stage

HOUR = timedelta(hours=1)


@pytest.fixture
def stage(db: None) -> Stage:
    return build_stage()


def started(stage: Stage, **values: Any) -> Operation:
    host = stage.host
    given = {
        "incident_id": stage.mission.aid_request.incident_id,
        "commander_id": host.person_id,
        **values,
    }
    return commands.start_operation(host, **given)


def refused_with(call: Any, *wanted: str) -> None:
    with pytest.raises(Refused) as refused:
        call()
    assert codes(refused) == set(wanted)


def soon(hours: float = 1) -> datetime:
    return clock.now() + hours * HOUR


def test_one_person_commands_and_there_is_one_response(stage: Stage) -> None:
    host, incident_id = stage.host, stage.mission.aid_request.incident_id
    given = {"incident_id": incident_id, "commander_id": host.person_id}
    refused_with(lambda: commands.start_operation(stage.duty, **given), "operation.not_yours")
    stranger = stage.stranger.person_id
    refused_with(lambda: started(stage, commander_id=stranger), "operation.unknown_worker")
    refused_with(lambda: started(stage, deputy_id=host.person_id), "operation.same_person")
    refused_with(lambda: started(stage, report_every_hours=0), "operation.out_of_bounds")

    operation = started(stage)

    assert (operation.commander_name, operation.phase) == (host.name, "analysis")
    refused_with(lambda: started(stage), "operation.second")
    assert Fact.objects.filter(kind="OperationStarted").count() == 1


def test_those_who_help_see_it_and_nobody_else_does(stage: Stage) -> None:
    operation = started(stage)
    for actor in (stage.host, stage.helper, stage.duty, stage.world.actor(None, "coordinator")):
        assert queries.get_operation(actor, operation.id).id == operation.id
    for actor in (stage.stranger, stage.auditor):
        with pytest.raises(NotFound):
            queries.get_operation(actor, operation.id)
    refused_with(
        lambda: commands.change_phase(stage.duty, operation_id=operation.id, phase="recovery"),
        "operation.not_led",
    )


def test_a_helper_who_was_made_deputy_leads_too(stage: Stage) -> None:
    helper = stage.helper
    deployments.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=helper.person_id
    )
    operation = started(stage, deputy_id=helper.person_id)

    assert commands.change_phase(helper, operation_id=operation.id, phase="containment")


def test_the_phase_goes_forward_and_back_but_not_nowhere(stage: Stage) -> None:
    operation = started(stage)
    lead = {"operation_id": operation.id}
    commands.change_phase(stage.host, **lead, phase="recovery")
    commands.change_phase(stage.host, **lead, phase="containment")
    refused_with(
        lambda: commands.change_phase(stage.host, **lead, phase="containment"),
        "operation.same_phase",
    )
    refused_with(
        lambda: commands.change_phase(stage.host, **lead, phase="party"), "operation.unknown_phase"
    )


def test_limits_are_set_within_reason_and_by_who_leads(stage: Stage) -> None:
    operation = started(stage)
    lead = {"operation_id": operation.id}
    for values in ({"report_every_hours": 0}, {"longest_shift_hours": 25}, {"most_days": 61}):
        refused_with(
            lambda values=values: commands.change_operation(stage.host, **lead, **values),
            "operation.out_of_bounds",
        )
    refused_with(
        lambda: commands.change_operation(stage.duty, **lead, most_days=7), "operation.not_led"
    )
    changed = commands.change_operation(stage.host, **lead, report_every_hours=4, most_days=7)
    assert (changed.report_every_hours, changed.most_days) == (4, 7)
    assert changed.report_due_at <= clock.now() + 4 * HOUR


def test_nobody_disposes_of_records_past_the_records_room(stage: Stage) -> None:
    coordinator = stage.world.actor(None, "coordinator")
    refused_with(
        lambda: commands.dispose_operations(coordinator, operation_ids=[]), "permission.denied"
    )


def test_what_was_written_can_be_taken_out_when_its_time_is_over(stage: Stage) -> None:
    operation = started(stage)
    host, lead = stage.host, {"operation_id": operation.id}
    commands.write_report(host, **lead, public_text="Payroll is back", restricted_text="A secret")
    commands.add_task(host, **lead, text="Wipe the lab")
    system = system_actor(stage.world.network.id)

    assert commands.dispose_operations(system, operation_ids=[operation.id]) == 1

    assert queries.reports(host, operation.incident_id).items[0].restricted_text == ""
    assert "Wipe" not in queries.tasks(operation)[0].text


def test_a_second_wave_goes_back_to_containing_and_asks_for_a_report(stage: Stage) -> None:
    operation = started(stage)
    commands.change_phase(stage.host, operation_id=operation.id, phase="recovery")
    helper = stage.helper

    again = commands.begin_wave(stage.host, operation_id=operation.id)

    assert (again.wave, again.phase) == (2, "containment")
    assert again.report_due_at <= clock.now()
    drain()
    told = Notice.objects.filter(title__contains="struck again").values_list("person_id", flat=True)
    assert helper.person_id in told


def test_a_closed_incident_is_run_no_more_until_it_is_taken_up_again(stage: Stage) -> None:
    operation = started(stage)
    incident_id = operation.incident_id
    host = stage.host
    aid.close_aid_request(host, aid_request_id=stage.mission.aid_request_id, reason="Enough")
    aid.close_incident(host, incident_id=incident_id)
    refused_with(lambda: commands.begin_wave(host, operation_id=operation.id), "operation.ended")

    aid.reopen_incident(host, incident_id=incident_id)

    assert commands.begin_wave(host, operation_id=operation.id).wave == 2


def test_a_report_has_a_half_for_all_and_a_half_for_those_who_run_it(stage: Stage) -> None:
    operation = started(stage)
    write = {"operation_id": operation.id, "public_text": "Payroll is back"}
    refused_with(
        lambda: commands.write_report(
            stage.host, operation_id=operation.id, public_text="  ", restricted_text="x"
        ),
        "report.no_text",
    )
    report = commands.write_report(stage.host, **write, restricted_text="The old domain is lost")

    inside = queries.get_report(stage.duty, report.id)
    assert inside.restricted_text == "The old domain is lost"
    assert inside.figures["lines"] == 2
    outside = queries.get_report(stage.stranger, report.id)
    assert (outside.public_text, outside.restricted_text) == ("Payroll is back", "")
    assert outside.figures == {}
    shown = page(browser(stage.world, "school"), f"/incidents/{operation.incident_id}/reports/")
    assert "Payroll is back" in shown
    assert "old domain" not in shown
    answer = browser(stage.world, "school").get(
        f"/api/v1/incidents/{operation.incident_id}/reports"
    )
    assert b"Payroll" in answer.content
    assert b"old domain" not in answer.content


def test_a_report_under_red_is_for_those_concerned_alone(stage: Stage) -> None:
    operation = started(stage)
    report = commands.write_report(stage.host, operation_id=operation.id, public_text="Quiet")
    aid.amend_incident(stage.host, incident_id=operation.incident_id, sharing_label="TLP:RED")
    with pytest.raises(NotFound):
        queries.get_report(stage.stranger, report.id)
    assert queries.get_report(stage.duty, report.id)


def test_the_same_report_sent_twice_is_written_once(stage: Stage) -> None:
    operation = started(stage)
    given = {"operation_id": operation.id, "public_text": "Once", "report_id": uuid4()}
    assert commands.write_report(stage.host, **given).number == 1
    assert commands.write_report(stage.host, **given).number == 1
    assert SituationReport.objects.count() == 1
    coordinator = stage.world.actor(None, "coordinator")
    refused_with(lambda: commands.write_report(coordinator, **given), "id.taken")


def test_commander_and_deputy_are_told_once_that_a_report_is_due(stage: Stage) -> None:
    operation = started(stage, report_every_hours=1)
    system = system_actor(stage.world.network.id)
    assert not commands.note_due_reports(system, operation_id=operation.id)
    Operation.objects.update(report_due_at=clock.now() - HOUR)
    assert [row.id for row in queries.reports_due(clock.now())] == [operation.id]

    assert commands.note_due_reports(system, operation_id=operation.id)
    assert not commands.note_due_reports(system, operation_id=operation.id)

    drain()
    assert Notice.objects.filter(
        person_id=stage.host.person_id, title__contains="situation report"
    ).count()
    assert "Write the situation report" in page(browser(stage.world, "city"), "/")
    commands.write_report(stage.host, operation_id=operation.id, public_text="Here it is")
    assert "Write the situation report" not in page(browser(stage.world, "city"), "/")


def test_periods_follow_one_another_with_their_objectives(stage: Stage) -> None:
    operation = started(stage)
    lead = {"operation_id": operation.id}
    refused_with(lambda: commands.add_objective(stage.host, **lead, text="Early"), "period.none")
    for values, code in (
        ({"ends_at": soon(0.5)}, "period.bad_span"),
        ({"ends_at": soon(24 * 30)}, "period.bad_span"),
        ({"objectives": [" ", ""]}, "period.no_objectives"),
    ):
        given = {"starts_at": soon(1), "ends_at": soon(13), "objectives": ["Mail"], **values}
        refused_with(lambda given=given: commands.open_period(stage.host, **lead, **given), code)

    first = commands.open_period(
        stage.host, **lead, starts_at=soon(0), ends_at=soon(12), objectives=["Mail", "Payroll"]
    )
    refused_with(
        lambda: commands.open_period(
            stage.host, **lead, starts_at=soon(6), ends_at=soon(18), objectives=["Phones"]
        ),
        "period.overlaps",
    )
    commands.add_objective(stage.host, **lead, text="Phones")
    mail, payroll, _phones = queries.objectives(first)
    commands.progress_objective(stage.host, objective_id=mail.id, action="meet")
    refused_with(
        lambda: commands.progress_objective(stage.host, objective_id=mail.id, action="meet"),
        "objective.wrong_state",
    )
    refused_with(
        lambda: commands.progress_objective(stage.host, objective_id=payroll.id, action="drop"),
        "objective.no_reason",
    )
    refused_with(
        lambda: commands.progress_objective(stage.host, objective_id=payroll.id, action="eat"),
        "objective.unknown_action",
    )
    second = commands.open_period(
        stage.host, **lead, starts_at=soon(12), ends_at=soon(24), objectives=["Payroll"]
    )
    assert second.number == 2


def test_a_task_is_taken_done_and_taken_up_again(stage: Stage) -> None:
    operation = started(stage)
    given = {"operation_id": operation.id, "text": "Wipe the lab"}
    refused_with(lambda: commands.add_task(stage.host, **{**given, "text": " "}), "task.no_text")
    refused_with(
        lambda: commands.add_task(stage.host, **given, worker_key="nobody"),
        "operation.unknown_worker",
    )
    task = commands.add_task(stage.host, **given)
    with pytest.raises(NotFound):
        commands.progress_task(stage.stranger, task_id=task.id, action="start")

    taken = commands.progress_task(stage.helper, task_id=task.id, action="start")
    assert (taken.state, taken.worker_name) == ("doing", stage.helper.name)
    refused_with(
        lambda: commands.progress_task(stage.duty, task_id=task.id, action="finish"),
        "task.not_yours",
    )
    refused_with(
        lambda: commands.progress_task(stage.helper, task_id=task.id, action="drop"),
        "task.no_reason",
    )
    commands.progress_task(stage.helper, task_id=task.id, action="finish", note="All 40")
    refused_with(
        lambda: commands.progress_task(stage.helper, task_id=task.id, action="start"),
        "task.wrong_state",
    )
    commands.progress_task(stage.host, task_id=task.id, action="reopen")
    given_away = commands.assign_task(
        stage.host, task_id=task.id, worker_key=str(stage.host.person_id)
    )
    assert (given_away.state, given_away.worker_name) == ("to_do", stage.host.name)


def test_a_shift_against_the_limits_of_rest_must_be_accepted(stage: Stage) -> None:
    operation = started(stage)
    plan = {"operation_id": operation.id, "worker_key": str(stage.host.person_id), "duty": "Desk"}
    refused_with(
        lambda: commands.plan_shift(
            stage.host, **{**plan, "duty": " "}, starts_at=soon(1), ends_at=soon(9)
        ),
        "shift.no_duty",
    )
    refused_with(
        lambda: commands.plan_shift(stage.host, **plan, starts_at=soon(1), ends_at=soon(0)),
        "shift.bad_span",
    )
    commands.plan_shift(stage.host, **plan, starts_at=soon(1), ends_at=soon(9))
    tight = {**plan, "starts_at": soon(11), "ends_at": soon(24)}
    refused_with(
        lambda: commands.plan_shift(stage.host, **tight),
        "shift.too_long",
        "shift.too_little_rest",
    )
    assert len(queries.shifts(operation)) == 1

    shift = commands.plan_shift(stage.host, **tight, accepts_risk=True)

    fact = Fact.objects.filter(kind="ShiftPlanned").last()
    assert set(fact.payload["problems"]) == {"too_long", "too_little_rest"}
    assert {flag.key for flag in queries.rest_flags_of(operation)} == {str(shift.id)}
    commands.remove_shift(stage.host, shift_id=shift.id)
    assert queries.rest_flags_of(operation) == []
    with pytest.raises(NotFound):
        commands.remove_shift(stage.host, shift_id=shift.id)


def test_hours_that_a_helper_logged_count_with_what_is_planned(stage: Stage) -> None:
    operation = started(stage)
    begun = stage.arrive(9)
    deployments.log_time(
        stage.helper,
        deployment_id=stage.person.id,
        starts_at=begun,
        ends_at=begun + 8 * HOUR,
        task="Re-imaging",
    )
    worker = next(
        each for each in queries.workers(operation.incident) if "county" in each.party_name.lower()
    )
    refused_with(
        lambda: commands.plan_shift(
            stage.host,
            operation_id=operation.id,
            worker_key=worker.key,
            duty="Night",
            starts_at=soon(2),
            ends_at=soon(8),
        ),
        "shift.too_little_rest",
    )


def test_a_post_passes_when_the_next_one_takes_it(stage: Stage) -> None:
    operation = started(stage)
    other = stage.world.actor("city", "duty_officer")
    offer = {"operation_id": operation.id, "to_id": other.person_id}
    for values, code in (
        ({"post": "boss", "note": "n"}, "operation.unknown_post"),
        ({"post": "commander", "note": " "}, "hand_over.no_note"),
        ({"post": "deputy", "note": "n", "to_id": stage.host.person_id}, "operation.same_person"),
    ):
        given = {**offer, **values}
        refused_with(lambda given=given: commands.offer_post(stage.host, **given), code)
    first = commands.offer_post(stage.host, **offer, post="commander", note="Firewall is off")
    second = commands.offer_post(stage.host, **offer, post="commander", note="Firewall is on")
    refused_with(
        lambda: commands.take_post(stage.host, hand_over_id=second.id), "hand_over.not_to_you"
    )
    refused_with(lambda: commands.take_post(other, hand_over_id=first.id), "hand_over.ended")
    assert "asks you to take over" in page(browser(stage.world, "city", "duty_officer"), "/")

    commands.take_post(other, hand_over_id=second.id)

    assert queries.get_operation(other, operation.id).commander_id == other.person_id
    assert "Firewall is on" in page(browser(stage.world, "city"), f"/operations/{operation.id}/")


def test_an_operation_is_run_on_its_pages(stage: Stage) -> None:
    city = browser(stage.world, "city")
    incident = f"/incidents/{stage.mission.aid_request.incident_id}/"
    assert "Take command" in page(city, incident)
    form = fields_of(page(city, f"{incident}operation/start/"))
    led = city.post(f"{incident}operation/start/", {**form, "report_every_hours": "6"})
    assert led.status_code == 302
    home = led.headers["Location"]

    def write(name: str, **typed: str) -> None:
        form = fields_of(page(city, f"{home}{name}/"))
        answer = city.post(f"{home}{name}/", {**form, **typed})
        assert answer.status_code == 302, answer.content.decode()

    write("period", objectives="Mail works\nPayroll is paid")
    write("tasks/add", text="Wipe the lab")
    write("shifts/add", duty="Help desk", worker_key=str(stage.host.person_id))
    write("report", public_text="All phones are back", restricted_text="The safe is open")
    write("phase", phase="recovery")
    write("settings", most_days="7")
    shown = page(city, home)
    for words in ("Mail works", "Wipe the lab", "Help desk", "All phones are back", "Restoring"):
        assert words in shown
    assert "All phones are back" in page(city, incident)
    helped = page(browser(stage.world, "county"), f"/missions/{stage.mission.id}/")
    assert "Command page" in helped


def test_the_api_tells_the_whole_operation_to_those_inside(stage: Stage) -> None:
    operation = started(stage)
    city = browser(stage.world, "city")
    planned = send(
        city,
        f"/operations/{operation.id}/shifts",
        {
            "worker_key": str(stage.host.person_id),
            "duty": "Desk",
            "starts_at": soon(1).isoformat(),
            "ends_at": soon(15).isoformat(),
        },
    )
    assert planned.status_code in (409, 422)
    assert "too_long" in planned.content.decode()
    told = browser(stage.world, "county").get(f"/api/v1/operations/{operation.id}").json()
    assert told["commander_name"] == stage.host.name
    assert {worker["party_name"] for worker in told["workers"]} >= {"City of test"}
    assert (
        browser(stage.world, "school").get(f"/api/v1/operations/{operation.id}").status_code == 404
    )

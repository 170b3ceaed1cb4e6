"""The pages, walked as the helper, the duty officer, the host and a stranger."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from muster.deployments import commands, queries
from muster.deployments.models import Deployment, Expense, Extension, Recall, TimeEntry
from muster.journal import clock
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.deployments.stage import Stage


def send(client: Client, path: str, status: int = 302, **fields) -> str:
    """Fill the form of a page and send it."""
    response = client.post(path, fields_of(page(client, path)) | fields)
    assert response.status_code == status, response.content.decode()
    return response.url if status == 302 else response.content.decode()


def helper_of(stage: Stage) -> Client:
    commands.assign_responder(
        stage.duty, deployment_id=stage.person.id, person_id=stage.helper.person_id
    )
    return browser(stage.world, "county", "responder")


def test_a_helper_serves_from_one_page(stage: Stage) -> None:
    client = helper_of(stage)
    one = f"/deployments/{stage.person.id}"
    assert "Check in" in page(client, "/my-deployment/")
    assert send(client, f"{one}/check-in/") == "/my-deployment/"
    assert "Log hours" in page(client, "/my-deployment/")
    assert "/stays/log/?from=mine" in page(client, "/my-deployment/")
    Deployment.objects.filter(pk=stage.person.id).update(
        checked_in_at=clock.now() - timedelta(hours=9)
    )
    assert send(client, f"{one}/hours/log/") == "/my-deployment/"
    assert TimeEntry.objects.get().hours == 8
    assert "8 hours" in page(client, "/my-deployment/").replace("\xa0", " ")
    send(client, f"{one}/demobilize/")
    assert stage.person.state == "demobilized"


def test_hours_that_overlap_are_refused_beside_the_field_and_kept(stage: Stage) -> None:
    client = helper_of(stage)
    stage.arrive()
    path = f"/deployments/{stage.person.id}/hours/log/"
    first = fields_of(page(client, path))
    send(client, path)
    html = send(
        client, path, 422, starts_at=first["starts_at"], hours=first["hours"], task="Backup tapes"
    )
    assert "is logged already" in html
    assert "Backup tapes" in html


@pytest.mark.parametrize(
    "broken",
    [{"hours": "99"}, {"hours": "x"}, {"starts_at": "soon"}, {"kind": "fun"}, {"task": ""}],
)
def test_broken_hours_save_nothing(stage: Stage, broken: dict) -> None:
    client = helper_of(stage)
    stage.arrive()
    send(client, f"/deployments/{stage.person.id}/hours/log/", 422, **broken)
    assert not TimeEntry.objects.exists()


def test_the_lender_works_through_every_page(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    world, mission = stage.world, f"/missions/{stage.mission.id}"
    one, lot = (f"/deployments/{row.id}" for row in (stage.person, stage.lot))
    assert "People and things" in page(duty, f"{mission}/")
    send(duty, f"{one}/assign/", person_id=str(stage.helper.person_id))
    send(duty, f"{one}/depart/")
    send(duty, f"{one}/check-in/")
    send(duty, f"{lot}/hand-over/", received_by="Ann", serial_numbers="A1\nA2")
    send(duty, f"{mission}/extend/", reason="Not done")
    extension = Extension.objects.get()
    host = browser(world, "city")
    assert "A longer stay" in page(host, f"{mission}/")
    send(host, f"/extensions/{extension.id}/answer/", answer="yes")
    send(duty, f"{lot}/lost/", quantity="1", reason="Stolen")
    send(duty, f"{lot}/return/", received_by="Bo", condition="worn")
    assert stage.lot.quantity_returned == 3
    send(duty, f"{mission}/expenses/log/", amount="18.50", category="meals", description="Lunch")
    expense = Expense.objects.get()
    send(duty, f"/expenses/{expense.id}/strike/", reason="Private")
    send(duty, f"{mission}/activity-log/add/", text="Imaged 12 PCs")
    assert "Imaged 12 PCs" in page(duty, f"{mission}/activity-log/")
    Deployment.objects.filter(pk=stage.person.id).update(
        checked_in_at=clock.now() - timedelta(hours=2)
    )
    send(duty, f"{one}/hours/log/")
    entry = TimeEntry.objects.get()
    assert "Struck out" not in page(duty, f"{mission}/hours/")
    send(duty, f"/hours/{entry.id}/strike/", reason="Wrong day")
    assert "Wrong day" in page(host, f"{mission}/hours/")
    send(duty, f"{one}/demobilize/")
    assert "Close the mission" in page(duty, f"{mission}/")
    send(duty, f"{mission}/close/")
    assert stage.state() == "closed"
    assert page(duty, f"{mission}/")


def test_a_recall_and_a_release_are_one_form_each(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    send(duty, f"/deployments/{stage.lot.id}/release/", reason="Not needed")
    send(duty, f"/missions/{stage.mission.id}/recall/", reason="Outage at home")
    assert Recall.objects.get().reason == "Outage at home"
    assert "Called home" in page(browser(stage.world, "city"), f"/missions/{stage.mission.id}/")


def test_nobody_is_asked_for_a_longer_stay_when_all_are_home(stage: Stage) -> None:
    duty, host = browser(stage.world, "county", "duty_officer"), browser(stage.world, "city")
    send(duty, f"/missions/{stage.mission.id}/extend/", reason="Not done")
    assert "may go on longer" in page(host, "/")
    stage.bring_home()
    assert "may go on longer" not in page(host, "/")
    assert "A longer stay" not in page(host, f"/missions/{stage.mission.id}/")


def test_the_host_says_who_did_not_come(stage: Stage) -> None:
    host = browser(stage.world, "city")
    send(host, f"/deployments/{stage.person.id}/no-show/", reason="Nobody came")
    assert stage.person.state == "no_show"


def test_closing_too_early_names_what_is_missing(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    html = send(duty, f"/missions/{stage.mission.id}/close/", 422)
    assert stage.lot.label in html


@pytest.mark.parametrize(
    "path",
    [
        "/deployments/{person}/check-in/",
        "/deployments/{person}/hours/log/",
        "/deployments/{lot}/hand-over/",
        "/missions/{mission}/activity-log/",
        "/missions/{mission}/hours/",
        "/missions/{mission}/out/",
        "/missions/{mission}/close/",
    ],
)
def test_another_party_finds_no_page(stage: Stage, path: str) -> None:
    school = browser(stage.world, "school")
    ids = {"person": stage.person.id, "lot": stage.lot.id, "mission": stage.mission.id}
    page(school, path.format(**ids), 404)


def test_what_waits_stands_on_the_start_page(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    assert "Name who serves" in page(duty, "/")
    helper = helper_of(stage)
    assert "You are deployed" in page(helper, "/")
    assert queries.unassigned(stage.duty) == []

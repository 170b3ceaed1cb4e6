"""The same over the API, as the demo and other programs use it."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from muster.deployments.models import TimeEntry
from muster.journal import clock
from tests.apps.aid.doors import browser, send
from tests.apps.deployments.stage import Stage


def ago(hours: float) -> str:
    return (clock.now() - timedelta(hours=hours)).isoformat()


def test_a_mission_is_served_over_the_api(stage: Stage) -> None:
    duty = browser(stage.world, "county", "duty_officer")
    host = browser(stage.world, "city")
    mission = f"/missions/{stage.mission.id}"
    rows = duty.get(f"/api/v1{mission}/deployments").json()
    person, lot = (f"/deployments/{row['id']}" for row in rows)
    assign = {"person_id": str(stage.helper.person_id)}
    steps = [
        (duty, f"{person}/assign", assign, 200),
        (duty, f"{person}/depart", {"at": ago(9)}, 200),
        (host, f"{person}/check-in", {"at": ago(8.5)}, 200),
        (duty, f"{person}/time-entries", {"starts_at": ago(8), "ends_at": ago(1)}, 201),
        (
            duty,
            f"{mission}/expenses",
            {
                "category": "meals",
                "incurred_on": clock.now()
                .astimezone(ZoneInfo("America/Denver"))
                .date()
                .isoformat(),
                "description": "Lunch",
                "amount": "18.50",
            },
            201,
        ),
        (duty, f"{mission}/activities", {"text": "Imaged 12 PCs"}, 201),
        (
            host,
            f"{lot}/hand-over",
            {"quantity": 4, "condition": "good", "received_by": "Ann"},
            201,
        ),
        (
            duty,
            f"{mission}/extensions",
            {
                "until": (stage.mission.ends_at + timedelta(days=1)).isoformat(),
                "reason": "Not done",
            },
            201,
        ),
        (duty, f"{lot}/lost", {"quantity": 1, "reason": "Stolen"}, 201),
        (duty, f"{lot}/return", {"quantity": 3, "condition": "worn", "received_by": "Bo"}, 201),
        (duty, f"{person}/demobilize", {}, 200),
        (duty, f"{mission}/close", {}, 200),
    ]
    for client, path, body, status in steps:
        response = send(client, path, body)
        assert response.status_code == status, (path, response.json())
    assert response.json()["state"] == "closed"
    for name in ("hand-overs", "expenses", "activities", "recalls", "extensions"):
        assert host.get(f"/api/v1{mission}/{name}").status_code == 200
    assert host.get(f"/api/v1{mission}/free-meter").json()["used"] == "7"
    assert host.get(f"/api/v1{mission}/running-cost").json()["currency"] == "USD"
    assert len(host.get(f"/api/v1{mission}/time-entries").json()["items"]) == 1
    mine = browser(stage.world, "county", "responder").get("/api/v1/my-deployments").json()
    assert mine == []


def test_what_was_wrong_is_struck_out_and_what_is_needed_is_recalled(stage: Stage) -> None:
    stage.arrive()
    duty = browser(stage.world, "county", "duty_officer")
    host = browser(stage.world, "city")
    mission = f"/missions/{stage.mission.id}"
    day = clock.now().astimezone(ZoneInfo("America/Denver")).date().isoformat()
    spent = {"category": "meals", "incurred_on": day, "description": "Lunch", "amount": "18.50"}
    until = (stage.mission.ends_at + timedelta(days=1)).isoformat()
    entry = send(
        duty,
        f"/deployments/{stage.person.id}/time-entries",
        {"starts_at": ago(3), "ends_at": ago(2)},
    ).json()
    expense = send(duty, f"{mission}/expenses", spent).json()
    asked = send(host, f"{mission}/extensions", {"until": until, "reason": "Not done"}).json()
    back = (clock.now() + timedelta(hours=5)).isoformat()
    for client, path, body, name, value in (
        (duty, f"/time-entries/{entry['id']}/void", {"reason": "Wrong"}, "void_reason", "Wrong"),
        (duty, f"/expenses/{expense['id']}/void", {"reason": "Wrong"}, "void_reason", "Wrong"),
        (duty, f"/extensions/{asked['id']}/answer", {"is_agreed": False}, "state", "refused"),
        (duty, f"{mission}/recall", {"reason": "Fire", "effective_at": back}, "reason", "Fire"),
    ):
        assert send(client, path, body).json()[name] == value, path
    refused = send(host, f"{mission}/recall", {"reason": "Fire", "effective_at": back})
    assert refused.status_code == 409
    assert send(host, f"/deployments/{stage.lot.id}/release", {"reason": "No"}).status_code == 409


def test_a_repeated_key_logs_once(stage: Stage) -> None:
    stage.arrive()
    duty = browser(stage.world, "county", "duty_officer")
    body = {"starts_at": ago(3), "ends_at": ago(2)}
    path = f"/deployments/{stage.person.id}/time-entries"
    for _ in range(2):
        response = send(duty, path, body, **{"Idempotency-Key": "the-same"})
        assert response.status_code == 201
    assert TimeEntry.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"starts_at": "0001-01-01T00:00:00+14:00", "ends_at": ago(1)},
        {"starts_at": ago(2), "ends_at": "9999-12-31T23:59:59-14:00"},
        {"starts_at": "2026-01-01T00:00:00", "ends_at": ago(1)},
        {"starts_at": ago(2), "ends_at": ago(1), "kind": "\x00"},
        {"starts_at": ago(2), "ends_at": ago(1), "extra": 1},
        {"starts_at": ago(-2), "ends_at": ago(-1)},
    ],
)
def test_hostile_hours_are_problem_documents(stage: Stage, body: dict) -> None:
    stage.arrive()
    duty = browser(stage.world, "county", "duty_officer")
    response = send(duty, f"/deployments/{stage.person.id}/time-entries", body)
    assert 400 <= response.status_code < 500
    assert response["Content-Type"] == "application/problem+json"
    assert not TimeEntry.objects.exists()


def test_another_party_finds_nothing_over_the_api(stage: Stage) -> None:
    school = browser(stage.world, "school")
    mission = f"/api/v1/missions/{stage.mission.id}"
    for path in ("deployments", "time-entries", "expenses", "free-meter", "running-cost"):
        assert school.get(f"{mission}/{path}").status_code == 404
    assert send(school, f"/deployments/{stage.person.id}/check-in").status_code == 404

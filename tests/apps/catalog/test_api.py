"""The catalogue over the API: the same rules, in shapes that the document promises."""

from __future__ import annotations

import pytest

from muster.catalog import queries
from muster.catalog.api import shapes
from muster.catalog.models import Resource
from tests.apps.catalog.doors import client_of, read, send
from tests.apps.catalog.stage import DUTY, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage().seed()


@pytest.fixture
def duty(stage):
    return stage.actor("sagebrush_county", DUTY, signed_in=True)


@pytest.fixture
def client(duty):
    return client_of(duty)


LAPTOPS = {
    "resource_type": "laptop",
    "name": "Laptops",
    "quantity": 10,
    "reserve": 2,
    "rate": "4.5",
    "rate_basis": "day",
    "details": {"serial_numbers": ["A1"], "replacement": "1200.00"},
}


def test_a_resource_is_listed_read_changed_and_retired(client, duty):
    made = send(client, "/resources", LAPTOPS, key="one")
    assert made.status_code == 201, made.content
    shapes.ResourceOut(**made.json())
    assert made.json()["rate"] == {"amount": "4.5000", "currency": "USD", "basis": "day"}
    again = send(client, "/resources", LAPTOPS, key="one")
    assert again.json() == made.json() and Resource.objects.count() == 1
    address = f"/resources/{made.json()['id']}"
    changed = send(client, address, {"quantity": 12, "details": {"condition": "worn"}})
    assert changed.json()["quantity"] == 12 and changed.json()["details"]["condition"] == "worn"
    assert changed.json()["details"]["serial_numbers"] == ["A1"]
    assert read(client, address).json()["reserve"] == 2
    assert send(client, f"{address}/retire", {}).json()["retired_at"]


def test_the_list_answers_in_the_promised_shape_and_pages_by_cursor(client, stage):
    for number in range(3):
        stage.engineer(name=f"Engineer {number}", clearances=[{"key": "nda"}])
    first = read(client, "/resources?kind=person&skill=active_directory&limit=2").json()
    assert [shapes.ResourceOut(**item).name for item in first["items"]] == [
        "Engineer 0",
        "Engineer 1",
    ]
    second = read(client, f"/resources?kind=person&limit=2&cursor={first['next']}").json()
    assert [item["name"] for item in second["items"]] == ["Engineer 2"]
    assert second["next"] is None
    assert read(client, "/resources?cursor=nonsense").status_code == 422
    assert read(client, "/resources?limit=0").status_code == 422
    assert read(client, "/resources?sort=rate").status_code == 422
    for name in ("text", "skill", "clearance", "resource_type"):
        assert read(client, f"/resources?{name}=%00").status_code == 422
    assert read(client, "/ready-packages?work_package=%00").status_code == 422


def test_other_parties_and_strangers(client, stage):
    row = stage.laptops(details={"serial_numbers": ["SECRET"]})
    other = client_of(stage.actor("juniper_flats", DUTY, signed_in=True))
    seen = read(other, f"/resources/{row.id}")
    assert "SECRET" not in seen.content.decode() and seen.json()["reserve"] is None
    assert send(other, f"/resources/{row.id}", {"name": "Mine"}).status_code == 404
    assert read(other, f"/resources/{row.id}/reservations").json()["items"] == []
    client.logout()
    assert read(client, "/resources").status_code == 401


def test_what_does_not_fit_is_a_problem_that_names_the_field(client):
    for body in (
        {**LAPTOPS, "colour": "red"},
        {**LAPTOPS, "quantity": 10**30},
        {**LAPTOPS, "rate": 4.5},
        {**LAPTOPS, "rate": "1e9"},
        {**LAPTOPS, "latitude": "NaN"},
        {**LAPTOPS, "name": "\x00"},
        {"name": "x"},
        [],
    ):
        answer = send(client, "/resources", body)
        assert answer.status_code == 422, body
        assert answer["Content-Type"] == "application/problem+json"
    refused = send(client, "/resources", {**LAPTOPS, "reserve": 11})
    assert refused.status_code == 409
    assert refused.json()["reasons"][0]["field"] == "reserve"
    assert not Resource.objects.exists()


def test_availability_packages_and_imports(client, stage, duty):
    row = stage.laptops()
    away = send(client, f"/resources/{row.id}/unavailabilities", {"reason": "Repair"})
    assert away.status_code == 201
    assert read(client, f"/resources/{row.id}").json()["bars"] == ["resource.unavailable"]
    assert len(read(client, f"/resources/{row.id}/unavailabilities").json()["items"]) == 1
    assert send(client, f"/resources/{row.id}/bring-back", {}).json()["free"] == 8
    body = {
        "name": "Crew",
        "price": "2000.00",
        "duration_hours": 40,
        "items": [{"resource_id": str(row.id), "quantity": 3}],
    }
    made = send(client, "/ready-packages", body)
    assert made.status_code == 201, made.content
    assert made.json()["price"] == {"amount": "2000.00", "currency": "USD"}
    address = f"/ready-packages/{made.json()['id']}"
    assert send(client, address, {**body, "name": "Team"}).json()["name"] == "Team"
    assert len(read(client, "/ready-packages").json()["items"]) == 1
    assert send(client, f"{address}/retire", {}).json()["retired_at"]
    csv = {"kind": "equipment", "text": "resource_type,name\nlaptop,From a file\n"}
    assert send(client, "/resource-imports", {**csv, "dry_run": True}).json()["count"] == 1
    assert Resource.objects.count() == 1
    assert len(send(client, "/resource-imports", csv).json()["resource_ids"]) == 1
    wrong = send(client, "/resource-imports", {**csv, "text": "x,y\n1,2\n", "dry_run": True})
    assert wrong.status_code == 409 and wrong.json()["reasons"]


def test_the_vocabulary_is_read_by_all_and_kept_by_the_coordinator(client, stage):
    assert len(read(client, "/skills").json()["items"]) == 17
    assert len(read(client, "/clearances").json()["items"]) == 4
    assert {
        row["kind"] for row in read(client, "/resource-types?kind=licence").json()["items"]
    } == {"licence"}
    presets = read(client, "/work-packages").json()["items"]
    assert presets[0]["lines"][0]["units_per_one"] == 40
    assert read(client, f"/work-packages/{presets[0]['id']}").json() == presets[0]
    assert send(client, "/skills", {"key": "x", "label": "X"}).status_code == 403
    coordinator = client_of(stage.coordinator)
    assert send(coordinator, "/skills", {"key": "x", "label": "X"}).status_code == 200
    assert send(coordinator, "/clearances", {"key": "x", "label": "X"}).status_code == 200
    body = {"key": "x", "label": "X", "kind": "equipment"}
    assert send(coordinator, "/resource-types", body).json()["unit"] == "each"
    body = {"key": "x", "label": "X", "unit_label": "x", "lines": [{"resource_type": "x"}]}
    assert send(coordinator, "/work-packages", body).json()["lines"][0]["hours"] == 24
    gone = send(coordinator, "/vocabulary/retire", {"vocabulary": "skill", "key": "x"})
    assert gone.status_code == 200
    assert send(coordinator, "/vocabulary/seed", {}).json()["skill"] == 0
    assert "x" not in [row.key for row in queries.skills(stage.system)]


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2026-03-14T12:00:00", "soon"]
)
def test_moments_that_no_calendar_survives_are_refused(client, stage, moment):
    row = stage.laptops()
    for name in ("free_from", "free_until"):
        assert read(client, f"/resources?{name}={moment}").status_code == 422
    address = f"/resources/{row.id}/unavailabilities"
    assert send(client, address, {"starts_at": moment}).status_code == 422
    held = {"key": "nda", "expires_on": moment[:10]}
    said = {"resource_type": "systems_engineer", "name": "x", "clearances": [held]}
    answer = send(client, "/resources", said)
    assert answer.status_code == (201 if moment.startswith("2026") else 422)

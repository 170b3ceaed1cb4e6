"""The register over the API: the same rules, in JSON, with tokens."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from muster.journal.models import Receipt
from muster.members import commands
from muster.members.models import Party
from tests.apps.members.house import PASSWORD


def caller(house, key, **given):
    values = {"name": "Test", "scopes": ["*"], "carries_authority": True} | given
    secret = commands.create_token(house.actor(key), **values).secret
    return Client(headers={"Authorization": f"Bearer {secret}"})


def send(client, url, body=None, method="post", **headers):
    return getattr(client, method)(
        f"/api/v1{url}", json.dumps(body or {}), content_type="application/json", headers=headers
    )


def test_the_register_is_listed_filtered_and_paged(house):
    client = caller(house, "city_read_only")
    page = client.get("/api/v1/parties?limit=1").json()
    assert [party["name"] for party in page["items"]] == ["City"]
    rest = client.get(f"/api/v1/parties?limit=1&cursor={page['next']}").json()
    assert [party["name"] for party in rest["items"]] == ["County"] and rest["next"] is None
    found = client.get("/api/v1/parties?kind=county&county=dry").json()["items"]
    assert [party["standing"] for party in found] == ["in_force"]
    for bad in ("limit=0", "limit=201", "limit=x"):
        assert client.get(f"/api/v1/parties?{bad}").status_code == 422


def test_strangers_and_bad_tokens_are_refused(house):
    for client in (Client(), Client(headers={"Authorization": "Bearer muster_wrong"})):
        answer = client.get("/api/v1/parties")
        assert answer.status_code == 401
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_token_reads_and_writes_within_its_scopes_only(house):
    client = caller(house, "coordinator", scopes=["read"])
    assert client.get("/api/v1/parties").status_code == 200
    answer = send(client, "/parties", {"name": "Water", "kind": "other"})
    assert answer.status_code == 403
    assert not Party.objects.filter(name="Water").exists()


def test_a_token_without_authority_changes_no_roles(house):
    client = caller(house, "coordinator", carries_authority=False)
    body = {"person_id": str(house.people["city_clerk"].id), "role": "finance"}
    answer = send(client, f"/parties/{house.city.id}/roles", body)
    assert answer.status_code == 403
    assert answer.json()["reasons"][0]["code"] == "step_up.required"


def test_a_party_is_added_once_under_one_key(house):
    client = caller(house, "coordinator")
    body = {"name": "Water", "kind": "special_district", "population": 900}
    first, again = (send(client, "/parties", body, **{"Idempotency-Key": "k1"}) for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert Party.objects.filter(name="Water").count() == 1


def test_a_secret_is_in_the_first_answer_and_in_no_receipt(house):
    client = caller(house, "city_authorized_representative")
    body = {
        "name": "New",
        "email": "new@example.org",
        "party_id": str(house.city.id),
        "party_roles": ["clerk"],
    }
    first, again = (
        send(client, "/invitations", body, **{"Idempotency-Key": "k1"}) for _ in range(2)
    )
    token = first.json()["token"]
    assert token and again.json()["token"] is None
    assert token not in str(list(Receipt.objects.values()))
    joined = send(Client(), "/invitations/accept", {"token": token, "password": PASSWORD})
    assert joined.status_code == 201
    assert PASSWORD not in str(list(Receipt.objects.values()))


def test_a_way_back_is_opened_and_used(house):
    client = caller(house, "city_authorized_representative")
    person = house.people["city_clerk"].id
    issued = send(client, f"/people/{person}/recover").json()
    body = {"token": issued["token"], "code": "wrong", "password": "four calm geese sail"}
    assert send(client, f"/people/{person}/recovery-code").status_code == 409
    assert send(Client(), "/recoveries/use", body).status_code == 409
    other = caller(house, "city_duty_officer")
    read = send(other, f"/people/{person}/recovery-code")
    assert read.status_code == 201
    body["code"] = read.json()["code"]
    assert send(Client(), "/recoveries/use", body).status_code == 200


def test_contacts_travel_whole(house):
    client = caller(house, "city_duty_officer")
    url = f"/parties/{house.city.id}/contacts"
    made = [
        send(client, url, {"kind": "always", "name": name, "phone": "8015550123"}).json()
        for name in "ab"
    ]
    ids = [made[1]["id"], made[0]["id"]]
    ordered = send(client, f"{url}/order", {"contact_ids": ids}).json()["items"]
    assert [each["call_order"] for each in ordered] == [1, 2]
    assert send(client, f"{url}/verify").json()["items"][0]["verified_at"]
    changed = send(client, f"/contacts/{ids[0]}", {"note": "Ring twice"}, "patch").json()
    assert changed["note"] == "Ring twice" and changed["phone"] == "+18015550123"
    send(client, f"/contacts/{ids[0]}/remove")
    assert [c["id"] for c in client.get(f"/api/v1{url}").json()["items"]] == ids[1:]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "always", "name": "x", "phone": "1", "extra": 1},
        {"kind": "always"},
        {"kind": "always", "name": 7},
        {"kind": "always", "name": "a\u0000b", "phone": "8015550123"},
        [],
        "text",
    ],
)
def test_broken_input_is_refused_in_words(house, body):
    answer = send(caller(house, "city_clerk"), f"/parties/{house.city.id}/contacts", body or [])
    assert answer.status_code in (409, 422)
    assert answer.json()["detail"]


def test_the_rest_of_the_verbs_answer(house):
    client = caller(house, "coordinator")
    clerk, city = str(house.people["city_clerk"].id), house.city.id
    role = {"person_id": clerk, "role": "finance"}
    office = {"person_id": clerk, "role": "auditor"}
    party = {"party_id": None}
    calls = [
        ("patch", "/network", {"time_zone": "America/Boise"}, 200),
        ("patch", f"/parties/{city}", {"population": 5}, 200),
        ("post", f"/parties/{city}/standing", {"action": "suspend", "reason": "Why"}, 200),
        ("post", f"/parties/{city}/roles", role, 201),
        ("post", f"/parties/{city}/roles/revoke", role, 200),
        ("post", "/network/roles", office, 201),
        ("post", "/network/roles/revoke", office, 200),
        ("post", "/exercises", {"name": "Drill"}, 201),
        ("post", f"/people/{clerk}/deactivate", {"reason": "Left"}, 200),
        ("post", f"/people/{clerk}/reactivate", {}, 200),
        ("post", "/sessions/end-others", {}, 200),
        ("patch", "/profile", {"name": "C"}, 200),
        ("post", "/tokens", {"name": "T", "scopes": ["read"]}, 409),
        ("post", "/sessions/999/end", {}, 404),
        ("post", "/parties/known", party | {"party_id": str(house.district.id)}, 404),
    ]
    wrong = [
        (url, answer.status_code, answer.content[:300])
        for method, url, body, status in calls
        if (answer := send(client, url, body, method)).status_code != status
    ]
    assert not wrong
    reads = "network network/officers invitations access-review profile posts sessions tokens"
    for name in [*reads.split(), "exercises", f"people/{clerk}", f"parties/{city}/people"]:
        assert client.get(f"/api/v1/{name}").status_code == 200, name


def test_a_register_is_imported_from_a_file(house):
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = caller(house, "coordinator")
    good = SimpleUploadedFile("p.csv", b"name,kind\nWater,other\n")
    assert client.post("/api/v1/parties/import", {"file": good}).json() == {"count": 1}
    bad = SimpleUploadedFile("p.csv", b"\xff\xfename,kind\n")
    answer = client.post("/api/v1/parties/import", {"file": bad})
    assert answer.status_code == 409 and "UTF-8" in answer.json()["detail"]


def test_another_party_and_another_network_read_nothing_of_ours(house):
    contact = commands.add_contact(
        house.actor("city_clerk"),
        party_id=house.city.id,
        kind="always",
        name="D",
        phone="8015550123",
    )
    there = caller(house, "district_representative")
    for url in (
        f"parties/{house.city.id}",
        f"parties/{house.city.id}/contacts",
        f"parties/{house.city.id}/people",
        f"people/{house.people['city_clerk'].id}",
    ):
        assert there.get(f"/api/v1/{url}").status_code == 404
    assert send(there, f"/contacts/{contact.id}/remove").status_code == 404
    county = caller(house, "county_representative")
    assert county.get(f"/api/v1/people/{house.people['city_clerk'].id}").status_code == 404
    assert "city_" not in county.get("/api/v1/access-review").content.decode()

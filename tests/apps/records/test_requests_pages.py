"""Public-records requests on their pages and over the API."""

from __future__ import annotations

import io
import zipfile

from django.test import Client

from muster.claims.models import Claim
from muster.records.models import PickedRecord, RecordsRequest, Redaction
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.claims.test_pages import do


def test_a_request_is_logged_searched_redacted_packed_and_closed(
    world: World, old_claim: Claim
) -> None:
    first = browser(world, None, "coordinator")
    assert "No requests" in page(first, "/records/requests/")
    do(first, "/records/requests/new/", asked_by="The Gazette", scope="Who came")
    asked = RecordsRequest.objects.get()
    one = f"/records/requests/{asked.id}/"
    key = f"mission:{old_claim.mission_id}"
    assert key in page(first, f"{one}search/?words=opal")
    assert "Nothing found" in page(first, f"{one}search/?words=zzz&from=bad")
    do(first, f"{one}search/?words=opal", picks=key)
    picked = PickedRecord.objects.get()
    at = f"/records/picked/{picked.id}/"
    assert "Opal lamp" in page(first, at)
    html = do(first, f"{at}redact/", field_key="access", passage="Opal lamp", reason_key="security")
    assert "[withheld: security]" in html
    answer = first.post(f"{one}export/")
    whole = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert b"Opal" not in b"".join(whole.read(name) for name in whole.namelist())
    do(first, f"/records/redactions/{Redaction.objects.get().id}/withdraw/")
    assert "63G-2-302" in page(first, "/records/grounds/")
    do(first, "/records/grounds/set/", key="t", title="Trade", citation="Ord. 4", source="Me")
    do(first, f"{at}drop/")
    do(first, f"{one}close/", action="answer", outcome="Sent")
    assert "Search and pick" not in page(first, one)


def test_the_same_over_the_api(world: World, old_claim: Claim) -> None:
    first = browser(world, None, "coordinator")
    made = send(first, "/records/requests", {"asked_by": "The Gazette", "scope": "Who came"})
    assert made.status_code == 201
    one = f"/records/requests/{made.json()['id']}"
    found = first.get(f"/api/v1{one}/search", {"words": "opal"}).json()
    picks = [{"kind": each["kind"], "record_id": each["record_id"]} for each in found]
    picked = send(first, f"{one}/picks", {"picks": picks}).json()["picked"]
    at = f"/records/picked/{picked[0]['id']}"
    cut = {"field_key": "access", "reason_key": "security", "passage": "Opal lamp"}
    shown = send(first, f"{at}/redact", cut).json()
    access = next(each for each in shown["fields"] if each["key"] == "access")
    assert access["redacted"] == "[withheld: security]"
    assert send(first, f"{at}/redact", {**cut, "passage": "no"}).status_code == 409
    redaction = access["redactions"][0]["id"]
    assert send(first, f"/records/redactions/{redaction}/withdraw").status_code == 200
    assert send(first, f"{at}/redact-suggested", {"reason_key": "private"}).status_code in (
        200,
        409,
    )
    assert first.get(f"/api/v1{at}").status_code == 200
    assert send(first, f"{one}/export").status_code == 200
    assert send(first, f"{at}/drop").json()["picked"] == []
    ground = {"key": "t", "title": "Trade", "citation": "Ord. 4", "source": "Me"}
    assert send(first, "/records/grounds", ground).json()["key"] == "t"
    assert "t" in [each["key"] for each in first.get("/api/v1/records/grounds").json()]
    closed = send(first, f"{one}/close", {"action": "withdraw", "outcome": "They found it"})
    assert closed.json()["state"] == "withdrawn"
    assert first.get("/api/v1/records/requests").json()["items"][0]["state"] == "withdrawn"


def test_others_are_refused(world: World) -> None:
    finance, stranger = browser(world, "city", "finance"), Client()
    assert finance.get("/records/requests/").status_code == 403
    assert stranger.get("/records/requests/").status_code == 302
    assert stranger.get("/api/v1/records/requests").status_code == 401

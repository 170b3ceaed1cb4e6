"""Retention, holds and disposals on their pages and over the API."""

from __future__ import annotations

from django.test import Client

from muster.claims.models import Claim
from muster.members.models import Person
from muster.records.models import Disposal, LegalHold
from muster.rules.actor import Actor
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.claims.test_pages import do


def test_a_coordinator_keeps_holds_and_disposes_on_the_pages(
    world: World, second: Actor, old_claim: Claim
) -> None:
    first = browser(world, None, "coordinator")
    assert "for good" in page(first, "/records/")
    html = do(first, "/records/kept/missions/", years="6", source="Schedule 12")
    assert "6 years" in html and "Schedule 12" in html
    mission = f"/missions/{old_claim.mission_id}/"
    assert "Place one" in page(first, mission)
    place = f"/records/holds/mission/{old_claim.mission_id}/place/"
    html = do(first, place, reason="Case 7")
    assert old_claim.mission.reference in html
    assert "Case 7" in page(first, mission)
    assert "Nothing new is due" in do(first, "/records/disposals/propose/")
    hold = LegalHold.objects.get()
    do(first, f"/records/holds/{hold.id}/release/", reason="Closed")
    assert "Case 7" in page(first, "/records/holds/")
    assert "1 proposed" in do(first, "/records/disposals/propose/")
    disposal = Disposal.objects.get()
    one = f"/records/disposals/{disposal.id}/"
    assert "Disposal of records" in page(first, "/")
    assert "Somebody else carries it out" in do(first, f"{one}approve/")
    assert "1 records" in do(second_browser(world, second), f"{one}carry-out/")


def second_browser(world: World, second: Actor) -> Client:
    from muster.members.models import NetworkRoleGrant
    from tests.apps.aid.world import NOW

    NetworkRoleGrant.objects.create(
        network=world.network, person_id=second.person_id, role="coordinator", granted_at=NOW
    )
    world.people["network", "coordinator"] = Person.objects.get(pk=second.person_id)
    return browser(world, None, "coordinator")


def test_the_same_over_the_api(world: World, second: Actor, old_claim: Claim) -> None:
    first = browser(world, None, "coordinator")
    kept = {"years": 6, "source": "Schedule 12"}
    assert send(first, "/records/retention/claims", kept).json()["years"] == 6
    assert send(first, "/records/retention/claims", {"years": 6}).status_code == 422
    assert send(first, "/records/retention/agreement", kept).status_code == 409
    held = {"subject_kind": "claim", "subject_id": str(old_claim.id), "reason": "Audit"}
    hold = send(first, "/records/holds", held)
    assert hold.status_code == 201
    assert send(first, "/records/disposals/propose").json() == []
    released = send(first, f"/records/holds/{hold.json()['id']}/release", {"reason": "Done"})
    assert released.json()["released_at"]
    (made,) = send(first, "/records/disposals/propose").json()
    one = f"/records/disposals/{made['id']}"
    assert first.get(f"/api/v1{one}").json()["items"][0]["label"] == old_claim.reference
    assert send(first, f"{one}/approve").json()["state"] == "approved"
    assert send(first, f"{one}/carry-out").status_code == 409
    assert send(second_browser(world, second), f"{one}/carry-out").json()["done_count"] == 1
    assert send(first, f"{one}/decline", {"reason": "Late"}).status_code == 409


def test_others_are_refused(world: World, old_claim: Claim) -> None:
    director, stranger = browser(world, "city"), Client()
    for path in ("/records/", "/records/holds/", "/records/disposals/"):
        assert director.get(path).status_code == 403
        assert stranger.get(path).status_code == 302
        assert stranger.get(f"/api/v1{path.rstrip('/')}").status_code in (401, 404)
    assert "Legal hold" not in page(director, f"/missions/{old_claim.mission_id}/")
    auditor = browser(world, None, "auditor")
    assert "Place one" not in page(auditor, f"/missions/{old_claim.mission_id}/")
    page(auditor, "/records/")

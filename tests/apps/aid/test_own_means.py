"""Where the agreement lets a party ask once its own means do not suffice."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from muster.agreements.models import AgreementVersion
from muster.aid import commands, queries
from muster.aid.documents.authority import contents
from muster.aid.models import AidRequest
from muster.exchange.paper import ics_213rr
from muster.exchange.paper import request as paper
from muster.members.models import Membership
from muster.offline import queries as offline
from muster.rules.actor import system_actor
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_phone_filing import DESK, called, file
from tests.apps.aid.world import World

__all__ = ["called"]
STATEMENT = "own means are used up, or will be"
REFUSED = "aid_request.own_means_first"


@pytest.fixture
def demanding(world: World) -> World:
    """The agreement in force wants a party's own means used first."""
    was, now = "local_resources_first = false", "local_resources_first = true"
    assert was in world.version.terms_text
    text = world.version.terms_text.replace(was, now)
    world.version.terms_text = text
    world.version.terms_sha256 = hashlib.sha256(text.encode()).hexdigest()
    world.version.save()
    return world


def typed(client: Client, at: str = "/ask/") -> dict[str, Any]:
    package = client.get(at).context["form"].packages[0]
    return {
        "kind": "ransomware",
        f"tick_{package.key}": "on",
        f"count_{package.key}": "40",
        "sharing_label": "TLP:AMBER",
    }


def test_who_does_not_say_it_is_refused_and_nothing_is_kept(demanding: World) -> None:
    with pytest.raises(Refused) as refused:
        ask(demanding)
    assert codes(refused) == {REFUSED}
    assert refused.value.refusals[0].field == "own_means_used"
    assert not AidRequest.objects.exists()


def test_who_said_it_and_when_is_on_the_record(demanding: World) -> None:
    actor = demanding.actor("city")
    asked = ask(demanding, own_means_used=True)
    assert asked.own_means_said_by == actor.name and asked.own_means_said_by
    assert asked.own_means_said_at <= asked.opened_at
    page = browser(demanding, "city").get(f"/requests/{asked.id}/").content.decode()
    assert "Own means" in page and f"{actor.name} said so" in page


def test_it_stands_on_the_authority_and_on_the_printed_forms(demanding: World) -> None:
    city = demanding.actor("city")
    asked = ask(demanding, own_means_used=True)
    mission = commands.accept_offer(city, offer_id=offer(demanding, asked).id)
    printed = contents(queries.get_mission(city, mission.id), [], "https://muster.example/")
    assert city.name in printed["own_means"]
    for form in (ics_213rr, paper):
        assert "Own means used up" in str(form.read(city, asked.id).values)


def test_where_the_agreement_does_not_ask_nobody_is_asked(world: World) -> None:
    asked = ask(world)
    assert asked.own_means_said_at is None and asked.own_means_said_by == ""
    client = browser(world, "city")
    assert STATEMENT not in client.get("/ask/").content.decode()
    assert "Own means" not in client.get(f"/requests/{asked.id}/").content.decode()
    assert "Own means" not in str(ics_213rr.read(world.actor("city"), asked.id).values)


def test_on_a_phone_it_is_one_tick_and_nothing_typed_is_lost(demanding: World) -> None:
    client = browser(demanding, "city", "duty_officer")
    given = typed(client) | {"note": "Back door"}
    missed = client.post("/ask/", given)
    page = missed.content.decode()
    assert missed.status_code == 422 and "tick that they are used up" in page
    assert "Back door" in page and not AidRequest.objects.exists()
    assert client.post("/ask/", given | {"own_means_used": "on"}).status_code == 302
    assert AidRequest.objects.get().own_means_said_at is not None


def test_the_coordinator_says_it_for_a_party_that_cannot(demanding: World) -> None:
    client = browser(demanding, None, "coordinator")
    given = typed(client) | {"party_id": str(demanding.parties["city"].id)}
    missed = client.post("/ask/", given)
    assert missed.status_code == 422 and "uses its own means first" in missed.content.decode()
    assert client.post("/ask/", given | {"own_means_used": "on"}).status_code == 302
    asked = AidRequest.objects.get()
    assert asked.filed_on_behalf and asked.own_means_said_by


def test_the_coordinator_may_say_it_where_a_party_asks_under_an_older_version(
    demanding: World,
) -> None:
    """The version in force no longer demands it, but the city has not adopted that one."""
    older = demanding.version
    text = older.terms_text.replace("local_resources_first = true", "local_resources_first = false")
    text = text.replace("[terms.joining]", '[terms.joining]\nadopting = ["signature"]', 1)
    assert 'adopting = ["signature"]' in text
    AgreementVersion.objects.filter(pk=older.pk).update(state="superseded")
    AgreementVersion.objects.create(
        network=demanding.network,
        label="2026",
        title="Agreement",
        terms_text=text,
        terms_sha256=hashlib.sha256(text.encode()).hexdigest(),
        state="in_force",
        in_force_from=older.in_force_from + timedelta(days=90),
        drafted_at=older.drafted_at,
    )
    Membership.objects.update(bound_since=older.in_force_from + timedelta(days=1))
    client = browser(demanding, None, "coordinator")
    given = typed(client) | {"party_id": str(demanding.parties["city"].id)}
    assert STATEMENT in client.get("/ask/").content.decode()
    assert client.post("/ask/", given | {"own_means_used": "on"}).status_code == 302
    assert AidRequest.objects.get().own_means_said_at is not None


def test_on_the_phone_the_caller_is_who_said_it(demanding: World, called: World) -> None:
    with pytest.raises(Refused) as refused:
        file(called)
    assert codes(refused) == {REFUSED}
    filed = file(called, own_means_used=True)
    assert filed.own_means_said_by == "Dana Director, by phone"
    commands.dispose_aid_requests(system_actor(called.network.id), aid_request_ids=[filed.id])
    assert AidRequest.objects.get().own_means_said_by == ""


def test_what_is_read_back_to_the_caller_holds_the_statement(
    demanding: World, called: World
) -> None:
    client = browser(called, "county", "duty_officer")
    at = f"/ask/by-phone/{called.parties['city'].id}/"
    given = typed(client, at) | {
        "caller_name": "Dana",
        "called_back_phone": DESK,
        "own_means_used": "on",
    }
    page = client.post(at, given)
    assert "Their own means are used up" in page.content.decode()
    assert "Your own means are used up" in page.context["form"]["read_back"].value()


def draft(world: World) -> AidRequest:
    city = world.actor("city")
    incident = commands.open_incident(city, kind="ransomware")
    begun = commands.draft_aid_request(city, incident_id=incident.id)
    package = world.work_packages["reimage"]
    commands.add_work_package(
        city, aid_request_id=begun.id, work_package_id=package.id, quantity=40
    )
    return begun


def test_a_draft_is_opened_with_the_same_tick(demanding: World) -> None:
    begun = draft(demanding)
    client = browser(demanding, "city")
    at = f"/requests/{begun.id}/open/"
    assert STATEMENT in client.get(at).content.decode()
    assert client.post(at).status_code == 422
    assert client.post(at, {"own_means_used": "on"}).status_code == 302
    begun.refresh_from_db()
    assert begun.state == "open" and begun.own_means_said_at is not None


def test_over_the_api_it_is_said_with_the_request_or_on_opening(demanding: World) -> None:
    client = browser(demanding, "city")
    package = str(demanding.work_packages["reimage"].id)
    wanted = {
        "kind": "ransomware",
        "work_packages": [{"work_package_id": package, "quantity": 40}],
    }
    answer = send(client, "/ask-for-help", wanted)
    assert answer.status_code == 409 and "own_means_used" in answer.content.decode()
    answer = send(client, "/ask-for-help", wanted | {"own_means_used": True})
    assert answer.status_code == 201 and answer.json()["own_means_said_at"]
    at = f"/aid-requests/{draft(demanding).id}/open"
    assert send(client, at).status_code == 409
    assert send(client, at, {"own_means_used": True}).json()["state"] == "open"


def test_a_draft_is_opened_over_the_api_without_a_body_elsewhere(world: World) -> None:
    answer = browser(world, "city").generic("POST", f"/api/v1/aid-requests/{draft(world).id}/open")
    assert answer.json()["state"] == "open", answer.content


def test_a_phone_without_a_network_knows_whether_it_must_be_said(demanding: World) -> None:
    assert kept_sections(demanding)["own_means"]
    demanding.version.terms_text = demanding.version.terms_text.replace(
        "local_resources_first = true", "local_resources_first = false"
    )
    demanding.version.terms_sha256 = "0" * 64
    demanding.version.save()
    assert kept_sections(demanding)["own_means"] == []


def kept_sections(world: World) -> dict[str, Any]:
    return {each.key: each.items for each in offline.snapshot(world.actor("city")).sections}

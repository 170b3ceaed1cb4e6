"""One person serves two parties: what belongs to the one is not carried into the other."""

from __future__ import annotations

from dataclasses import replace

from muster.aid import commands, queries
from muster.aid.models import AidRequest
from muster.members import stamps
from muster.members.models import PartyRoleGrant
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask
from tests.apps.aid.world import NOW, World


def test_a_key_used_for_one_party_is_not_answered_for_the_other(world: World) -> None:
    client = browser(world, "city")
    person = world.people["city", "authorized_representative"]
    PartyRoleGrant.objects.create(
        network=world.network,
        party=world.parties["school"],
        person=person,
        role="authorized_representative",
        granted_at=NOW,
    )
    stamps.renew_posts(person.id)
    lines = [{"resource_type_id": str(world.types["laptop"].id), "quantity": 1}]
    body, key = {"kind": "outage", "lines": lines}, {"Idempotency-Key": "once"}

    codes = []
    for party in ("city", "school"):
        session = client.session
        session["post"] = f"{world.network.id}:{world.parties[party].id}"
        session.save()
        codes.append(send(client, "/ask-for-help", body, **key).status_code)

    assert codes == [201, 422]
    assert AidRequest.objects.get().requesting_party_id == world.parties["city"].id


def test_who_left_a_party_takes_none_of_its_notes_along(world: World) -> None:
    asked = ask(world)
    county = world.actor("county")
    commands.write_note(
        county,
        subject_kind="aid_request",
        subject_id=asked.id,
        text="Ours alone",
        own_party_only=True,
    )
    moved = replace(county, party_id=world.parties["school"].id)
    assert len(queries.notes(county, "aid_request", asked.id)) == 1
    assert queries.notes(moved, "aid_request", asked.id) == []


def test_an_officers_own_note_is_found_again(world: World) -> None:
    asked = ask(world)
    coordinator = world.actor(None, "coordinator")
    commands.write_note(
        coordinator,
        subject_kind="aid_request",
        subject_id=asked.id,
        text="For me",
        own_party_only=True,
    )
    assert len(queries.notes(coordinator, "aid_request", asked.id)) == 1


def test_a_name_that_reads_as_another_is_refused_over_the_api(world: World) -> None:
    answer = send(
        browser(world, "city"), "/incidents", {"kind": "outage", "title": "report\u202efdp.exe"}
    )
    assert answer.status_code == 422

"""An id made by a client gives its maker the first result, and nobody else anything."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from muster.aid import commands, queries
from muster.aid.models import AidRequest, Offer
from muster.catalog import commands as catalog
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World, build


def refused(write: Any) -> set[str]:
    with pytest.raises(Refused) as refused:
        write()
    return codes(refused)


def test_the_same_id_gives_its_maker_the_first_result(world: World) -> None:
    first = ask(world, aid_request_id=uuid4())
    assert ask(world, aid_request_id=first.id).id == first.id
    made = offer(world, first, offer_id=uuid4())
    assert offer(world, first, offer_id=made.id).id == made.id
    assert (AidRequest.objects.count(), Offer.objects.count()) == (1, 1)


def test_the_id_of_a_draft_that_one_may_not_see_is_told_over_the_api(world: World) -> None:
    school = world.actor("school")
    incident = commands.open_incident(school, kind="outage")
    draft = commands.draft_aid_request(school, incident_id=incident.id)
    lines = [{"resource_type_id": str(world.types["laptop"].id), "quantity": 1}]
    body = {"kind": "outage", "lines": lines, "aid_request_id": str(draft.id)}

    answer = send(browser(world, "city"), "/ask-for-help", body)

    assert answer.status_code == 409
    assert answer.json()["reasons"][0]["code"] == "id.taken"


def test_the_id_of_anothers_request_offer_incident_note_is_taken(world: World) -> None:
    city, school = world.actor("city"), world.actor("school", "duty_officer")
    asked = ask(world)
    made = offer(world, asked)
    note = commands.write_note(city, subject_kind="aid_request", subject_id=asked.id, text="Come")
    world.resource("own", "school", "technician")

    assert refused(lambda: ask(world, "school", aid_request_id=asked.id)) == {"id.taken"}
    assert refused(lambda: offer(world, asked, "school", ("own", 1), offer_id=made.id)) == {
        "id.taken"
    }
    assert refused(
        lambda: commands.open_incident(school, kind="outage", incident_id=asked.incident_id)
    ) == {"id.taken"}
    assert refused(
        lambda: commands.write_note(
            school,
            subject_kind="aid_request",
            subject_id=asked.id,
            text="We do",
            note_id=note.id,
        )
    ) == {"id.taken"}


def test_the_id_of_anothers_stretch_is_taken(world: World) -> None:
    county, school = world.actor("county"), world.actor("school")
    laptops, others = world.resources["laptops"], world.resources["school_laptops"]
    stretch = catalog.set_unavailable(county, resource_id=laptops.id)
    assert refused(
        lambda: catalog.set_unavailable(school, resource_id=others.id, unavailability_id=stretch.id)
    ) == {"id.taken"}


def test_an_id_of_another_network_is_taken(world: World) -> None:
    theirs = ask(build("elsewhere"))
    assert refused(lambda: ask(world, aid_request_id=theirs.id)) == {"id.taken"}


def test_the_later_of_two_at_once_finds_what_the_first_wrote(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ask(world, aid_request_id=uuid4())
    really_known = queries.known_aid_request
    looks: list[UUID | None] = []

    def known(actor: Any, aid_request_id: UUID | None) -> AidRequest | None:
        """The first look comes before the other's commit."""
        looks.append(aid_request_id)
        return None if len(looks) == 1 else really_known(actor, aid_request_id)

    monkeypatch.setattr(queries, "known_aid_request", known)

    assert ask(world, aid_request_id=first.id).id == first.id
    assert len(looks) == 2

"""Searching the record for a public-records request: what is found, and what may be taken out."""

from __future__ import annotations

import pytest

from muster.files import queries as files
from muster.files.commands import store_file
from muster.files.models import StoredFile
from muster.records import commands, queries
from muster.rules.refusal import NotFound
from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World

WORDS = "Chrysolite lamp"


@pytest.fixture
def for_their_eyes(world: World) -> StoredFile:
    """A red file of the county's, which the city reads and must not pass on."""
    return store_file(
        world.actor("county"),
        name="for your eyes.txt",
        content=WORDS.encode(),
        audience=[world.parties["city"].id],
        sharing_label="TLP:RED",
    )


def test_another_partys_red_file_gets_into_no_answer(
    world: World, for_their_eyes: StoredFile
) -> None:
    city = world.actor("city", "authorized_representative")
    assert files.get_file(city, for_their_eyes.id) == for_their_eyes, "the city may read it"
    assert queries.search(city, WORDS) == []
    asked = commands.log_records_request(city, asked_by="A citizen", scope="Everything")
    picks = [("file", for_their_eyes.id)]
    with pytest.raises(NotFound):
        commands.pick_records(city, request_id=asked.id, picks=picks)
    with pytest.raises(NotFound):
        files.beginning_of(city, for_their_eyes.id, 100)
    over_the_api = send(
        browser(world, "city", "authorized_representative"),
        f"/records/requests/{asked.id}/picks",
        {"picks": [{"kind": "file", "record_id": str(for_their_eyes.id)}]},
    )
    assert over_the_api.status_code == 404
    assert queries.picked_of(city, asked.id) == []


def test_a_party_takes_its_own_red_file(world: World, for_their_eyes: StoredFile) -> None:
    county = world.actor("county", "authorized_representative")
    asked = commands.log_records_request(county, asked_by="A citizen", scope="Everything")
    commands.pick_records(county, request_id=asked.id, picks=[("file", for_their_eyes.id)])
    (picked,) = queries.picked_of(county, asked.id)
    assert WORDS in {field["key"]: field["text"] for field in picked.fields}["content"]

"""A file travels as far as its party lets it, and never further than its incident."""

from __future__ import annotations

from typing import Any

import pytest

from muster.files import commands, queries
from muster.files.models import StoredFile
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.world import World, build


@pytest.fixture
def world(db: None, tmp_path: Any, settings: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.MUSTER_CLAMAV = ""
    return build()


def kept(world: World, **given: str) -> StoredFile:
    parties = [world.parties["city"].id]
    return commands.store_file(
        world.actor("county"), name="night.txt", content=b"a night", audience=parties, **given
    )


def code_of(refused: pytest.ExceptionInfo[Refused]) -> str:
    return refused.value.refusals[0].code


def test_a_file_without_a_label_is_amber(world: World) -> None:
    assert kept(world).sharing_label == "TLP:AMBER"


def test_a_file_is_never_wider_than_its_incident(world: World) -> None:
    with pytest.raises(Refused) as refused:
        kept(world, sharing_label="TLP:CLEAR", bound_label="TLP:AMBER")
    assert code_of(refused) == "file.label_too_wide"


def test_a_file_that_becomes_evidence_is_bound_by_the_incident_from_then_on(world: World) -> None:
    stored = kept(world, sharing_label="TLP:CLEAR")
    county = world.actor("county")
    commands.show_to(
        county,
        file_id=stored.id,
        parties=[world.parties["city"].id],
        bound_label="TLP:AMBER+STRICT",
    )
    assert queries.get_file(county, stored.id).sharing_label == "TLP:AMBER+STRICT"
    with pytest.raises(Refused) as refused:
        commands.label_file(county, file_id=stored.id, sharing_label="TLP:GREEN")
    assert code_of(refused) == "file.label_too_wide"


def test_only_its_own_party_labels_a_file(world: World) -> None:
    stored = kept(world)
    with pytest.raises(Refused) as refused:
        commands.label_file(world.actor("city"), file_id=stored.id, sharing_label="TLP:RED")
    assert code_of(refused) == "file.not_yours"


def test_an_unknown_label_is_refused(world: World) -> None:
    with pytest.raises(Refused) as refused:
        commands.label_file(world.actor("county"), file_id=kept(world).id, sharing_label="secret")
    assert code_of(refused) == "file.label_unknown"


def test_a_red_file_is_read_by_whom_it_was_shown_to_and_taken_along_by_its_own_party(
    world: World,
) -> None:
    stored = kept(world, sharing_label="TLP:RED")
    city, county = world.actor("city"), world.actor("county")
    assert queries.get_file(city, stored.id) == stored
    assert queries.files_to_take(county) == [stored]
    assert queries.files_to_take(city) == []


def test_an_amber_file_is_taken_along_by_both(world: World) -> None:
    stored = kept(world)
    assert queries.files_to_take(world.actor("city")) == [stored]


def test_the_label_goes_with_the_download(world: World) -> None:
    stored = kept(world, sharing_label="TLP:RED")
    answer = browser(world, "city").get(f"/files/{stored.id}/")
    assert answer["X-TLP"] == "TLP:RED"


def test_the_page_labels_a_file(world: World) -> None:
    stored = kept(world)
    client = browser(world, "county")
    shown = client.get(f"/files/{stored.id}/label/").content.decode()
    assert "night.txt is TLP:AMBER now" in shown
    answer = client.post(f"/files/{stored.id}/label/", {"sharing_label": "TLP:RED"})
    assert answer.status_code == 302
    stored.refresh_from_db()
    assert stored.sharing_label == "TLP:RED"

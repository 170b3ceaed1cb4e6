"""Evidence leaves as an attachment that no browser runs, for its audience alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from muster.deployments import commands as deployments
from muster.deployments import queries
from muster.files import queries as queries_of_files
from muster.files.commands import store_file
from muster.files.models import StoredFile
from muster.journal import clock
from muster.rules.refusal import NotFound
from tests.apps.aid.doors import browser
from tests.apps.aid.world import World, build

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def world(db: None, tmp_path: Any, settings: Any) -> World:
    settings.MEDIA_ROOT = tmp_path
    settings.MUSTER_CLAMAV = ""
    return build()


def kept(world: World) -> StoredFile:
    parties = [world.parties["city"].id]
    return store_file(world.actor("county"), name="receipt.pdf", content=PDF, audience=parties)


@pytest.mark.parametrize("address", ["/files/{}/", "/api/v1/files/{}/content"])
def test_a_file_is_sent_as_an_attachment_that_runs_nowhere(world: World, address: str) -> None:
    answer = browser(world, "city").get(address.format(kept(world).id))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"] == 'attachment; filename="receipt.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("address", ["/files/{}/", "/api/v1/files/{}", "/api/v1/files/{}/content"])
def test_another_party_finds_no_file(world: World, address: str) -> None:
    assert browser(world, "school").get(address.format(kept(world).id)).status_code == 404


def test_who_left_a_party_takes_none_of_its_files_along(world: World) -> None:
    stored = kept(world)
    moved = replace(world.actor("county"), party_id=world.parties["school"].id)
    with pytest.raises(NotFound):
        queries_of_files.get_file(moved, stored.id)
    assert queries_of_files.files(moved, [stored.id]) == {}


def test_an_officer_reads_what_it_uploaded_for_no_party(world: World) -> None:
    coordinator = world.actor(None, "coordinator")
    stored = store_file(coordinator, name="order.pdf", content=PDF)
    assert queries_of_files.get_file(coordinator, stored.id).id == stored.id


def test_a_stranger_is_led_to_the_sign_in(world: World) -> None:
    answer = Client().get(f"/files/{kept(world).id}/")
    assert answer.status_code == 302
    assert "login" in answer.url


def test_a_file_sent_over_the_api_becomes_a_receipt_for_both_sides(
    world: World, settings: Any
) -> None:
    from tests.apps.deployments.stage import build as build_stage

    stage = build_stage("second")
    duty = browser(stage.world, "county", "duty_officer")
    sent = duty.post("/api/v1/files", {"file": SimpleUploadedFile("lunch.pdf", PDF)})
    assert sent.status_code == 201, sent.content
    host = browser(stage.world, "city")
    assert host.get(f"/files/{sent.json()['id']}/").status_code == 404
    zone = queries.terms_of_mission(stage.mission).zone
    deployments.log_expense(
        stage.duty,
        mission_id=stage.mission.id,
        category="meals",
        incurred_on=clock.now().astimezone(zone).date(),
        description="Lunch",
        amount_cents=1850,
        receipt_file_id=sent.json()["id"],
    )
    assert host.get(f"/files/{sent.json()['id']}/").status_code == 200


def test_an_executable_over_the_api_is_a_problem_document(world: World) -> None:
    client = browser(world, "county")
    sent = client.post("/api/v1/files", {"file": SimpleUploadedFile("lunch.pdf", b"MZ\x90\x00")})
    assert sent.status_code == 409
    assert sent["Content-Type"] == "application/problem+json"
    assert not StoredFile.objects.exists()

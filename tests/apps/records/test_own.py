"""A party takes its data along, and nobody else's."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from muster.claims.models import Claim
from muster.config.cli import main
from muster.deployments.models import Continuation, Stay
from muster.files.commands import store_file
from muster.joining import commands as commands_of_joining
from muster.journal.models import Fact
from muster.records import commands
from muster.rules.refusal import Refused
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World
from tests.apps.joining.papers import NOW, Papers

EVIDENCE = b"Amber lamp: a receipt\n"


def unpacked(content: bytes) -> tuple[dict, zipfile.ZipFile]:
    whole = zipfile.ZipFile(io.BytesIO(content))
    return json.loads(whole.read("manifest.json")), whole


def test_a_party_takes_its_rows_and_files_with_digests_that_hold(
    world: World, old_claim: Claim
) -> None:
    county = world.actor("county")
    store_file(county, name="receipt.txt", content=EVIDENCE)
    taken = commands.take_party_data(county)
    manifest, whole = unpacked(taken.content.read())
    assert set(whole.namelist()) == {*manifest["files"], "manifest.json"}
    for name, said in manifest["files"].items():
        assert hashlib.sha256(whole.read(name)).hexdigest() == said["sha256"], name
    assert manifest["party"]["name"] == world.parties["county"].name
    claims = json.loads(whole.read("json/claims.json"))
    assert [row["reference"] for row in claims] == [old_claim.reference]
    rows = list(csv.DictReader(io.StringIO(whole.read("csv/time_entries.csv").decode("utf-8-sig"))))
    assert len(rows) == manifest["files"]["json/time_entries.json"]["rows"] == 8
    assert EVIDENCE in [whole.read(n) for n in whole.namelist() if n.startswith("files/")]
    assert any(name.startswith("agreement/") for name in whole.namelist())
    fact = Fact.objects.get(kind="PartyDataTaken")
    assert fact.payload["manifest_sha256"] == taken.manifest_sha256


@pytest.mark.django_db
def test_a_party_takes_its_papers_and_its_days_away_along() -> None:
    with time_machine.travel(NOW, tick=False):
        papers = Papers()
        papers.join()
        commands_of_joining.give_exit_notice(papers.director, reason="A new council")
        taken = commands.take_party_data(papers.director)
    manifest, whole = unpacked(taken.content.read())
    for name, count in (("joinings", 1), ("joining_steps", 2), ("signatures", 1)):
        assert len(json.loads(whole.read(f"json/{name}.json"))) == count, name
    assert json.loads(whole.read("json/exit_notices.json"))[0]["reason"] == "A new council"
    for name in ("opt_outs", "stays", "continuations", "load_declarations", "happenings"):
        assert f"json/{name}.json" in manifest["files"], name
    assert any(each.endswith(".pdf") for each in whole.namelist()), "the signed agreement"


def test_days_away_answers_and_deadlines_go_along(world: World, old_claim: Claim) -> None:
    mission, at = old_claim.mission, old_claim.settled_at
    stay = Stay.objects.create(
        network=world.network,
        mission=mission,
        deployment=mission.deployments.first(),
        on=at.date(),
        has_night=True,
        entered_at=at,
    )
    answer = Continuation.objects.create(
        mission=mission, goes_on=True, answered_by_name="Mayor", answered_at=at
    )
    for party in ("county", "city"):
        _, whole = unpacked(commands.take_party_data(world.actor(party)).content.read())
        for name, row in (("stays", stay), ("continuations", answer)):
            assert [each["id"] for each in json.loads(whole.read(f"json/{name}.json"))] == [
                str(row.id)
            ]


def test_a_requester_takes_its_requests_along(world: World, old_claim: Claim) -> None:
    taken = commands.take_party_data(world.actor("city"))
    _, whole = unpacked(taken.content.read())
    for name in ("incidents", "aid_requests", "aid_request_lines", "offers", "missions", "claims"):
        assert json.loads(whole.read(f"json/{name}.json")), name


def test_nothing_of_others_and_no_secret_is_in_it(world: World, old_claim: Claim) -> None:
    store_file(world.actor("county"), name="receipt.txt", content=EVIDENCE)
    taken = commands.take_party_data(world.actor("town"))
    _, whole = unpacked(taken.content.read())
    text = b"\n".join(whole.read(name) for name in whole.namelist()).decode()
    for secret in ("Onyx", "Agate", "Opal", "Quartz", "Jasper", "Amber", "Re-imaging"):
        assert secret not in text, secret
    assert '"password"' not in text and "token_digest" not in text
    for name in ("missions", "claims", "aid_requests", "incidents"):
        assert json.loads(whole.read(f"json/{name}.json")) == [], name


def test_only_the_partys_own_representative_takes_it(world: World, old_claim: Claim) -> None:
    for actor in (
        world.actor("county", "finance"),
        world.actor(None, "coordinator"),
        world.actor(None, "auditor"),
        world.actor("county", stepped_up=False),
    ):
        with pytest.raises(Refused):
            commands.take_party_data(actor)
    nowhere = replace(world.actor("county"), party_id=None)
    with pytest.raises(Refused, match="no_party"):
        commands.take_party_data(nowhere)


def test_the_page_the_api_and_the_command_line_give_the_same_file(
    world: World, old_claim: Claim, tmp_path: Path
) -> None:
    county = browser(world, "county")
    assert "Take our data along" in page(county, "/records/own/")
    downloaded = county.post("/records/own/")
    assert downloaded["Content-Type"] == "application/zip"
    by_page, _ = unpacked(b"".join(downloaded.streaming_content))
    called = county.post("/api/v1/records/own", data={}, content_type="application/json")
    by_api, _ = unpacked(b"".join(called.streaming_content))
    path = tmp_path / "county.zip"
    party = ["--network", world.network.slug, "--party", str(world.parties["county"].id)]
    assert main(["party-export", *party, str(path)]) == 0
    assert main(["party-export", *party, str(path)]) == 1, "nothing is written over"
    by_line, _ = unpacked(path.read_bytes())
    for part in ("json/claims.json", "json/time_entries.json"):
        assert by_page["files"][part] == by_api["files"][part] == by_line["files"][part]
    assert Client().post("/records/own/").status_code == 302
    assert browser(world, "county", "finance").get("/records/own/").status_code == 403

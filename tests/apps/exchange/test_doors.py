"""The pages, the API and the command line of the forms."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from django.test import Client

from muster.claims.models import Claim
from muster.config.cli import main
from muster.exchange import paper, plain
from tests.apps.aid.doors import browser
from tests.apps.aid.test_pages import page
from tests.apps.aid.world import World


def test_the_published_schema_is_the_one_in_use() -> None:
    published = Path(__file__).resolve().parents[3] / "docs" / "reference" / plain.SCHEMA_NAME
    schema = json.loads(published.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema == plain.schema(paper.layouts())


def test_a_wrong_entry_does_not_keep_to_the_schema() -> None:
    wrong = {"format": plain.FORMAT, "form": "ics-214", "title": "ICS 214 Activity Log"}
    schema = plain.schema(paper.layouts())
    jsonschema.validate({**wrong, "values": {}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**wrong, "values": {"no_such_block": "x"}}, schema)


def test_each_page_offers_the_forms_that_are_filled_from_it(world: World, claim: Claim) -> None:
    county, mission = browser(world, "county"), claim.mission
    for path, form in (
        (f"/requests/{mission.aid_request_id}/", "ICS 213 RR Resource Request"),
        (f"/offers/{mission.offer_id}/", "Answer to a Request"),
        (f"/missions/{mission.id}/", "ICS 221 Demobilization Check-Out, Technician A"),
        (f"/claims/{claim.id}/", "Claim for Reimbursement"),
    ):
        assert form in page(county, path), path
    answer = county.get(f"/forms/ics-214/{mission.id}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert county.get(f"/forms/ics-214/{mission.id}.json").json()["values"]["home_agency"]


def test_the_page_of_blank_forms_leads_to_each(world: World) -> None:
    reader = browser(world, "city", "read_only")
    html = page(reader, "/forms/")
    for layout in paper.layouts().values():
        assert layout.name in html
        assert reader.get(f"/forms/{layout.key}.pdf").content.startswith(b"%PDF")
        assert reader.get(f"/forms/{layout.key}.json").json()["form"] == layout.key
    assert reader.get("/forms/blank.pdf").content.startswith(b"%PDF")
    assert reader.get("/forms/ics-999.pdf").status_code == 404


def test_strangers_and_third_parties_get_no_form(world: World, claim: Claim) -> None:
    stranger, town = Client(), browser(world, "town")
    for path in ("/forms/", "/forms/blank.pdf", f"/forms/claim/{claim.id}.pdf"):
        assert stranger.get(path).status_code == 302
    assert town.get(f"/forms/claim/{claim.id}.pdf").status_code == 404
    assert town.get(f"/forms/mission/{claim.mission_id}.json").status_code == 404
    assert stranger.get(f"/api/v1/forms/claim/{claim.id}").status_code == 401


def test_the_forms_over_the_api(world: World, claim: Claim) -> None:
    county = browser(world, "county")
    keys = [row["key"] for row in county.get("/api/v1/forms").json()]
    assert keys == list(paper.KEYS)
    assert county.get("/api/v1/forms/schema").json() == plain.schema(paper.layouts())
    assert county.get("/api/v1/forms/claim").json()["values"] == {}
    shown = county.get(f"/api/v1/forms/claim/{claim.id}").json()
    assert shown["values"]["totals"]["Claimed"] == {"amount": "2000.00", "currency": "USD"}
    for path in ("blank.pdf", "claim/pdf", f"claim/{claim.id}/pdf"):
        assert county.get(f"/api/v1/forms/{path}").content.startswith(b"%PDF")


def test_the_command_line_writes_the_blank_set(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    assert main(["forms", "blank", "--network", world.network.slug, "--out", str(folder)]) == 0
    names = {path.name for path in folder.iterdir()}
    assert {"blank-forms.pdf", plain.SCHEMA_NAME, "ics-214.pdf", "ics-214.json"} <= names
    assert len(names) == 2 + 2 * len(paper.KEYS)


def test_the_command_line_says_where_it_cannot_write(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")
    arguments = ["forms", "blank", "--network", world.network.slug]
    assert main([*arguments, "--out", str(tmp_path / "taken" / "x")]) == 1
    assert "cannot write to" in capsys.readouterr().err

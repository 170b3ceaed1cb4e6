"""Every form: blank and filled, on paper and as data, and only for those who may see its subject."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import jsonschema
import pytest
from pypdf import PdfReader

from muster.claims.models import Claim
from muster.deployments.models import Activity, Deployment
from muster.exchange import paper, plain, queries
from muster.journal import clock
from muster.rules.refusal import NotFound
from tests.apps.aid.doors import browser
from tests.apps.aid.world import World

ROOT = Path(__file__).resolve().parents[3]
PLACES = [parent / "shared" / "data" / "forms" / "ics_forms.json" for parent in ROOT.parents]
FIELD_LISTS = next((path for path in PLACES if path.exists()), PLACES[0])
PRIVATE = "Onyx lamp: the side door sticks"


def subject_of(kind: str, claim: Claim) -> UUID:
    mission = claim.mission
    return {
        "incident": mission.aid_request.incident_id,
        "aid_request": mission.aid_request_id,
        "offer": mission.offer_id,
        "mission": mission.id,
        "claim": claim.id,
        "deployment": Deployment.objects.filter(mission=mission, kind="person")[0].id,
    }[kind]


def reader_of(key: str) -> str:
    """Whose form it is: the helper's, but the notice of a breach is that of the party that was hit."""
    return "city" if paper.get_layout(key).subject == "incident" else "county"


def filled(world: World, key: str, claim: Claim, party: str = "") -> dict[str, Any]:
    layout = paper.get_layout(key)
    return queries.form_json(
        world.actor(party or reader_of(key)), key, subject_of(layout.subject, claim)
    )


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def is_accessible(pdf: bytes) -> bool:
    """Tagged, titled, with its language, and said to keep to PDF/UA-1."""
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return (
        bool(root["/MarkInfo"]["/Marked"])
        and root["/Lang"].startswith("en")
        and bool(root["/ViewerPreferences"]["/DisplayDocTitle"])
        and b"pdfuaid" in root["/Metadata"].get_object().get_data()
    )


@pytest.mark.parametrize("key", paper.KEYS)
def test_a_form_is_filled_from_the_record_on_paper_and_as_data(
    world: World, claim: Claim, key: str
) -> None:
    layout = paper.get_layout(key)
    subject_id = subject_of(layout.subject, claim)
    data = filled(world, key, claim)
    jsonschema.validate(data, plain.schema(paper.layouts()))
    assert data["values"], "nothing was filled in"
    assert data["subject"]["id"] == str(subject_id)
    pdf = queries.form_pdf(world.actor(reader_of(key)), key, subject_id)
    assert is_accessible(pdf)
    assert layout.title in text_of(pdf)


@pytest.mark.parametrize("key", paper.KEYS)
def test_a_reader_fills_only_blocks_that_the_form_has(world: World, claim: Claim, key: str) -> None:
    layout = paper.get_layout(key)
    read = paper.reader_of(key)(world.actor(reader_of(key)), subject_of(layout.subject, claim))
    blocks = {block.key: block for block in layout.blocks}
    assert set(read.values) <= set(blocks)
    for name, value in read.values.items():
        block = blocks[name]
        if block.kind == "fields":
            assert set(value) <= set(block.fields), name
        elif block.kind == "choices":
            assert value is None or value in block.choices, name
        elif block.kind == "table":
            assert all(len(row) == len(block.columns) for row in plain.rows_of(block, value)), name
            if isinstance(value, dict):
                assert set(value) <= set(block.row_names), name


@pytest.mark.parametrize("key", paper.KEYS)
def test_a_blank_form_has_every_block_and_no_entry(world: World, key: str) -> None:
    layout = paper.get_layout(key)
    data = queries.form_json(world.actor("city"), key, None)
    jsonschema.validate(data, plain.schema(paper.layouts()))
    assert data["values"] == {} and data["subject"] is None
    pdf = queries.form_pdf(world.actor("city"), key, None)
    assert is_accessible(pdf)
    shown = "".join(text_of(pdf).split())
    for block in layout.blocks:
        assert "".join(block.title.split()) in shown, block.title


@pytest.mark.parametrize("key", paper.KEYS)
def test_a_form_is_not_found_by_whoever_may_not_see_its_subject(
    world: World, claim: Claim, key: str
) -> None:
    layout = paper.get_layout(key)
    subject_id = subject_of(layout.subject, claim)
    if layout.subject != "aid_request":
        with pytest.raises(NotFound):
            queries.form_json(world.actor("town"), key, subject_id)
    with pytest.raises(NotFound):
        queries.form_json(world.actor("county"), key, uuid4())


def test_a_coordinator_sees_a_missions_form_without_its_people_and_log(
    world: World, claim: Claim
) -> None:
    Activity.objects.create(
        network=world.network,
        mission=claim.mission,
        happened_at=clock.now(),
        text=PRIVATE,
        author_name="Technician A",
        entered_at=clock.now(),
    )
    assert PRIVATE in json.dumps(filled(world, "ics-214", claim))
    officer = world.actor(None, "coordinator")
    for layout in queries.forms():
        if layout.subject == "mission":
            shown = json.dumps(queries.form_json(officer, layout.key, claim.mission_id))
            assert PRIVATE not in shown and "Technician" not in shown, layout.key


def test_there_is_no_form_of_an_unknown_name(world: World) -> None:
    with pytest.raises(NotFound):
        queries.form_pdf(world.actor("city"), "ics-999", None)


def test_the_blank_set_holds_every_form_in_one_accessible_file(world: World) -> None:
    pdf = queries.blank_set(world.actor("city"))
    assert is_accessible(pdf)
    shown = text_of(pdf)
    for layout in queries.forms():
        assert layout.name in shown


def test_hostile_text_stays_text_on_paper(world: World, claim: Claim) -> None:
    hostile = '#panic("no") $x^2$ *b* ‮ 𝔸 \\ #include "x"'
    type(claim.mission).objects.filter(pk=claim.mission_id).update(access_note=hostile)
    pdf = queries.form_pdf(world.actor("county"), "mission", claim.mission_id)
    assert '#panic("no")' in text_of(pdf)


@pytest.mark.skipif(not FIELD_LISTS.exists(), reason="the field lists are not on this machine")
def test_the_forms_have_every_block_of_the_field_lists() -> None:
    ours = {layout.number.replace(" ", ""): layout for layout in queries.forms()}
    for known in json.loads(FIELD_LISTS.read_text())["forms"]:
        layout = ours[known["id"].replace("-", "")]
        blocks = {block.number: block for block in layout.blocks}
        sections = known.get("sections") or [{"blocks": known["blocks"]}]
        for wanted in (block for section in sections for block in section["blocks"]):
            block = blocks[str(wanted["n"])]
            assert block.title == wanted["title"]
            assert set(wanted.get("columns", ())) <= set(block.columns)
            assert set(wanted.get("fields", ())) <= set(block.fields)
            assert list(wanted.get("choices", ())) == list(block.choices)


@pytest.mark.parametrize(("key", "last"), [("ics-201", 10), ("ics-204", 9), ("ics-221", 10)])
def test_the_numbers_of_a_form_have_no_gap(key: str, last: int) -> None:
    numbers = [block.number for block in paper.get_layout(key).blocks]
    assert numbers == [str(number) for number in range(1, last + 1)]


def test_a_draft_notice_of_a_breach_is_filled_from_the_incident(world: World, claim: Claim) -> None:
    incident = claim.mission.aid_request.incident
    data = queries.form_json(world.actor("city"), "breach-notice", incident.id)
    values = data["values"]
    assert incident.reference in values["incident"]
    assert values["impact"]["Availability"] == incident.availability_impact
    assert "perpetrator" not in values and "data_types" not in values  # people write these
    page = browser(world, "city").get(f"/incidents/{incident.id}/").content.decode()
    assert "Draft Notice of a Breach" in page
    assert "Draft Notice of a Breach" not in (
        browser(world, "town").get(f"/incidents/{incident.id}/").content.decode()
    )

"""A public-records request from its receipt to the file that leaves the house."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from pypdf import PdfReader

from muster.aid.models import AidRequest, Mission
from muster.claims.models import Claim
from muster.clocks import queries as deadlines
from muster.clocks.calendars import deadlines_calendar
from muster.clocks.commands import digest_deadlines
from muster.clocks.models import Deadline
from muster.files.commands import store_file
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.records import commands, queries
from muster.records.models import RecordsRequest
from muster.response.queries import own_part
from muster.rules.actor import Actor, system_actor
from muster.rules.happenings import Scope
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, grant_office
from tests.apps.aid.world import World
from tests.apps.records.test_keeping import refused

DENVER = ZoneInfo("America/Denver")
PHONE, MAIL, SECRET = "+18015559137", "ann.lee@city.example", "Chrysolite lamp"


@pytest.fixture
def asked(coordinator: Actor, old_claim: Claim) -> RecordsRequest:
    """A request about a mission whose record holds personal data."""
    mission = old_claim.mission
    Mission.objects.filter(pk=mission.pk).update(
        access_note=f"Ask {MAIL} or {PHONE}; {SECRET}", supervisor_phone=PHONE
    )
    AidRequest.objects.filter(pk=mission.aid_request_id).update(
        note=f"{SECRET} at the CHRYSOLITE  LAMP", reporting_phone=PHONE
    )
    return commands.log_records_request(
        coordinator, asked_by="The Gazette", scope="Everything about the ransomware"
    )


def pick(coordinator: Actor, asked: RecordsRequest, claim: Claim) -> list:
    mission = claim.mission
    picks = [("mission", mission.id), ("request", mission.aid_request_id)]
    commands.pick_records(coordinator, request_id=asked.id, picks=picks)
    return queries.picked_of(coordinator, asked.id)


def everything_in(content: bytes) -> str:
    """Every part of the export as text: raw bytes, and the words of the PDF."""
    whole = zipfile.ZipFile(io.BytesIO(content))
    parts = [whole.read(name).decode("utf-8", "replace") for name in whole.namelist()]
    pdf = PdfReader(io.BytesIO(whole.read("records.pdf")))
    parts += [page.extract_text() for page in pdf.pages]
    parts += [str(pdf.metadata), *whole.namelist()]
    return "\n".join(parts)


def test_the_clock_runs_from_receipt_by_the_law_of_the_state(coordinator: Actor) -> None:
    received = clock.now() - timedelta(days=3)
    asked = commands.log_records_request(
        coordinator, asked_by="The Gazette", scope="Costs", received_at=received
    )
    assert asked.reference.startswith("PRR-") and asked.business_days == 10
    assert asked.last_minute.astimezone(DENVER).hour == 23
    assert received + timedelta(days=14) <= asked.due_at <= received + timedelta(days=25)


def test_a_partys_clerk_logs_and_reads_its_requests_and_its_finance_officer_does_not(
    world: World, old_claim: Claim
) -> None:
    clerk = world.actor("city", "clerk")
    asked = commands.log_records_request(clerk, asked_by="The Gazette", scope="Costs")
    assert queries.get_records_request(clerk, asked.id).id == asked.id
    with pytest.raises(Refused):
        commands.log_records_request(
            world.actor("city", "finance"), asked_by="The Gazette", scope="Costs"
        )


def test_searching_finds_what_the_scope_names(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    found = queries.search(coordinator, "chrysolite lamp")
    assert {each.kind for each in found} == {"mission", "request"}
    assert queries.search(coordinator, "no such word") == []
    tomorrow = clock.now().date() + timedelta(days=1)
    assert queries.search(coordinator, "", from_day=tomorrow + timedelta(days=1)) == []


def test_what_is_withheld_is_nowhere_in_the_export_and_the_log_says_why(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)
    before = everything_in(commands.export_records(coordinator, request_id=asked.id).content.read())
    assert all(each in before for each in (PHONE, MAIL, SECRET)), "the test could not fail"
    for each in picked:
        commands.redact_suggested(coordinator, picked_id=each.id, reason_key="private")
    commands.redact(
        coordinator,
        picked_id=picked[0].id,
        field_key="access",
        passage=SECRET,
        reason_key="security",
        everywhere=True,
    )
    commands.redact(
        coordinator, picked_id=picked[0].id, field_key="authorized_by", reason_key="protected"
    )
    taken = commands.export_records(coordinator, request_id=asked.id)
    content = taken.content.read()
    after = everything_in(content)
    for gone in (PHONE, MAIL, "Chrysolite", "CHRYSOLITE", "8015559137"):
        assert gone not in after, gone
    whole = zipfile.ZipFile(io.BytesIO(content))
    assert {"records.pdf", "records.html", "records.json", "records.csv", "withheld.csv"} < set(
        whole.namelist()
    )
    log = list(csv.DictReader(io.StringIO(whole.read("withheld.csv").decode("utf-8-sig"))))
    assert {row["ground"] for row in log} == {"private", "security", "protected"}
    assert {row["citation"] for row in log} >= {"Utah Code 63G-2-302", "Utah Code 63G-2-305"}
    assert [row["what"] for row in log if row["ground"] == "protected"] == ["the whole field"]
    shown = json.loads(whole.read("records.json"))
    assert len(shown["records"]) == 2 and "[withheld: security]" in after
    facts = "".join(json.dumps(each.payload) for each in Fact.objects.all() if each.payload)
    assert MAIL not in facts.replace(json.dumps({}), "")
    assert Fact.objects.filter(kind="RecordsExported").count() == 2


def test_a_passage_may_stand_again(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)[0]
    given = {"picked_id": picked.id, "field_key": "access", "reason_key": "private"}
    commands.redact(coordinator, passage=MAIL, **given)
    access = next(each for each in queries.shown_fields(picked) if each.key == "access")
    assert MAIL not in access.redacted
    commands.withdraw_redaction(coordinator, redaction_id=access.redactions[0].id)
    access = next(each for each in queries.shown_fields(picked) if each.key == "access")
    assert MAIL in access.redacted


def test_a_picked_record_is_kept_as_it_stood(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)[0]
    Mission.objects.filter(pk=old_claim.mission_id).update(access_note="Changed since")
    assert SECRET in json.dumps(queries.get_picked(coordinator, picked.id).fields)
    commands.drop_record(coordinator, picked_id=picked.id)
    assert len(queries.picked_of(coordinator, asked.id)) == 1


def test_bad_values_are_refused(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    log = {"asked_by": "X", "scope": "Y"}
    today = clock.now().date()
    for given, code in (
        ({"asked_by": " "}, "records_request.no_name"),
        ({"scope": " "}, "records_request.no_scope"),
        ({"business_days": 0}, "records_request.bad_days"),
        ({"received_at": clock.now() + timedelta(days=2)}, "records_request.not_yet"),
        ({"from_day": today, "until_day": today - timedelta(days=1)}, "records_request.bad_dates"),
    ):
        refused(code, commands.log_records_request, coordinator, **{**log, **given})
    refused(
        "records_request.nothing_picked",
        commands.export_records,
        coordinator,
        request_id=asked.id,
    )
    refused(
        "records_request.nothing_picked",
        commands.pick_records,
        coordinator,
        request_id=asked.id,
        picks=[],
    )
    with pytest.raises(NotFound):
        commands.pick_records(coordinator, request_id=asked.id, picks=[("secret", uuid4())])
    picked = pick(coordinator, asked, old_claim)[0]
    cut = {"picked_id": picked.id, "field_key": "access", "reason_key": "private"}
    for given, code in (
        ({"reason_key": "no_such"}, "redaction.unknown_reason"),
        ({"field_key": "no_such"}, "redaction.unknown_field"),
        ({"passage": "does not stand there"}, "redaction.not_there"),
        ({"everywhere": True}, "redaction.not_there"),
    ):
        refused(code, commands.redact, coordinator, **{**cut, **given})
    commands.redact_suggested(coordinator, picked_id=picked.id, reason_key="private")
    again = {"picked_id": picked.id, "reason_key": "private"}
    refused("redaction.nothing_found", commands.redact_suggested, coordinator, **again)
    ground = {"key": "trade", "title": "Trade secret", "citation": " ", "source": "Counsel"}
    refused("redaction_reason.incomplete", commands.set_redaction_reason, coordinator, **ground)


def test_a_closed_request_stays_as_it_is(
    coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)[0]
    close = {"request_id": asked.id, "action": "answer", "outcome": "Sent by mail"}
    refused(
        "records_request.unknown_action",
        commands.close_records_request,
        coordinator,
        **{**close, "action": "x"},
    )
    refused(
        "records_request.no_outcome",
        commands.close_records_request,
        coordinator,
        **{**close, "outcome": ""},
    )
    commands.close_records_request(coordinator, **close)
    for call, given in (
        (commands.close_records_request, close),
        (commands.drop_record, {"picked_id": picked.id}),
        (commands.export_records, {"request_id": asked.id}),
        (commands.redact_suggested, {"picked_id": picked.id, "reason_key": "private"}),
    ):
        refused("records_request.wrong_state", call, coordinator, **given)


def test_a_network_adds_its_own_ground(coordinator: Actor) -> None:
    commands.set_redaction_reason(
        coordinator,
        key="trade",
        title="Trade secret",
        citation="Ordinance 4",
        source="City attorney, 2026-02-01",
    )
    assert queries.grounds(coordinator)["trade"].citation == "Ordinance 4"
    assert "private" in queries.grounds(coordinator)


def test_each_side_sees_its_own_requests_alone(
    world: World, coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)[0]
    director, finance = world.actor("city"), world.actor("city", "finance")
    with pytest.raises(NotFound):
        queries.get_records_request(director, asked.id)
    with pytest.raises(NotFound):
        queries.get_picked(director, picked.id)
    own = commands.log_records_request(director, asked_by="A citizen", scope="Our mission")
    assert own.party_id == world.parties["city"].id
    with pytest.raises(NotFound):
        queries.get_records_request(coordinator, own.id)
    for actor in (finance, world.actor(None, "auditor")):
        with pytest.raises(Refused):
            commands.log_records_request(actor, asked_by="X", scope="Y")
    auditor = world.actor(None, "auditor")
    assert queries.get_records_request(auditor, asked.id).id == asked.id
    with pytest.raises(Refused):
        commands.withdraw_redaction(finance, redaction_id=uuid4())


def test_the_day_of_the_answer_is_a_deadline_of_whoever_answers(
    world: World, coordinator: Actor
) -> None:
    city, county = world.actor("city", "authorized_representative"), world.actor("county")
    asked = commands.log_records_request(
        coordinator, asked_by="The Gazette", contact="desk@gazette.example", scope="Everything"
    )
    own = commands.log_records_request(city, asked_by="A citizen", scope="Our own")

    (found,) = deadlines.deadlines_of(coordinator, Scope.RECORDS_REQUEST, asked.id)
    assert found.row.ends_at == asked.due_at and found.row.owner_party_id is None
    assert [each.id for each in deadlines.nearest(coordinator)] == [found.id]
    (clock_shown,) = own_part(coordinator).clocks
    assert asked.reference in clock_shown.words and clock_shown.ends_at == asked.due_at
    assert asked.reference.encode() in deadlines_calendar(coordinator, lambda path: path)
    assert not deadlines.deadlines_of(coordinator, Scope.RECORDS_REQUEST, own.id)
    assert not deadlines.deadlines_of(county, Scope.RECORDS_REQUEST, own.id)
    (theirs,) = deadlines.deadlines_of(city, Scope.RECORDS_REQUEST, own.id)
    assert theirs.row.owner_party_id == world.parties["city"].id

    commands.close_records_request(
        coordinator, request_id=asked.id, action="answer", outcome="Sent by mail"
    )
    (stopped,) = deadlines.deadlines_of(coordinator, Scope.RECORDS_REQUEST, asked.id)
    assert stopped.was_kept and not deadlines.nearest(coordinator)


def test_whoever_answers_is_reminded_and_finds_it_in_the_digest(
    world: World, coordinator: Actor
) -> None:
    grant_office(world, coordinator.person_id, "coordinator")
    asked = commands.log_records_request(coordinator, asked_by="The Gazette", scope="Everything")
    (found,) = deadlines.deadlines_of(coordinator, Scope.RECORDS_REQUEST, asked.id)
    muster = system_actor(world.network.id)
    digest_deadlines(muster, day=found.row.last_day)
    with time_machine.travel(found.row.warns_at + timedelta(seconds=1), tick=False):
        drain()
    titles = list(Notice.objects.values_list("title", flat=True))
    assert any(asked.reference in title and title.startswith("Due by") for title in titles), titles
    assert "Deadlines: 0 missed, 1 due today, 0 within the week" in titles


def test_a_request_from_before_gets_its_deadline_once(world: World, coordinator: Actor) -> None:
    asked = commands.log_records_request(coordinator, asked_by="The Gazette", scope="Everything")
    Deadline.objects.all().delete()
    for _ in range(2):
        assert commands.keep_request_clocks(system_actor(world.network.id)) == 1
    assert Deadline.objects.get().subject_id == asked.id
    refused("permission.denied", commands.keep_request_clocks, coordinator)


def test_the_pages_show_the_deadline_with_its_law(world: World, coordinator: Actor) -> None:
    asked = commands.log_records_request(coordinator, asked_by="The Gazette", scope="Everything")
    (found,) = deadlines.deadlines_of(coordinator, Scope.RECORDS_REQUEST, asked.id)
    client = browser(world, None, "coordinator")
    page = client.get(f"/deadlines/{found.id}/").content.decode()
    assert "after the request was received" in page
    assert f"/records/requests/{asked.id}/" in page
    assert "The term in the agreement" not in page
    assert asked.reference in client.get("/deadlines/").content.decode()
    answer = client.get(f"/api/v1/deadlines/{found.id}").json()
    assert (answer["scope"], answer["subject_id"]) == ("records_request", str(asked.id))
    assert client.get(f"/deadlines/note/records_request/{asked.id}/").status_code == 404


def test_files_are_found_by_name_and_text_files_by_what_they_say(
    world: World, coordinator: Actor
) -> None:
    city, county = world.actor("city", "authorized_representative"), world.actor("county")
    said = store_file(city, name="log of monday.txt", content=f"Server 7\n{SECRET}\n".encode())
    paper = store_file(city, name="Invoice Zircon.csv", content=b"a,b\n1,2\n")
    other = store_file(county, name="theirs.txt", content=SECRET.encode())

    assert [each.record_id for each in queries.search(city, "chrysolite server")] == [said.id]
    assert [each.record_id for each in queries.search(city, "ZIRCON invoice")] == [paper.id]
    assert other.id not in {each.record_id for each in queries.search(city, "lamp")}
    assert not [each for each in queries.search(coordinator, "lamp") if each.kind == "file"]

    asked = commands.log_records_request(city, asked_by="A citizen", scope="Logs")
    commands.pick_records(city, request_id=asked.id, picks=[("file", said.id)])
    (picked,) = queries.picked_of(city, asked.id)
    assert SECRET in {field["key"]: field["text"] for field in picked.fields}["content"]
    with pytest.raises(NotFound):
        commands.pick_records(city, request_id=asked.id, picks=[("file", other.id)])


def test_what_still_looks_personal_is_counted_and_told_before_packing(
    world: World, coordinator: Actor, asked: RecordsRequest, old_claim: Claim
) -> None:
    picked = pick(coordinator, asked, old_claim)
    waiting = [each for each in picked if each.suggested]
    assert waiting, "the test could not fail"
    officer = browser(world, None, "coordinator")
    address = f"/records/requests/{asked.id}/"
    page = officer.get(f"{address}export/").content.decode()
    assert "Personal data may still be in the answer" in page
    assert 'data-once="download"' in page  # its button comes back
    for each in waiting:
        assert str(each.id) in page
        commands.redact_suggested(coordinator, picked_id=each.id, reason_key="private")
    assert not [each for each in queries.picked_of(coordinator, asked.id) if each.suggested]
    assert "Personal data may still be" not in officer.get(f"{address}export/").content.decode()

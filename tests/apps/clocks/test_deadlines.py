"""Clocks start, stop and remind by facts; what happens between people is written down with proof."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from muster.agreements import commands as agreements
from muster.agreements.ready_terms import ready_text
from muster.aid import commands as aid
from muster.aid.models import Incident
from muster.clocks import commands, queries
from muster.clocks.models import Deadline
from muster.clocks.queries import DeadlineFilter
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.rules.actor import system_actor
from muster.rules.clocks import Calendar, ClockState, StatedClock
from muster.rules.happenings import Scope
from muster.rules.refusal import NotFound, Refused
from muster.rules.terms import ClockEvent, ClockUnit
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_pages import fields_of
from tests.apps.aid.world import World
from tests.apps.claims.steps import mission_home, submitted


def of(world: World, key: str) -> Deadline:
    return Deadline.objects.get(network=world.network, clock_key=key, is_replaced=False)


def breach(world: World, **values):
    """An incident of the city that somebody read what they should not."""
    return aid.open_incident(
        world.actor("city"), kind="intrusion", confidentiality_impact="partial", **values
    )


def note(world: World, subject_id, party: str = "city", **values):
    given = {
        "event": "breach_reported",
        "scope": "incident",
        "subject_id": subject_id,
        "happened_at": clock.now(),
        "note": "Told by phone.",
        **values,
    }
    return commands.note_happening(world.actor(party), **given)


def test_a_breach_starts_the_clock_of_the_law_where_it_was_discovered(world: World) -> None:
    discovered = clock.now() - timedelta(days=2)
    breach(world, began_at=discovered - timedelta(days=9), discovered_at=discovered)
    drain()

    row = of(world, "breach_notice")
    assert row.started_at == discovered and row.owner_party_id == world.parties["city"].id
    zone = queries.get_deadline(world.actor("city"), row.id).zone
    assert zone == "America/Denver"
    assert row.last_day >= discovered.date() + timedelta(days=4)
    assert not Deadline.objects.filter(clock_key="school_breach_notice").exists()


def test_an_outage_without_a_breach_starts_none_until_one_is_found(world: World) -> None:
    city = world.actor("city")
    incident = aid.open_incident(city, kind="outage", confidentiality_impact="none")
    drain()
    assert not Deadline.objects.exists()

    aid.amend_incident(city, incident_id=incident.id, confidentiality_impact="suspected")
    drain()
    assert of(world, "breach_notice").stopped_at is None

    aid.amend_incident(city, incident_id=incident.id, confidentiality_impact="none")
    drain()
    assert Deadline.objects.get(clock_key="breach_notice").is_replaced
    assert not queries.deadlines(city, DeadlineFilter()).items

    aid.amend_incident(city, incident_id=incident.id, confidentiality_impact="severe")
    drain()
    assert of(world, "breach_notice").stopped_at is None


def test_a_school_district_has_the_shorter_clock_too(world: World) -> None:
    party = world.parties["city"]
    party.kind = "school_district"
    party.save()
    at = clock.now()
    breach(world, discovered_at=at)
    drain()
    assert of(world, "school_breach_notice").ends_at == at + timedelta(hours=24)


def test_the_notice_given_stops_the_clock_with_its_proof(world: World) -> None:
    incident = breach(world)
    drain()
    noted = note(world, incident.id)

    row = of(world, "breach_notice")
    assert (row.stopped_at, row.happening_id) == (noted.happened_at, noted.id)
    stopped = Fact.objects.get(kind="DeadlineStopped")
    assert stopped.payload["was_kept"] is True
    assert "Told by phone" not in str(Fact.objects.filter(kind="HappeningNoted").values())


def test_a_newer_version_without_the_clock_neither_hides_nor_stops_what_a_party_still_owes(
    world: World,
) -> None:
    earlier = breach(world)
    drain()
    coordinator = world.actor(None, "coordinator")
    drafted = agreements.draft_version(
        coordinator,
        label="newer",
        title="Newer",
        terms_text=ready_text("texas_aacog"),
    )
    agreements.put_in_force(coordinator, version_id=drafted.id)
    city = world.actor("city")
    noted = queries.events_to_note(city, Scope.INCIDENT, earlier.id)
    assert ClockEvent.BREACH_REPORTED in noted
    note(world, earlier.id)
    assert of(world, "breach_notice").stopped_at is not None

    later = breach(world)  # the city has not adopted the newer version
    drain()
    assert Deadline.objects.get(subject_id=later.id, clock_key="breach_notice").stopped_at is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"event": "claim_paid"}, "happening.unknown_event"),
        ({"event": "dispute_noticed"}, "happening.wrong_subject"),
        ({"note": " "}, "happening.no_proof"),
        ({"note": "x" * 1001}, "field.too_long"),
    ],
)
def test_what_cannot_be_written_down_is_refused(world: World, change: dict, code: str) -> None:
    incident = breach(world)
    with pytest.raises(Refused) as refused:
        note(world, incident.id, **change)
    assert codes(refused) == {code}


def test_nothing_is_written_down_that_lies_ahead(world: World) -> None:
    incident = breach(world)
    with pytest.raises(Refused) as refused:
        note(world, incident.id, happened_at=clock.now() + timedelta(minutes=5))
    assert codes(refused) == {"happening.in_the_future"}


def test_what_was_done_before_its_clock_began_stops_it_too(world: World) -> None:
    incident = breach(world)
    drain()
    note(world, incident.id, happened_at=clock.now() - timedelta(hours=1))
    row = of(world, "breach_notice")
    assert row.stopped_at == row.started_at


def test_another_party_neither_writes_nor_reads_it(world: World) -> None:
    incident = breach(world)
    drain()
    with pytest.raises(NotFound):
        note(world, incident.id, party="school")
    with pytest.raises(NotFound):
        queries.get_deadline(world.actor("school"), of(world, "breach_notice").id)
    assert not queries.deadlines(world.actor("school"), DeadlineFilter()).items


def test_a_party_that_may_know_of_a_mission_but_is_no_side_of_it_writes_nothing(
    world: World,
) -> None:
    mission = mission_home(world)
    observer = world.actor(None, "auditor")
    with pytest.raises(Refused) as refused:
        commands.note_happening(
            observer,
            event="dispute_noticed",
            scope="mission",
            subject_id=mission.id,
            happened_at=clock.now(),
            note="No.",
        )
    assert codes(refused) == {"permission.denied"}


def test_noting_twice_under_one_id_writes_once(world: World) -> None:
    incident = breach(world)
    key = uuid4()
    first, second = (note(world, incident.id, happening_id=key) for _ in range(2))
    assert first.id == second.id == key
    with pytest.raises(NotFound):
        note(world, incident.id, party="school", happening_id=key)
    assert Fact.objects.filter(kind="HappeningNoted").count() == 1


def test_a_spoken_request_waits_for_its_party_to_write(world: World) -> None:
    coordinator = world.actor(None, "coordinator")
    package = world.work_packages["reimage"]
    asked = aid.ask_for_help(
        coordinator,
        kind="ransomware",
        work_packages=[(package.id, 40)],
        party_id=world.parties["city"].id,
    )
    drain()
    assert of(world, "oral_confirmation").stopped_at is None

    commands.note_happening(
        world.actor("city"),
        event="aid_request_written",
        scope="aid_request",
        subject_id=asked.id,
        happened_at=clock.now(),
        note="Confirmed by letter.",
    )
    assert of(world, "oral_confirmation").stopped_at is not None


def test_a_mission_home_is_to_be_billed_and_the_claim_stops_that(world: World) -> None:
    mission = mission_home(world)
    commands.keep_clocks(
        system_actor(world.network.id),
        event=ClockEvent.MISSION_ENDED,
        scope=Scope.MISSION,
        subject_id=mission.id,
        at=mission.demobilized_at,
    )
    row = of(world, "bill")
    assert row.owner_party_id == world.parties["county"].id
    assert row.other_party_id == world.parties["city"].id
    seen = queries.deadlines(world.actor("city"), DeadlineFilter()).items
    assert row.id in {each.id for each in seen}
    assert not queries.deadlines(world.actor("city"), DeadlineFilter(mine=True)).items

    submitted(world, mission)
    drain()
    assert of(world, "bill").stopped_at is not None
    assert of(world, "protest").owner_party_id == world.parties["city"].id


def test_the_same_fact_again_starts_nothing_again(world: World) -> None:
    incident = breach(world)
    for _ in range(3):
        commands.keep_clocks(
            system_actor(world.network.id),
            event=ClockEvent.INCIDENT_DISCOVERED,
            scope=Scope.INCIDENT,
            subject_id=incident.id,
            at=incident.discovered_at,
        )
    assert Deadline.objects.filter(clock_key="breach_notice").count() == 1
    assert Fact.objects.filter(kind="DeadlineStarted").count() == 1


def test_it_reminds_before_the_end_and_says_when_it_is_over(world: World) -> None:
    breach(world)
    drain()
    row = of(world, "breach_notice")
    with time_machine.travel(row.warns_at + timedelta(seconds=1), tick=False):
        drain()
        assert queries.get_deadline(world.actor("city"), row.id).state is ClockState.WARNING
    assert Fact.objects.filter(kind="DeadlineNear").count() == 1
    with time_machine.travel(row.ends_at + timedelta(seconds=1), tick=False):
        drain()
        assert queries.get_deadline(world.actor("city"), row.id).state is ClockState.MISSED
    assert Fact.objects.filter(kind="DeadlinePassed").count() == 1


def test_what_was_done_in_time_stays_silent(world: World) -> None:
    incident = breach(world)
    drain()
    note(world, incident.id)
    with time_machine.travel(of(world, "breach_notice").ends_at + timedelta(days=1), tick=False):
        drain()
    assert not Fact.objects.filter(kind__in=("DeadlineNear", "DeadlinePassed")).exists()


def test_the_morning_tells_each_party_once_what_is_due(world: World) -> None:
    breach(world)
    drain()
    last = of(world, "breach_notice").last_day
    commands.digest_deadlines(system_actor(world.network.id), day=last)
    fact = Fact.objects.get(kind="DeadlinesDigested")
    assert (fact.payload["missed"], fact.payload["due_today"]) == (0, 1)
    assert fact.audience == [str(world.parties["city"].id)]


def test_muster_alone_keeps_the_clocks(world: World) -> None:
    city = world.actor("city")
    incident = breach(world)
    for call in (
        lambda: commands.keep_clocks(
            city,
            event=ClockEvent.INCIDENT_DISCOVERED,
            scope=Scope.INCIDENT,
            subject_id=incident.id,
            at=clock.now(),
        ),
        lambda: commands.note_due(city, deadline_id=uuid4(), what="near"),
        lambda: commands.digest_deadlines(city, day=clock.now().date()),
        lambda: commands.start_stated(
            city,
            scope=Scope.RECORDS_REQUEST,
            subject_id=uuid4(),
            subject_reference="PRR-1",
            owner_party_id=city.party_id,
            key="own",
            stated=StatedClock("Own", 1, ClockUnit.HOURS, 1, "no law", "now", "then"),
            started_at=clock.now(),
            calendar=Calendar(ZoneInfo("UTC")),
        ),
        lambda: commands.stop_stated(
            city, scope=Scope.RECORDS_REQUEST, subject_id=uuid4(), at=clock.now()
        ),
    ):
        with pytest.raises(Refused) as refused:
            call()
        assert codes(refused) == {"permission.denied"}


def test_the_pages_show_the_rule_and_take_the_proof(world: World) -> None:
    incident = breach(world)
    drain()
    client = browser(world, "city")
    row = of(world, "breach_notice")
    assert b"Tell the Utah Cyber Center" in client.get("/deadlines/").content
    shown = client.get(f"/deadlines/{row.id}/").content.decode()
    assert "Within 5 calendar days after the incident was discovered." in shown
    assert "Tell the Utah Cyber Center" in client.get(f"/incidents/{incident.id}/").content.decode()

    path = f"/deadlines/note/incident/{incident.id}/"
    form = fields_of(client.get(path).content.decode())
    refused = client.post(path, {**form, "note": ""})
    assert refused.status_code == 422 and "Add a proof" in refused.content.decode()
    done = client.post(path, {**form, "note": "Case 12-34"})
    assert done.status_code == 302
    assert "Case 12-34" in client.get(f"/deadlines/{row.id}/").content.decode()


@pytest.mark.parametrize(
    ("label", "title_shows", "reference_shows"),
    [
        ("TLP:RED", False, False),
        ("", False, False),
        ("TLP:AMBER+STRICT", False, True),
        ("TLP:AMBER", False, True),
        ("TLP:GREEN", True, True),
    ],
)
def test_the_calendar_says_no_more_of_an_incident_than_its_label_lets_out(
    world: World, label: str, title_shows: bool, reference_shows: bool
) -> None:
    breach(world)
    drain()
    Incident.objects.update(sharing_label=label)
    path = send(browser(world, "city"), "/calendar-feeds").json()["path"]
    text = Client().get(path).content.decode().replace("\r\n ", "")
    assert "BEGIN:VEVENT" in text and "/deadlines/" in text
    assert ("Tell the Utah Cyber Center" in text) is title_shows
    assert ("the incident was discovered" in text) is title_shows
    assert ("INC-" in text) is reference_shows
    assert ("SUMMARY:A deadline in " in text) is not title_shows


def test_the_calendar_is_read_by_its_link_alone_and_ends_with_it(world: World) -> None:
    breach(world)
    Incident.objects.update(sharing_label="TLP:GREEN")
    drain()
    client = browser(world, "city")
    made = send(client, "/calendar-feeds")
    assert made.status_code == 201
    path = made.json()["path"]

    program = Client()
    answer = program.get(path)
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert "SUMMARY:Tell the Utah Cyber Center of a breach: INC-" in text
    assert "BEGIN:VALARM" in text and "Intrusion" not in text
    assert program.get("/calendar/guessed.ics").status_code == 404

    feed_id = made.json()["id"]
    other = browser(world, "county")
    assert send(other, f"/calendar-feeds/{feed_id}/revoke").status_code == 404
    assert send(client, f"/calendar-feeds/{feed_id}/revoke").status_code == 200
    assert program.get(path).status_code == 404


def test_over_the_api_a_deadline_carries_its_rule_and_its_proof(world: World) -> None:
    incident = breach(world)
    drain()
    client = browser(world, "city")
    found = client.get("/api/v1/deadlines").json()["items"]
    assert found[0]["rule"] == "Within 5 calendar days after the incident was discovered."
    body = {
        "event": "breach_reported",
        "scope": "incident",
        "subject_id": str(incident.id),
        "happened_at": clock.now().isoformat(),
        "note": "By mail",
    }
    answer = send(client, "/happenings", body)
    assert answer.status_code == 201
    assert client.get(f"/api/v1/happenings/{answer.json()['id']}").json()["note"] == "By mail"
    assert client.get("/api/v1/deadlines").json()["items"] == []
    ended = client.get("/api/v1/deadlines?ended=true").json()["items"]
    assert ended[0]["was_kept"] is True and ended[0]["happening"]["note"] == "By mail"
    bad = send(client, "/happenings", {**body, "event": "claim_paid"})
    assert bad.status_code == 422


def test_a_deadline_of_days_is_told_by_its_last_day_on_board_and_home(world: World) -> None:
    breach(world, discovered_at=clock.now() - timedelta(days=4))
    drain()
    row = of(world, "breach_notice")
    client = browser(world, "city")

    told = f"by the end of {row.last_day:%b} {row.last_day.day}, {row.last_day.year}"
    assert told in client.get("/board/").content.decode()
    assert told in client.get("/").content.decode()
    midnight = row.ends_at.astimezone(ZoneInfo("America/Denver"))
    assert midnight.date() > row.last_day  # its moment alone would name the next day

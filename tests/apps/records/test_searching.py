"""Searching the record for a public-records request: what is found, and what may be taken out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from muster.afteraction.commands import open_review
from muster.afteraction.models import Review
from muster.aid.models import AidRequest, Incident, Mission, Offer
from muster.catalog.models import Reservation
from muster.claims.models import Claim
from muster.files import queries as files
from muster.files.commands import store_file
from muster.files.models import StoredFile
from muster.journal import clock
from muster.records import commands, queries
from muster.records.queries import searching
from muster.rules.days import Days
from muster.rules.refusal import NotFound
from tests.apps.aid.doors import browser, send
from tests.apps.aid.world import World
from tests.apps.claims.steps import mission_home, submitted

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


def everything_begun(world: World, at: datetime) -> dict[str, Any]:
    """One of each kind of record, begun at a moment, by the name of its kind."""
    city = world.actor("city")
    claim = submitted(world, mission_home(world))
    mission = claim.mission
    Reservation.objects.filter(mission_id=mission.id).update(released_at=clock.now())
    incident_id = mission.aid_request.incident_id
    review = open_review(city, incident_id=incident_id)
    stored = store_file(city, name="night.txt", content=WORDS.encode())
    for model, row_id, moment in (
        (Incident, incident_id, "opened_at"),
        (AidRequest, mission.aid_request_id, "created_at"),
        (Offer, mission.offer_id, "submitted_at"),
        (Mission, mission.id, "authorized_at"),
        (Claim, claim.id, "drafted_at"),
        (Review, review.id, "opened_at"),
        (StoredFile, stored.id, "uploaded_at"),
    ):
        model.objects.filter(pk=row_id).update(**{moment: at})
    return {
        "request": mission.aid_request_id,
        "offer": mission.offer_id,
        "mission": mission.id,
        "close-out": mission.id,
        "ics-214": mission.id,
        "claim": claim.id,
        "review": review.id,
        "chronology": incident_id,
        "file": stored.id,
    }


def test_narrower_days_reach_what_is_older_than_the_newest_of_its_kind(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 23:30 in Denver it is the next day already where UTC counts the days."""
    denver = ZoneInfo("America/Denver")
    day = clock.now().astimezone(denver).date() - timedelta(days=40)
    old = everything_begun(world, datetime(day.year, day.month, day.day, 23, 30, tzinfo=denver))
    everything_begun(world, clock.now())
    monkeypatch.setattr(searching, "LOOKED_AT", 1)
    city = world.actor("city", "authorized_representative")

    def found_on(first: date, last: date) -> dict[str, Any]:
        return {each.kind: each.record_id for each in queries.search(city, "", first, last)}

    assert found_on(day, day) == old
    assert found_on(day + timedelta(days=1), day + timedelta(days=1)) == {}
    newest = {each.kind: each.record_id for each in queries.search(city, "")}
    assert newest.keys() == old.keys() and not newest.items() & old.items()

    asked = commands.log_records_request(city, asked_by="A citizen", scope="Everything")
    client = browser(world, "city", "authorized_representative")
    on_that_day = {"from_day": day.isoformat(), "until_day": day.isoformat()}
    over_the_api = client.get(f"/api/v1/records/requests/{asked.id}/search", on_that_day).json()
    assert {each["kind"]: each["record_id"] for each in over_the_api} == {
        kind: str(record_id) for kind, record_id in old.items()
    }
    address = f"/records/requests/{asked.id}/search/?from={day}&until={day}"
    page = client.get(address).content.decode()
    assert f"mission:{old['mission']}" in page and "America/Denver" in page


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_outermost_days_of_the_calendar_are_no_bounds(zone: str) -> None:
    days = Days(date.min, date.max, ZoneInfo(zone))
    assert days.ends_before is None
    assert days.begins_at is None or days.begins_at.year == 1

"""Looking back: one review an incident, findings with owners, a chronology for each reader."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.afteraction import commands, queries
from muster.afteraction.models import Finding, Review
from muster.aid.models import Incident
from muster.files import queries as files
from muster.files.commands import store_file
from muster.journal import clock
from muster.journal.models import Fact
from muster.rules.refusal import NotFound, Refused
from tests.apps.aid.doors import browser, send
from tests.apps.aid.steps import ask
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.aid.world import World
from tests.apps.claims.steps import mission_home, submitted


def opened(world: World) -> Review:
    incident = Incident.objects.first() or ask(world).incident
    return commands.open_review(world.actor("city"), incident_id=incident.id)


def added(world: World, review: Review, **values) -> Finding:
    given = {"kind": "improvement", "text": "Nobody had the spare keys", **values}
    return commands.add_finding(world.actor("city"), review_id=review.id, **given)


def test_there_is_one_review_of_an_incident_and_its_party_opens_it(world: World) -> None:
    incident = ask(world).incident
    with pytest.raises(Refused) as refused:
        commands.open_review(world.actor("county"), incident_id=incident.id)
    assert codes(refused) == {"review.not_yours"}

    opened(world)
    with pytest.raises(Refused) as refused:
        opened(world)
    assert codes(refused) == {"review.second_review"}


def test_it_is_closed_when_every_improvement_has_an_owner_and_a_day(world: World) -> None:
    city = world.actor("city")
    review = opened(world)
    with pytest.raises(Refused) as refused:
        commands.close_review(city, review_id=review.id)
    assert codes(refused) == {"review.no_findings"}

    added(world, review, kind="strength", text="The phone tree worked")
    finding = added(world, review)
    with pytest.raises(Refused) as refused:
        commands.close_review(city, review_id=review.id)
    assert codes(refused) == {"review.finding_without_owner"}
    assert refused.value.refusals[0].values == {"numbers": "2"}
    commands.edit_finding(
        city,
        finding_id=finding.id,
        owner_party_id=world.parties["county"].id,
        due_on=clock.now().date(),
    )
    commands.edit_review(city, review_id=review.id, went_well="All of it")
    commands.close_review(city, review_id=review.id)

    for write in (
        lambda: commands.edit_review(city, review_id=review.id, overview="More"),
        lambda: commands.edit_finding(city, finding_id=finding.id, text="Other"),
        lambda: added(world, review),
        lambda: commands.close_review(city, review_id=review.id),
    ):
        with pytest.raises(Refused) as refused:
            write()
        assert codes(refused) == {"review.closed"}


def test_a_finding_is_done_only_with_its_proof(world: World) -> None:
    review = opened(world)
    finding = added(world, review, owner_party_id=world.parties["county"].id)
    county = world.actor("county")

    commands.progress_finding(county, finding_id=finding.id, action="start")
    for action, code in (
        ("finish", "finding.no_proof"),
        ("drop", "finding.no_reason"),
        ("start", "finding.wrong_state"),
        ("eat", "finding.unknown_action"),
    ):
        with pytest.raises(Refused) as refused:
            commands.progress_finding(county, finding_id=finding.id, action=action, proof=" ")
        assert codes(refused) == {code}
    done = commands.progress_finding(
        county, finding_id=finding.id, action="finish", proof="Key cabinet inspected"
    )

    assert (done.state, done.proof) == ("done", "Key cabinet inspected")
    assert done.closed_at


def test_bad_values_are_refused(world: World) -> None:
    review = opened(world)
    for values, code in (
        ({"text": "  "}, "finding.no_text"),
        ({"kind": "other"}, "finding.unknown_kind"),
        ({"due_on": clock.now().date().replace(year=1800)}, "finding.bad_date"),
    ):
        with pytest.raises(Refused) as refused:
            added(world, review, **values)
        assert codes(refused) == {code}


def test_an_open_review_is_for_its_party_and_the_owners_of_its_findings(world: World) -> None:
    review = opened(world)
    finding = added(world, review, owner_party_id=world.parties["county"].id)
    assert queries.get_review(world.actor("county"), review.id)
    assert queries.get_review(world.actor(None, "coordinator"), review.id)
    school = world.actor("school")
    with pytest.raises(NotFound):
        queries.get_review(school, review.id)
    with pytest.raises(NotFound):
        queries.get_finding(school, finding.id)
    assert not queries.findings(school).items
    with pytest.raises(Refused):
        commands.edit_review(world.actor("county"), review_id=review.id, overview="Mine")

    commands.edit_finding(world.actor("city"), finding_id=finding.id, due_on=clock.now().date())
    commands.close_review(world.actor("city"), review_id=review.id)

    assert queries.get_review(school, review.id)
    with pytest.raises(Refused):
        commands.progress_finding(school, finding_id=finding.id, action="start")
    closing = Fact.objects.get(kind="ReviewClosed")
    assert closing.audience is None


def test_the_chronology_says_what_each_reader_may_know(world: World) -> None:
    mission = mission_home(world)
    submitted(world, mission)
    incident_id = mission.aid_request.incident_id

    own = queries.chronology(world.actor("city"), incident_id)
    other = queries.chronology(world.actor("school"), incident_id)

    kinds = [entry.kind for entry in own]
    assert [entry.at for entry in own] == sorted(entry.at for entry in own)
    assert {"IncidentOpened", "AidRequestOpened", "MissionAuthorized", "ClaimSubmitted"} <= set(
        kinds
    )
    assert any("$2,000.00" in entry.sentence for entry in own)
    assert len({entry.id for entry in own}) == len(own)
    assert "AidRequestOpened" in [entry.kind for entry in other]
    assert not [entry for entry in other if "Claim" in entry.kind or "Mission" in entry.kind]
    assert "ClaimDrafted" not in kinds


def test_findings_due_are_on_the_start_page_of_their_owner(world: World) -> None:
    review = opened(world)
    tomorrow = clock.now().date() + timedelta(days=1)
    added(world, review, owner_party_id=world.parties["county"].id, due_on=tomorrow)

    assert "Nobody had the spare keys" in page(browser(world, "county"), "/")
    assert "Nobody had the spare keys" not in page(browser(world, "school"), "/")


def test_a_review_on_its_pages(world: World) -> None:
    incident = ask(world).incident
    city = browser(world, "city")
    assert "Open a review" in page(city, f"/incidents/{incident.id}/")

    def do(path: str, **typed: str) -> str:
        response = city.post(path, fields_of(page(city, path)) | typed)
        assert response.status_code == 302, response.content.decode()
        return page(city, response.url)

    assert "Asked for help" in do(f"/incidents/{incident.id}/review/")
    review = Review.objects.get()
    one = f"/reviews/{review.id}/"
    do(f"{one}edit/", overview="Ransomware", went_well="The phones", went_badly="The keys")
    html = do(f"{one}findings/add/", text="No spare keys", due_on="2030-01-31", owner_name="Clerk")
    assert "by Jan 31, 2030" in html
    finding = Finding.objects.get()
    do(f"/findings/{finding.id}/edit/", recommendation="A key cabinet")
    missing = city.post(
        f"/findings/{finding.id}/progress/",
        fields_of(page(city, f"/findings/{finding.id}/progress/")) | {"action": "finish"},
    )
    assert missing.status_code == 422
    do(f"{one}close/")
    html = do(f"/findings/{finding.id}/progress/", action="finish", proof="Bought")
    for words in ("A key cabinet", "Bought", "The phones"):
        assert words in html
    assert review.reference in page(city, "/reviews/")
    assert "No spare keys" in page(city, "/findings/?which=all")
    assert review.reference in page(browser(world, "school"), f"/incidents/{incident.id}/")
    paper = city.get(f"{one}report.pdf")
    assert paper.content.startswith(b"%PDF-")


def test_the_same_over_the_api(world: World) -> None:
    incident = ask(world).incident
    city, school = browser(world, "city"), browser(world, "school")

    made = send(city, f"/incidents/{incident.id}/review")
    assert made.status_code == 201, made.content
    one = f"/reviews/{made.json()['id']}"
    assert send(city, f"{one}/edit", {"overview": "Short"}).json()["overview"] == "Short"
    asked = {"kind": "improvement", "text": "Keys", "due_on": "2030-01-31"}
    finding = send(city, f"{one}/findings", asked)
    assert finding.status_code == 201, finding.content
    of_finding = f"/findings/{finding.json()['id']}"
    owner = {"owner_party_id": str(world.parties["city"].id)}
    assert send(city, f"{of_finding}/edit", owner).status_code == 200
    assert send(city, f"{of_finding}/edit", {"unknown": 1}).status_code == 422
    assert school.get(f"/api/v1{one}").status_code == 404
    assert send(city, f"{of_finding}/progress", {"action": "finish"}).status_code == 409
    done = send(city, f"{of_finding}/progress", {"action": "finish", "proof": "Bought"})
    assert done.json()["state"] == "done"
    assert send(city, f"{one}/close").json()["state"] == "closed"
    assert city.get("/api/v1/findings", {"mine": "true"}).json()["items"][0]["text"] == "Keys"
    assert city.get("/api/v1/reviews").json()["items"][0]["id"] == made.json()["id"]
    entries = city.get(f"/api/v1/incidents/{incident.id}/chronology").json()
    assert [each["kind"] for each in entries][0] == "IncidentOpened"
    assert city.get(f"/api/v1{one}/report.pdf").content.startswith(b"%PDF-")


def test_the_file_that_proves_a_finding_is_read_by_the_reviewing_party(
    world: World, tmp_path, settings
) -> None:
    settings.MEDIA_ROOT = tmp_path
    county = world.actor("county")
    finding = added(world, opened(world), owner_party_id=world.parties["county"].id)
    stored = store_file(county, name="proof.txt", content=b"Keys are in the safe")
    commands.progress_finding(county, finding_id=finding.id, action="start")

    commands.progress_finding(
        county, finding_id=finding.id, action="finish", proof_file_id=stored.id
    )

    assert files.get_file(world.actor("city"), stored.id).id == stored.id
    with pytest.raises(NotFound):
        files.get_file(world.actor("school"), stored.id)

"""The ready terms, documents and comparisons: in the browser and over the API."""

from __future__ import annotations

import pytest
from django.urls import reverse

from muster.agreements import commands, queries
from muster.agreements.ready_terms import ready_terms, ready_text
from tests.apps.catalog.doors import client_of, read, send
from tests.apps.catalog.stage import REPRESENTATIVE, TERMS, Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def visitor(stage):
    return client_of(stage.actor("juniper_flats", REPRESENTATIVE, signed_in=True))


@pytest.fixture
def coordinator(stage):
    return client_of(stage.coordinator)


def words(response) -> str:
    assert response.status_code == 200, response.content[:300]
    return response.content.decode()


def in_force(stage):
    return queries.get_version_in_force(stage.coordinator)


def draft(stage, text, label="2027"):
    return commands.draft_version(
        stage.coordinator,
        label=label,
        title="The next agreement",
        terms_text=text,
    )


def test_every_ready_file_is_listed_and_read(visitor):
    page = words(visitor.get(reverse("agreements:library")))
    for ready in ready_terms():
        assert ready.summary.split("'")[0] in page
        assert reverse("agreements:ready", args=[ready.key]) in page
    assert "Draft a version from it" not in page
    ohio = words(visitor.get(reverse("agreements:ready", args=["ohio_warn"])))
    assert "Pay the bill" in ohio and "Delinquent" in ohio and "rdso3donline" in ohio
    file = visitor.get(reverse("agreements:ready_file", args=["ohio_warn"]))
    assert words(file) == ready_text("ohio_warn")


@pytest.mark.parametrize("name", ["ready", "ready_file", "ready_document", "ready_paper"])
def test_a_file_that_is_not_there_is_not_found(visitor, name):
    assert visitor.get(reverse(f"agreements:{name}", args=["no_such_terms"])).status_code == 404


def test_the_coordinator_drafts_a_version_from_a_ready_file(stage, coordinator):
    page = words(coordinator.get(reverse("agreements:draft"), {"from": "ohio_warn"}))
    assert "ohio_warn" in page and "rdso3donline" in page
    assert coordinator.get(reverse("agreements:draft"), {"from": "nowhere"}).status_code == 404
    version = draft(stage, ready_text("ohio_warn"))
    commands.put_in_force(stage.coordinator, version_id=version.id)
    assert "Ohio WARN" in words(coordinator.get(reverse("agreements:agreement")))


def test_a_version_is_read_as_a_document_and_on_paper(stage, visitor):
    version = in_force(stage)
    page = words(visitor.get(reverse("agreements:document", args=[version.id])))
    assert "The first 40 hours of help are free." in page
    assert "clause not known; source S1" in page
    assert "not known, chosen default" in page and "reading chosen by the network" in page
    paper = visitor.get(reverse("agreements:paper", args=[version.id]))
    assert paper["Content-Type"] == "application/pdf" and paper.content.startswith(b"%PDF")
    again = visitor.get(reverse("agreements:paper", args=[version.id]))
    assert again.content == paper.content


def test_a_ready_file_is_read_as_a_document_and_on_paper(visitor):
    page = words(visitor.get(reverse("agreements:ready_document", args=["north_carolina"])))
    assert "It gives 24 hours of notice in good faith." in page
    paper = visitor.get(reverse("agreements:ready_paper", args=["north_carolina"]))
    assert paper.content.startswith(b"%PDF")


def test_two_versions_are_compared_as_a_redline(stage, coordinator, visitor):
    version = draft(stage, TERMS.replace("hours = 40\n", "hours = 24\n"))
    address = reverse("agreements:compare")
    sides = {"left": f"version:{in_force(stage).id}", "right": f"version:{version.id}"}
    page = words(coordinator.get(address, sides))
    assert "<del>40</del>" in page and "<ins>24</ins>" in page
    assert "1 of " in page and "Time zone" not in page
    whole = words(coordinator.get(address, {**sides, "all": "1"}))
    assert "Differs" in whole and len(whole) > len(page) * 3
    assert visitor.get(address, sides).status_code == 404


def test_ours_is_compared_with_a_ready_file(stage, visitor):
    address = reverse("agreements:compare")
    page = words(
        visitor.get(
            address, {"left": f"version:{in_force(stage).id}", "right": "ready:texas_general"}
        )
    )
    assert "<del>" not in page and "FEMA" in page
    same = words(visitor.get(address, {"left": "ready:emac", "right": "ready:emac"}))
    assert "They say the same" in same


@pytest.mark.parametrize(
    "choice", ["ready:x", "version:x", "", "x", "ready:../../etc", "version:\x00"]
)
def test_a_choice_that_is_none_is_not_found(visitor, choice):
    address = reverse("agreements:compare")
    assert visitor.get(address, {"left": choice}).status_code in (400, 404)


def test_without_a_version_the_first_two_files_are_compared():
    stage = Stage("bare", in_force=False)
    page = words(client_of(stage.coordinator).get(reverse("agreements:compare")))
    assert "values differ" in page


def test_the_ready_terms_are_read_over_the_api(visitor):
    listed = read(visitor, "/ready-terms").json()["items"]
    assert [each["key"] for each in listed] == [each.key for each in ready_terms()]
    whole = read(visitor, "/ready-terms/emac").json()
    assert whole["terms_text"] == ready_text("emac")
    assert any(term["key"] == "claimable" for term in whole["terms"])
    assert read(visitor, "/ready-terms/nowhere").status_code == 404
    assert read(visitor, "/terms-schema").json()["title"].startswith("Terms of")


def test_a_version_is_drafted_from_a_ready_file_over_the_api(coordinator):
    text = read(coordinator, "/ready-terms/calwarn").json()["terms_text"]
    sent = {"label": "CalWARN", "title": "CalWARN", "terms_text": text}
    answer = send(coordinator, "/agreement-versions", sent)
    assert answer.status_code == 201 and answer.json()["state"] == "draft"
    made = read(coordinator, f"/agreement-versions/{answer.json()['id']}").json()
    assert 'time_zone = "America/Denver"  # where the network is' in made["terms_text"]


def test_two_agreements_are_compared_over_the_api(visitor):
    answer = read(
        visitor, "/agreement-comparison?left=ready:florida_2018&right=ready:florida_2023"
    ).json()
    said = {row["says"] for term in answer["terms"] for row in term["rows"]}
    assert "What must be attached" in said
    assert 0 < answer["differing"] < answer["values"]
    gone = read(visitor, "/agreement-comparison?left=ready:a1&right=ready:florida_2023")
    assert gone.status_code == 404

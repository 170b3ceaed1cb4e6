"""The agreement's pages and its API: clause by clause for all, drafts and details for those who may."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from muster.agreements import commands, queries
from muster.agreements.models import Attestation
from tests.apps.catalog.doors import client_of, read, send
from tests.apps.catalog.stage import DUTY, REPRESENTATIVE, TERMS, Stage

pytestmark = pytest.mark.django_db
ITEM = "disaster_recovery_plan"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def representative(stage):
    return stage.actor("juniper_flats", REPRESENTATIVE, signed_in=True)


@pytest.fixture
def visitor(representative):
    return client_of(representative)


@pytest.fixture
def coordinator(stage):
    return client_of(stage.coordinator)


def words(response) -> str:
    return response.content.decode()


def draft(stage, label="2026"):
    return commands.draft_version(
        stage.coordinator, label=label, title="The agreement", terms_text=TERMS
    )


def test_the_agreement_is_read_clause_by_clause_with_its_marks(visitor):
    page = words(visitor.get(reverse("agreements:agreement")))
    assert "What is free and what is shared" in page and "hours free of charge" in page.lower()
    assert "Clause not known" in page
    assert "Reading chosen by the network" in page and "Not known, chosen default" in page
    assert "Standard-Examiner" in page


def test_the_terms_are_fetched_as_the_file_that_was_read(stage, visitor):
    version = queries.version_in_force(stage.coordinator)
    answer = visitor.get(reverse("agreements:terms_file", args=[version.id]))
    assert words(answer) == TERMS
    assert answer["Content-Disposition"] == 'attachment; filename="utah_it_maa.toml"'


def test_without_a_version_the_page_says_what_comes_next():
    stage = Stage("bare", in_force=False)
    page = words(client_of(stage.coordinator).get(reverse("agreements:agreement")))
    assert "Draft a version" in page
    member = client_of(stage.actor("juniper_flats", DUTY, signed_in=True))
    assert "Your coordinator drafts one" in words(member.get(reverse("agreements:agreement")))
    attestations = member.get(reverse("agreements:attestations"), follow=True)
    assert "No version of the agreement is in force" in words(attestations)
    assert read(member, "/agreement-versions/in-force").status_code == 404


def test_a_draft_is_found_by_the_coordinator_alone(stage, visitor, coordinator):
    version = draft(stage, "Spring draft")
    for name in ("version", "terms_file"):
        address = reverse(f"agreements:{name}", args=[version.id])
        assert coordinator.get(address).status_code == 200
        assert visitor.get(address).status_code == 404
    assert visitor.get(reverse("agreements:amend", args=[version.id])).status_code == 403
    assert "Spring draft" not in words(visitor.get(reverse("agreements:versions")))
    assert "Spring draft" in words(coordinator.get(reverse("agreements:versions")))


def test_mistakes_in_the_terms_stand_beside_the_text_and_nothing_is_lost(coordinator):
    broken = TERMS.replace("sign_offs = 1", "sign_offs = 99")
    sent = {"label": "2026", "title": "My very own title", "terms_text": broken}
    answer = coordinator.post(reverse("agreements:draft"), sent)
    assert answer.status_code == 422
    page = words(answer)
    assert "terms.requester.sign_offs: Write 5 or less." in page
    assert "My very own title" in page and "sign_offs = 99" in page
    assert coordinator.post(
        reverse("agreements:draft"), {**sent, "terms_text": "x" * 600_000}
    ).status_code in (413, 422)


def test_everything_that_is_wrong_with_a_draft_is_told_at_once(stage, coordinator):
    draft(stage, "2026")
    contradicting = TERMS.replace("warn_before_hours = 8", "warn_before_hours = 99")
    broken = contradicting.replace("sign_offs = 1", "sign_offs = 99")
    sent = {"label": "2026", "title": "", "terms_text": broken}
    answer = coordinator.post(reverse("agreements:draft"), sent)
    assert answer.status_code == 422
    page = words(answer)
    assert "terms.requester.sign_offs: Write 5 or less." in page
    assert "The warning would come before the first free hour" in page
    assert "There is a version called “2026” already" in page
    assert answer.context["form"].errors.keys() == {"label", "title", "terms_text"}
    assert "warn_before_hours = 99" in page  # nothing that was typed is lost


def test_a_version_is_drafted_changed_and_put_in_force_from_the_pages(stage, coordinator):
    sent = {"label": "2026", "title": "The agreement", "terms_text": TERMS}
    made = coordinator.post(reverse("agreements:draft"), sent)
    version = queries.versions(stage.coordinator)[0]
    assert made.url == reverse("agreements:version", args=[version.id])
    changed = {**sent, "label": "2026b"}
    answer = coordinator.post(reverse("agreements:amend", args=[version.id]), changed)
    assert answer.status_code == 302
    address = reverse("agreements:put_in_force", args=[version.id])
    unconfirmed = client_of(stage.coordinator, is_confirmed=False)
    assert unconfirmed.post(address).status_code == 422
    assert queries.version_in_force(stage.coordinator).label == "2025"
    assert coordinator.post(address).status_code == 302
    assert queries.version_in_force(stage.coordinator).label == "2026b"


def test_an_attestation_with_its_evidence_is_made_and_withdrawn(
    stage, visitor, representative, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    address = reverse("agreements:attest", args=[ITEM])
    page = visitor.get(address)
    sent = {
        "statement": "Tested in January",
        "valid_until": str(page.context["form"]["valid_until"].value()),
        "evidence": SimpleUploadedFile("plan.txt", b"The plan", "text/plain"),
    }
    assert visitor.post(address, sent).status_code == 302
    made = Attestation.objects.get()
    assert made.evidence_file_id
    own = reverse("agreements:attestations_of", args=[representative.party_id])
    assert "Tested in January" in words(visitor.get(own))
    withdraw = reverse("agreements:withdraw", args=[made.id])
    assert visitor.get(withdraw).status_code == 200
    assert visitor.post(withdraw, {"reason": "Wrong plan"}).status_code == 302
    assert "Wrong plan" in words(visitor.get(own))


def test_what_cannot_be_attested_comes_back_with_a_sentence(visitor):
    address = reverse("agreements:attest", args=[ITEM])
    answer = visitor.post(address, {"statement": "We did", "valid_until": "2099-01-01"})
    assert answer.status_code == 422 and "at most" in words(answer) and "We did" in words(answer)
    for nonsense in ("", "9" * 500, "2026-99-99", "\x00"):
        answer = visitor.post(address, {"statement": nonsense, "valid_until": nonsense})
        assert answer.status_code == 422
    assert visitor.get(reverse("agreements:attest", args=["no_such_item"])).status_code == 404
    assert not Attestation.objects.exists()


def test_others_learn_the_yes_or_no_and_nothing_more(stage, visitor, representative, coordinator):
    commands.make_attestation(representative, item_key=ITEM, statement="Our secret")
    other = client_of(stage.actor("sagebrush_county", REPRESENTATIVE, signed_in=True))
    own = reverse("agreements:attestations_of", args=[representative.party_id])
    assert other.get(own).status_code == 404
    assert coordinator.get(own).status_code == 200
    assert read(other, f"/parties/{representative.party_id}/attestations").status_code == 404
    seen = read(other, f"/parties/{representative.party_id}/baseline").json()
    assert seen["meets"] is False and seen["items"] == []
    overview = words(other.get(reverse("agreements:baseline")))
    assert "Juniper Flats" in overview and "Lapsing" not in overview
    assert "Missing" in words(coordinator.get(reverse("agreements:baseline")))
    made = Attestation.objects.get()
    assert other.get(reverse("agreements:withdraw", args=[made.id])).status_code == 404


def test_the_home_page_asks_the_representative_to_attest(visitor, stage):
    assert "Attest: An updated disaster recovery plan" in words(visitor.get("/"))
    duty = client_of(stage.actor("juniper_flats", DUTY, signed_in=True))
    assert "Attest:" not in words(duty.get("/"))


def test_the_api_does_what_the_pages_do(stage, coordinator, visitor, representative):
    body = {"label": "2026", "title": "The agreement", "terms_text": TERMS}
    made = send(coordinator, "/agreement-versions", body, key="k")
    assert made.status_code == 201
    assert send(coordinator, "/agreement-versions", body, key="k").json() == made.json()
    address = f"/agreement-versions/{made.json()['id']}"
    assert send(coordinator, address, {**body, "label": "2027"}).json()["label"] == "2027"
    refused = send(coordinator, address, {**body, "terms_text": "nonsense"})
    assert refused.status_code == 409 and refused.json()["reasons"][0]["code"] == "terms.invalid"
    assert read(visitor, address).status_code == 404
    assert send(visitor, f"{address}/put-in-force", {}).status_code == 403
    assert send(coordinator, f"{address}/put-in-force", {}).json()["state"] == "in_force"
    whole = read(visitor, "/agreement-versions/in-force").json()
    assert whole["terms_text"] == TERMS
    assert {"key", "clause", "values"} <= whole["terms"][0].keys()
    assert len(read(visitor, "/agreement-versions").json()["items"]) == 2
    made = send(visitor, "/attestations", {"item_key": ITEM, "statement": "Tested"})
    assert made.status_code == 201, made.content
    listed = read(visitor, f"/parties/{representative.party_id}/attestations").json()["items"]
    assert [each["id"] for each in listed] == [made.json()["id"]]
    gone = send(visitor, f"/attestations/{made.json()['id']}/withdraw", {"reason": "No"})
    assert gone.json()["withdrawn_reason"] == "No"
    page = read(visitor, "/baselines?limit=2").json()
    assert len(page["items"]) == 2 and page["next"]
    assert (
        send(visitor, "/attestations", {"item_key": ITEM, "statement": "x", "more": 1}).status_code
        == 422
    )


def test_the_identifiers_of_frameworks_are_listed_with_what_cites_them(visitor):
    shown = visitor.get("/agreement/baseline/identifiers/").content.decode()
    assert "CPG 3.O" in shown and "Backups exist and restoring was tried" in shown
    assert (
        "/agreement/baseline/identifiers/" in visitor.get("/agreement/baseline/").content.decode()
    )

"""The pages of joining: the list of steps, signing with a code, who is on which version, the register."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from muster.joining import commands, queries
from muster.rules.joining import SECOND_FACTORS
from tests.apps.catalog.stage import REPRESENTATIVE
from tests.apps.joining.papers import DAY, NOW, Papers, terms

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "four calm geese"


@pytest.fixture(autouse=True)
def moment():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def papers() -> Papers:
    return Papers()


def client_of(papers: Papers, party: str = "newcomer") -> Client:
    actor = papers.actor(party, REPRESENTATIVE, name=f"page-{party}", signed_in=True)
    person = get_user_model().objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, SECRET)
    client = Client()
    client.force_login(person)
    return client


def officer(papers: Papers) -> Client:
    person = get_user_model().objects.get(pk=papers.coordinator.person_id)
    client = Client()
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()
    return client


def code() -> str:
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def words(response) -> str:
    return response.content.decode()


def test_a_director_joins_from_the_list_of_steps_and_signs_with_a_code(papers):
    client = client_of(papers)
    assert "Join the agreement" in words(client.get(reverse("joining:joinings")))
    begun = client.post(reverse("joining:begin"), {})
    page = begun.headers["Location"]
    joining = queries.joinings(papers.system).items[0]
    assert "Record the review" in words(client.get(page))
    assert client.post(reverse("joining:review", args=[joining.id]), {}).status_code == 422
    client.post(
        reverse("joining:review", args=[joining.id]),
        {"attorney_name": "A. Attorney", "done_on": "2026-03-02"},
    )
    client.post(
        reverse("joining:resolution", args=[joining.id]),
        {"number": "R-1", "governing_body": "City council", "done_on": "2026-03-10"},
    )
    address = reverse("joining:sign", args=[joining.id])
    text = queries.text_of(joining.version_id)
    assert text.sha256 in words(client.get(address))
    said = {"document_sha256": text.sha256, "title": "City manager", "consents": "on"}
    without = client.post(address, {**said, "step_up_password": PASSWORD})
    assert without.status_code == 422 and "a password alone does not" in words(without)
    assert client.post(address, {**said, "step_up_code": code()}).status_code == 302
    joining = papers.again(joining)
    assert joining.state == "in_force" and papers.standing() == "in_force"
    assert joining.signatures.get().method in SECOND_FACTORS
    shown = words(client.get(page))
    assert "Signed PDF" in shown and "Everything is done" in shown
    paper = client.get(
        reverse("joining:paper", args=[joining.id, joining.signatures.get().file_id])
    )
    assert paper.content.startswith(b"%PDF")


def test_the_document_and_the_certificates_are_there_for_every_member(papers):
    papers.join()
    client = client_of(papers, "sagebrush_county")
    text = client.get(reverse("joining:text", args=[papers.version.id]))
    assert text["Content-Type"] == "application/pdf" and text.content.startswith(b"%PDF")
    assert b"BEGIN CERTIFICATE" in client.get(reverse("joining:certificates")).content


def test_the_coordinator_sees_all_papers_and_other_parties_none(papers):
    joining = papers.begin()
    address = reverse("joining:joining", args=[joining.id])
    assert "Newcomer City" in words(officer(papers).get(reverse("joining:joinings")))
    assert officer(papers).get(address).status_code == 200
    assert client_of(papers, "sagebrush_county").get(address).status_code == 404


def test_the_coordinator_invites_and_files_and_a_wrong_step_is_not_there(papers):
    client = officer(papers)
    begun = client.post(
        reverse("joining:begin"), {"party_id": str(papers.newcomer.id), "note": "Hi"}
    )
    assert begun.status_code == 302
    joining = queries.joinings(papers.system).items[0]
    wrong = reverse("joining:file", args=[joining.id, "signature"])
    assert client.get(wrong).status_code == 404
    put_away = reverse("joining:abandon", args=[joining.id])
    assert client.post(put_away, {"reason": "Wrong party"}).status_code == 302


def test_a_party_that_is_not_bound_is_invited_from_its_page_and_a_bound_one_is_not_listed(papers):
    client = officer(papers)
    party_page = reverse("members:party", args=[papers.newcomer.id])
    begin = f"{reverse('joining:begin')}?party={papers.newcomer.id}"
    assert begin in words(client.get(party_page))
    assert f'value="{papers.newcomer.id}" selected' in words(client.get(begin))
    papers.join()
    papers.add_party("later", "Later Town", standing="invited")
    assert begin not in words(client.get(party_page))
    listed = words(client.get(reverse("joining:begin")))
    assert "Later Town" in listed and "Newcomer City" not in listed
    assert "2026" in words(client.get(reverse("joining:register")))


def test_a_director_is_asked_at_the_start_page_whether_to_adopt_a_newer_version(papers, moment):
    papers.join()
    client = client_of(papers)
    question = "decide whether to adopt it"
    assert question not in words(client.get("/"))
    moment.move_to(NOW + timedelta(minutes=5))
    papers.put(terms(), "2027")
    assert question in words(client.get("/"))
    papers.begin()
    assert question not in words(client.get("/"))


def test_the_foot_of_a_page_about_a_version_names_the_product(papers):
    page = words(officer(papers).get(reverse("joining:versions")))
    assert "Muster AgreementVersion" not in page
    assert f"Muster {settings.MUSTER_VERSION}." in page


def test_a_party_leaves_and_stays_from_its_page(papers):
    papers.join()
    client = officer(papers)
    party_page = reverse("members:party", args=[papers.newcomer.id])
    assert "Leave the agreement" in words(client.get(party_page))
    leave = reverse("joining:leave", args=[papers.newcomer.id])
    assert client.post(leave, {"reason": "Budget"}).status_code == 302
    assert "Take the notice back" in words(client.get(party_page))
    client.post(reverse("joining:stay", args=[papers.newcomer.id]), {"reason": "Decided anew"})
    assert papers.standing() == "in_force"


def test_the_register_is_shown_as_of_any_day(papers, moment):
    papers.join()
    commands.give_exit_notice(papers.director, reason="Budget")
    moment.move_to(NOW + timedelta(days=400))
    commands.keep_days(papers.system)
    client = officer(papers)
    today = words(client.get(reverse("joining:register_file")))
    before = words(client.get(reverse("joining:register_file"), {"as_of": str(DAY)}))
    earlier = words(
        client.get(reverse("joining:register_file"), {"as_of": str(DAY - timedelta(days=1))})
    )
    assert "Newcomer City,withdrawn" in today
    assert "Newcomer City,withdrawing" in before and str(DAY) in before
    assert "Newcomer City" not in earlier
    for wrong in ("2026-02-30", "yesterday", "9999-01-01", "\u202e"):
        page = client.get(reverse("joining:register"), {"as_of": wrong})
        assert page.status_code == 200 and "That is no day" in words(page)


def test_who_is_on_which_version_and_what_applies_with_ones_own(papers):
    papers.join()
    page = words(client_of(papers, "sagebrush_county").get(reverse("joining:versions")))
    assert "Newcomer City" in page and "Applies with your party" in page


def test_an_opt_out_is_filed_from_a_page_only_where_the_agreement_knows_it(papers):
    papers.join()
    client = officer(papers)
    address = reverse("joining:opt_out", args=[papers.newcomer.id])
    refused = client.post(address, {"number": "R", "resolved_on": "2026-03-01"})
    assert refused.status_code == 422 and "nobody is in without signing" in words(refused)
    back = reverse("joining:opt_in", args=[papers.newcomer.id])
    assert client.post(back, {"number": "R", "resolved_on": "2026-03-01"}).status_code == 422


def test_the_text_of_a_version_is_brought_as_a_pdf(papers):
    address = reverse("joining:attach_text", args=[papers.version.id])
    from django.core.files.uploadedfile import SimpleUploadedFile

    broken = SimpleUploadedFile("a.pdf", b"%PDF-1.7 nothing")
    refused = officer(papers).post(address, {"paper": broken})
    assert refused.status_code == 422 and "cannot be read" in words(refused)

"""The pages and files of a claim, walked by the finance officers of both parties."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.test import Client

from muster.aid.models import Mission
from muster.claims.commands.computing import digest_of
from muster.claims.models import Claim, ClaimQuestion, Payment
from tests.apps.aid.doors import browser, send
from tests.apps.aid.test_pages import fields_of, page
from tests.apps.aid.world import World
from tests.apps.claims.steps import add_receipt, agree, drafted, submitted


def do(client: Client, path: str, **typed: str) -> str:
    """Fill the form of a page and press its button; answers the page it leads to."""
    response = client.post(path, fields_of(page(client, path)) | typed)
    assert response.status_code == 302, response.content.decode()
    return page(client, response.url)


def test_a_claim_is_computed_submitted_questioned_approved_and_paid(
    world: World, mission: Mission
) -> None:
    county, city = browser(world, "county", "finance"), browser(world, "city", "finance")
    assert "have not agreed on a share" in page(county, f"/missions/{mission.id}/")
    agree(world, mission)
    html = page(county, f"/missions/{mission.id}/")
    assert "$2,000.00 USD" in html
    assert "Compute the claim" in html
    assert "Compute the claim" not in page(city, f"/missions/{mission.id}/")

    html = do(county, f"/missions/{mission.id}/claim/")
    claim = Claim.objects.get()
    one = f"/claims/{claim.id}/"
    for words in ("$2,000.00 USD", "14 of them free", "Hours beyond, at the price", "Re-imaging"):
        assert words in html
    page(city, one, 404)
    do(county, f"{one}edit/", invoice_number="INV-7", note="Thank you")
    do(county, f"{one}submit/")
    assert "Approve claim" in page(city, "/")
    do(city, f"{one}question/", question="Why night work?", line_number="1")
    asked = ClaimQuestion.objects.get()
    assert "Answer a question" in page(county, "/")
    do(county, f"/claims/questions/{asked.id}/", answer="The backup window")
    do(city, f"{one}approve/", purchase_order="PO 9", account_code="44-1")
    html = do(city, f"{one}pay/", amount="500.00", payment_reference="C1", paid_on="2020-02-01")
    assert "$1,500.00 USD" in html
    payment = Payment.objects.get()
    do(county, f"/claims/payments/{payment.id}/")
    do(county, f"{one}credit/", amount="100.00", reason="Typed twice", line_number="1")
    do(browser(world, "county"), f"{one}waive/", amount="400.00", reason="Neighbours")
    html = do(city, f"{one}pay/", payment_reference="C2", paid_on="2020-02-02")

    claim.refresh_from_db()
    assert (claim.state, claim.paid_cents) == ("paid", 150_000)
    for words in ("INV-7", "PO 9", "The backup window", "CN-", "Neighbours", "Paid $1,000.00 USD"):
        assert words in html
    listed = page(city, "/claims/?side=owed&state=paid")
    assert claim.reference in listed
    assert claim.reference not in page(city, "/claims/?side=made")


def test_finance_is_told_at_the_start_what_may_be_claimed(world: World, mission: Mission) -> None:
    county, city = browser(world, "county", "finance"), browser(world, "city", "finance")
    agree(world, mission)
    assert "Compute the claim of mission" not in page(county, "/")
    Mission.objects.filter(pk=mission.pk).update(state="closed")
    html = page(county, "/")
    assert f"Compute the claim of mission {mission.reference}" in html
    assert "$2,000.00 USD" in html
    assert "Compute the claim of mission" not in page(city, "/")

    do(county, f"/missions/{mission.id}/claim/")
    html = page(county, "/")
    assert f"Submit claim {Claim.objects.get().reference}" in html
    assert "Compute the claim of mission" not in html
    assert "Submit claim" not in page(city, "/")


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(
    world: World, mission: Mission
) -> None:
    claim = submitted(world, mission)
    county = browser(world, "county", "finance")
    path = f"/claims/{claim.id}/credit/"
    typed = fields_of(page(county, path)) | {"amount": "99999.00", "reason": "Wrong rate"}

    response = county.post(path, typed)

    assert response.status_code == 422
    html = response.content.decode()
    assert "A credit note cannot exceed" in html
    assert "Wrong rate" in html


def test_a_claim_is_taken_away_as_csv_json_and_pdf(world: World, mission: Mission) -> None:
    add_receipt(world, mission, 1_999, "=HYPERLINK(0)")
    claim = drafted(world, mission)
    finance = browser(world, "county", "finance")

    rows = list(
        csv.DictReader(
            io.StringIO(finance.get(f"/claims/{claim.id}/claim.csv").content.decode("utf-8-sig"))
        )
    )
    kept = json.loads(finance.get(f"/claims/{claim.id}/claim.json").content)
    paper = finance.get(f"/claims/{claim.id}/claim.pdf").content

    assert sum(float(row["claimed"]) for row in rows) == pytest.approx(2019.99)
    assert any(row["description"] == "'=HYPERLINK(0)" for row in rows)
    assert kept["total"] == {"amount": "2019.99", "currency": "USD"}
    assert digest_of(kept["settlement"]) == kept["settlement_sha256"]
    assert paper.startswith(b"%PDF-")


def test_third_parties_and_strangers_find_nothing(world: World, mission: Mission) -> None:
    claim = submitted(world, mission)
    paths = ["", "claim.csv", "claim.json", "claim.pdf", "approve/", "pay/", "question/"]
    school, stranger = browser(world, "school", "finance"), Client()

    for path in paths:
        assert school.get(f"/claims/{claim.id}/{path}").status_code == 404
        assert stranger.get(f"/claims/{claim.id}/{path}").status_code == 302
    assert claim.reference not in page(school, "/claims/")
    api = f"/api/v1/claims/{claim.id}"
    assert school.get(api).status_code == 404
    assert stranger.get(api).status_code == 401
    assert send(school, f"/claims/{claim.id}/approve").status_code in (404, 422)
    assert school.get(f"/api/v1/missions/{mission.id}/claim-preview").status_code == 404


def test_the_whole_life_over_the_api(world: World, mission: Mission) -> None:
    county, city = browser(world, "county", "finance"), browser(world, "city", "finance")
    agree(world, mission)
    preview = county.get(f"/api/v1/missions/{mission.id}/claim-preview").json()
    assert preview["total"] == {"amount": "2000.00", "currency": "USD"}

    made = send(county, f"/missions/{mission.id}/claim")
    assert made.status_code == 201, made.content
    one = f"/claims/{made.json()['id']}"
    assert "submit" in made.json()["actions"]
    assert send(county, f"{one}/edit", {"invoice_number": "INV-7"}).status_code == 200
    assert send(county, f"{one}/submit").json()["state"] == "submitted"
    asked = send(city, f"{one}/questions", {"question": "Why?", "line_number": 1})
    assert asked.status_code == 201, asked.content
    answer = send(county, f"/claim-questions/{asked.json()['id']}/answer", {"answer": "So"})
    assert answer.status_code == 200, answer.content
    assert send(city, f"{one}/approve", {"purchase_order": "PO 1"}).json()["state"] == "approved"
    note = send(county, f"{one}/credit-notes", {"amount": "0.01", "reason": "A cent"})
    assert note.status_code == 201, note.content
    paid = {"amount": "1999.99", "payment_reference": "C1", "paid_on": "2020-01-31"}
    payment = send(city, f"{one}/payments", paid)
    assert payment.status_code == 201, payment.content
    confirmed = send(county, f"/claim-payments/{payment.json()['id']}/confirm")
    assert confirmed.json()["received_at"]
    whole = city.get(f"/api/v1{one}").json()
    assert (whole["state"], whole["owed"]["amount"]) == ("paid", "0.00")
    assert whole["lines"][0]["working"]
    assert city.get(f"/api/v1{one}/timeline").json()[0]["kind"] == "PaymentConfirmed"
    assert city.get("/api/v1/claims", {"side": "owed"}).json()["items"][0]["id"] == whole["id"]
    assert send(city, f"{one}/payments", paid | {"amount": "1e9"}).status_code == 422
    assert send(city, f"{one}/waivers", {"amount": "1.00", "reason": "So"}).status_code == 403

"""The main job, from the ask to the paid claim, over the JSON API alone."""

from __future__ import annotations

import pytest

from tests.api.story import SECRETS, Story

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

USD = "USD"


def test_the_ask_is_open_and_a_repetition_asked_once(story: Story) -> None:
    asked, again = story.answers["asked"], story.answers["asked again"]

    assert asked["state"] == "open"
    assert again.json() == asked
    assert again["Idempotent-Replayed"] == "true"
    assert len(story["city_director"].get("/aid-requests")["items"]) == 1


def test_the_mission_has_its_letter_of_authority(story: Story) -> None:
    mission = f"/missions/{story.ids['mission_id']}"

    for account in ("city_director", "county_duty_officer"):
        letter = story[account].ask("GET", f"{mission}/authority.pdf")
        assert letter["Content-Type"] == "application/pdf"
        assert letter.content.startswith(b"%PDF")


def test_the_hours_were_logged_once_each_and_the_mission_is_closed(story: Story) -> None:
    mission = f"/missions/{story.ids['mission_id']}"

    entries = story["city_director"].get(f"{mission}/time-entries")["items"]
    expenses = story["city_director"].get(f"{mission}/expenses")
    rows = story["city_director"].get(f"{mission}/deployments")

    assert len(entries) == 3
    assert [row["amount"] for row in expenses] == [{"amount": "120.00", "currency": USD}]
    assert expenses[0]["receipt_file_id"] == story.ids["file_id"]
    assert story.answers["closed"]["state"] == "closed"
    ended = {row["id"]: row["state"] for row in rows}
    assert ended.pop(story.ids["deployment_id"]) == "demobilized"
    assert ended
    assert set(ended.values()) == {"released"}


def test_the_claim_is_exact_to_the_cent(story: Story) -> None:
    """48 h, 40 free; 8 h at 62.50 are 500.00, half is 250.00; half of the hotel is 60.00."""
    submitted = story.answers["submitted"]

    assert story.answers["share"]["share_basis_points"] == 5000
    assert submitted["state"] == "submitted"
    assert submitted["total"] == submitted["owed"] == {"amount": "310.00", "currency": USD}
    labour = [line for line in submitted["lines"] if line["unit"].startswith("h")]
    assert sum(float(line["quantity"]) for line in labour) == 48
    assert sum(float(line["free_quantity"]) for line in labour) == 40


def test_the_claim_is_paid_once_and_settled(story: Story) -> None:
    paid, again, settled = (story.answers[key] for key in ("paid", "paid again", "settled"))

    assert story.answers["approved"]["state"] == "approved"
    assert again.json() == paid
    assert again["Idempotent-Replayed"] == "true"
    assert settled["state"] == "paid"
    assert settled["paid"] == {"amount": "310.00", "currency": USD}
    assert settled["owed"] == {"amount": "0.00", "currency": USD}
    (payment,) = settled["payments"]
    assert payment["payment_reference"] == SECRETS["payment reference"]
    assert payment["received_at"]


def test_every_step_stands_on_the_timelines(story: Story) -> None:
    director = story["city_director"]

    mission = {row["kind"] for row in director.get(f"/missions/{story.ids['mission_id']}/timeline")}
    claim = {row["kind"] for row in director.get(f"/claims/{story.ids['claim_id']}/timeline")}

    assert {"OfferAccepted", "MissionAuthorized", "CostShareAgreed", "MissionClosed"} <= mission
    assert {"ClaimSubmitted", "ClaimApproved"} <= claim

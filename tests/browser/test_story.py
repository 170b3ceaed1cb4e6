"""The main job, played by its people in real browsers: from the first tap to the paid claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests import cast
from tests.accessibility.axe import DESK, PHONE
from tests.server import MusterServer, run_python

LET_DAYS_PASS = """
import django; django.setup()
from datetime import timedelta
from muster.aid.models import Mission
mission = Mission.objects.get(pk={mission_id!r})
mission.authorized_at -= timedelta(days=4)
mission.starts_at -= timedelta(days=4)
mission.save()
"""


class Cast:
    """Everybody at a browser of their own, signed in once."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.pages: dict[str, Page] = {}

    def page(self, account: str, size: ViewportSize) -> Page:
        if account not in self.pages:
            context = self.browser.new_context(viewport=size, base_url=self.url)
            page = context.new_page()
            page.goto("/account/login/")
            page.fill("input[name=login]", cast.ACCOUNTS[account].email)
            page.fill("input[name=password]", cast.PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            expect(page.locator("main")).to_contain_text("What needs you now")
            self.pages[account] = page
        return self.pages[account]

    def close(self) -> None:
        for page in self.pages.values():
            page.context.close()


@pytest.fixture
def people(browser: Browser, muster_server: MusterServer) -> Iterator[Cast]:
    people = Cast(browser, muster_server.url)
    yield people
    people.close()


def send(page: Page, name: str) -> None:
    """Press the form's button and land on the page after it, with no error left."""
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".usa-error-message")).to_have_count(0)


def id_in(url: str) -> str:
    found = re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", url)
    assert found, url
    return found[-1]


@pytest.mark.critical
def test_a_city_asks_from_a_phone_and_the_claim_is_paid(
    people: Cast, muster_server: MusterServer, tmp_path: Path
) -> None:
    request_id = ask_from_a_phone(people)
    offer_id = offer_what_fits(people, request_id)
    mission_id = accept(people, offer_id)
    authority = people.page("city_director", PHONE).request.get(
        f"/missions/{mission_id}/authority.pdf"
    )
    assert authority.body().startswith(b"%PDF")
    run_python(["-c", LET_DAYS_PASS.format(mission_id=mission_id)], muster_server.environment)
    agree_on_half(people, mission_id)
    work_and_come_home(people, mission_id, tmp_path)
    claim_id = claim(people, mission_id)
    settle(people, claim_id)
    look_back(people, request_id)


def ask_from_a_phone(people: Cast) -> str:
    """Five inputs at most: what happened, a preset and its number; one button."""
    director = people.page("city_director", PHONE)
    watcher = people.page("county_duty_officer", DESK)
    watcher.goto("/board/")
    director.goto("/")
    director.locator("main").get_by_role("link", name="Ask for help").first.click()
    director.locator("label", has_text="Ransomware").click()
    director.locator(".usa-checkbox__label", has_text="Re-image PCs").click()
    send(director, "Ask for help now")
    expect(director.locator("main")).to_contain_text("is open")
    request_id = id_in(director.url)
    expect(watcher.locator(f"main a[href*='{request_id}']").first).to_be_visible(timeout=5000)
    return request_id


def offer_what_fits(people: Cast, request_id: str) -> str:
    duty = people.page("county_duty_officer", DESK)
    duty.goto(f"/requests/{request_id}/")
    duty.get_by_role("link", name="Offer what fits").click()
    send(duty, "Send the offer")
    expect(duty).to_have_url(re.compile("/offers/"))
    return id_in(duty.url)


def accept(people: Cast, offer_id: str) -> str:
    director = people.page("city_director", PHONE)
    director.goto(f"/offers/{offer_id}/")
    director.get_by_role("link", name="Accept…").click()
    director.get_by_label("What may they touch?").fill(
        "Workstations of city hall; no police network."
    )
    send(director, "Accept and authorize the mission")
    expect(director).to_have_url(re.compile("/missions/"))
    expect(director.locator("main")).to_contain_text("Authorized")
    return id_in(director.url)


def agree_on_half(people: Cast, mission_id: str) -> None:
    county = people.page("county_representative", DESK)
    county.goto(f"/missions/{mission_id}/share/")
    county.locator("main input:not([type=hidden])").first.fill("50")
    county.locator("main textarea, main input[name=wording]").last.fill(
        "The city pays half of the county's cost after the free hours."
    )
    county.locator("main button[type=submit]").last.click()
    expect(county).to_have_url(re.compile(f"/missions/{mission_id}/"))
    city = people.page("city_director", PHONE)
    city.goto("/")
    city.get_by_role("link", name=re.compile("Agree to the share")).click()
    city.locator("main button[type=submit]").last.click()
    expect(city.locator("main")).to_contain_text("50")


def work_and_come_home(people: Cast, mission_id: str, folder: Path) -> None:
    """The engineer logs three days by phone; the duty officer sees the others home."""
    engineer = people.page("responder", PHONE)
    engineer.goto("/my-deployment/")
    engineer.get_by_role("link", name="Check in").click()
    now = datetime.fromisoformat(engineer.input_value("input[name=at]"))
    arrived = (now - timedelta(hours=72)).replace(second=0, microsecond=0)
    engineer.fill("input[name=at]", arrived.isoformat(timespec="minutes"))
    send(engineer, "Check in")
    for day in range(3):
        engineer.goto("/my-deployment/")
        engineer.get_by_role("link", name="Log hours").click()
        engineer.fill("input[name=hours]", "16")
        start = arrived + timedelta(hours=1 + 20 * day)
        engineer.fill("input[name=starts_at]", start.isoformat(timespec="minutes"))
        send(engineer, "Log")
    receipt = folder / "receipt.txt"
    receipt.write_text("Hotel, one night, 120.00\n")
    engineer.goto("/my-deployment/")
    engineer.get_by_role("link", name="Expense").click()
    engineer.get_by_label("Amount", exact=False).first.fill("120.00")
    engineer.locator("main input[name=description]").fill("Hotel, one night")
    engineer.locator("main input[type=file]").set_input_files(receipt)
    engineer.locator("main button[type=submit]").last.click()
    engineer.goto("/my-deployment/")
    engineer.get_by_role("link", name="Demobilize").click()
    engineer.locator("main button[type=submit]").last.click()
    duty = people.page("county_duty_officer", DESK)
    duty.goto(f"/missions/{mission_id}/")
    while (unneeded := duty.locator("main a[href$='/release/']")).count():
        unneeded.first.click()
        if (note := duty.locator("main textarea, main input[name=note]")).count():
            note.first.fill("Not needed in the end.")
        duty.locator("main button[type=submit]").last.click()
        duty.goto(f"/missions/{mission_id}/")
    expect(duty.locator("main")).to_contain_text("Demobilized")
    duty.goto(f"/missions/{mission_id}/close/")
    duty.locator("main button[type=submit]").last.click()
    expect(duty.locator("main")).to_contain_text("Closed")


def claim(people: Cast, mission_id: str) -> str:
    """48 hours, 40 of them free; half of 8 at the engineer's rate, and the hotel."""
    finance = people.page("county_finance", DESK)
    finance.goto(f"/missions/{mission_id}/claim/")
    finance.locator("main button[type=submit]").last.click()
    expect(finance).to_have_url(re.compile("/claims/"))
    claim_id = id_in(finance.url)
    expect(finance.locator("main")).to_contain_text("40")
    finance.goto(f"/claims/{claim_id}/submit/")
    finance.locator("main button[type=submit]").last.click()
    expect(finance.locator("main")).to_contain_text("Submitted")
    return claim_id


def settle(people: Cast, claim_id: str) -> None:
    city = people.page("city_finance", DESK)
    city.goto(f"/claims/{claim_id}/approve/")
    city.locator("main button[type=submit]").last.click()
    expect(city.locator("main")).to_contain_text("Approved")
    city.goto(f"/claims/{claim_id}/pay/")
    city.locator("main input[name=payment_reference]").fill("ACH 4711")
    city.locator("main button[type=submit]").last.click()
    expect(city.locator("main")).to_contain_text("Paid")
    document = city.request.get(f"/claims/{claim_id}/claim.json").json()
    assert document["state"] == "paid", document


def look_back(people: Cast, request_id: str) -> None:
    """Every page of a thing shows its timeline; the auditor finds it sealed."""
    director = people.page("city_director", PHONE)
    director.goto(f"/requests/{request_id}/")
    expect(director.locator("main")).to_contain_text("What happened so far")

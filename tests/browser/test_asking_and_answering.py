"""The main job on phones: a director asks, a duty officer offers, the director accepts."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility.axe import PHONE, Complaints, overflow, violations
from tests.cast import PASSWORD, account_with
from tests.server import MusterServer

pytestmark = [pytest.mark.critical, pytest.mark.slow]
MOST_INPUTS, MOST_SECONDS = 5, 60


def signed_in(browser: Browser, server: MusterServer, role: str, party: str) -> Page:
    """A phone in which somebody of the cast has signed in."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(f"{server.url}/account/login/")
    page.fill("input[name=login]", account_with(role, party).email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    expect(page.get_by_role("heading", name="What needs you now")).to_be_visible()
    return page


def in_order(page: Page) -> None:
    """Accessible, and nothing sticks out of a phone."""
    assert not violations(page)
    assert not overflow(page)


def test_from_the_first_tap_to_the_authorized_mission(
    browser: Browser, muster_server: MusterServer
) -> None:
    director = signed_in(browser, muster_server, "authorized_representative", "juniper_flats")
    complaints = Complaints(director)
    began = time.monotonic()
    director.click("a.m-ask")
    inputs = 0
    in_order(director)

    director.get_by_text("Ransomware: files are encrypted").click()
    inputs += 1
    pcs = director.locator("[data-package]", has_text="Re-image PCs")
    pcs.locator("input:not([type=checkbox])").fill("200")
    inputs += 1
    expect(pcs.locator("input[type=checkbox]")).to_be_checked()
    domain = director.locator("[data-package]", has_text="Rebuild Active Directory")
    domain.locator("label.usa-checkbox__label").click()
    inputs += 1
    director.get_by_role("button", name="Ask for help now").click()
    inputs += 1
    expect(director.get_by_role("heading", level=1)).to_contain_text("Re-image PCs × 200")
    assert inputs <= MOST_INPUTS
    assert time.monotonic() - began < MOST_SECONDS
    in_order(director)

    officer = signed_in(browser, muster_server, "duty_officer", "sagebrush_county")
    officer.goto(director.url)
    officer.get_by_role("link", name="Offer what fits").click()
    in_order(officer)
    officer.get_by_role("button", name="Send the offer").click()
    expect(officer.get_by_role("heading", name="What it would cost")).to_be_visible()
    in_order(officer)

    # The director's page was left alone: the offer appears by itself.
    director.get_by_role("link", name="Accept").first.click(timeout=10_000)
    in_order(director)
    director.get_by_role("button", name="Accept and authorize the mission").click()
    expect(director.get_by_role("link", name="Written authority (PDF)")).to_be_visible()
    in_order(director)
    assert not complaints.lines

"""By link into an account, and back into one with a spoken code: in a real browser, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility.axe import PHONE

NEW = "four calm geese sail"


@pytest.fixture
def house(transactional_db, live_server, settings):
    from tests.apps.members.house import build_house

    settings.ALLOWED_HOSTS = ["*"]
    settings.MUSTER_BASE_URL = live_server.url
    return build_house()


def open_phone(browser: Browser) -> Page:
    return browser.new_context(viewport=PHONE).new_page()


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{address}/")


def test_a_person_joins_by_link_and_comes_back_by_link_and_code(browser, house, live_server):
    from tests.apps.members.house import PASSWORD

    address = live_server.url
    officer, other, newcomer, returning = (open_phone(browser) for _ in range(4))
    sign_in(officer, address, "city_authorized_representative@example.org", PASSWORD)

    officer.goto(f"{address}/parties/{house.city.id}/people/invite/")
    officer.get_by_label("Full name").fill("Pat Newcomer")
    officer.get_by_label("E-mail that they will sign in with").fill("pat@example.org")
    officer.get_by_text("Duty officer").click()
    officer.get_by_role("button", name="Make the link").click()
    newcomer.goto(officer.get_by_label("Link").input_value())
    newcomer.get_by_label("Password").fill("short")
    newcomer.get_by_role("button", name="Join").click()
    expect(newcomer.get_by_text("too short").first).to_be_visible()
    newcomer.get_by_label("Password").fill(NEW)
    newcomer.get_by_role("button", name="Join").click()
    newcomer.wait_for_url("**/account/login/")
    sign_in(newcomer, address, "pat@example.org", NEW)

    officer.goto(f"{address}/parties/{house.city.id}/people/")
    officer.get_by_role("link", name="Pat Newcomer", exact=True).click()
    officer.get_by_role("link", name="Let back in").click()
    officer.get_by_role("button", name="Make the link").click()
    returning.goto(officer.get_by_label("Link").input_value())

    sign_in(other, address, "city_duty_officer@example.org", PASSWORD)
    other.goto(f"{address}/parties/{house.city.id}/people/")
    other.get_by_role("link", name="Pat Newcomer", exact=True).click()
    other.get_by_role("link", name="read out the code").click()
    other.get_by_role("button", name="Show the code").click()
    code = other.locator(".m-figure").inner_text()
    returning.get_by_label("Code").fill(code)
    returning.get_by_label("Password").fill("five calm geese sail")
    returning.get_by_role("button", name="Set the password").click()
    returning.wait_for_url("**/account/login/")

    newcomer.goto(f"{address}/profile/")
    expect(newcomer).to_have_url(f"{address}/account/login/?next=/profile/")
    sign_in(returning, address, "pat@example.org", "five calm geese sail")

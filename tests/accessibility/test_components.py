"""Every shared component, on a phone and on a desk, for the engine and under the strict policy."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.accessibility.axe import DESK, PHONE, Complaints, overflow, violations

SIZES = {"phone": PHONE, "desk": DESK}
ADDRESSES = (
    "/gallery",
    "/gallery?errors=1&exercise=1",
    "/",
    "/account/login/",
    "/account/signup/",
    "/help/",
    "/nowhere",
)


@pytest.fixture
def house(live_server, settings):
    settings.ROOT_URLCONF = "tests.accessibility.gallery"
    return live_server.url


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("address", ADDRESSES)
def test_components_are_accessible_and_fit(page: Page, house: str, address: str, size: str):
    page.set_viewport_size(SIZES[size])
    complaints = Complaints(page)
    page.goto(house + address)
    assert violations(page) == []
    assert overflow(page) == []
    assert complaints.lines == []


def test_the_engine_would_notice_a_field_without_a_label(page: Page, house: str):
    page.goto(house + "/gallery")
    page.evaluate("document.querySelector('label[for=id_name]').remove()")
    assert any(line.startswith("label ") for line in violations(page))


def test_the_policy_would_be_heard_refusing_an_inline_style(page: Page, house: str):
    complaints = Complaints(page)
    page.goto(house + "/gallery")
    page.evaluate("document.body.setAttribute('style', 'color: red')")
    assert complaints.lines


def test_the_summary_of_errors_takes_the_focus_and_leads_to_the_field(page: Page, house: str):
    page.goto(house + "/gallery?errors=1")
    summary = page.locator("#error-summary")
    expect(summary).to_be_focused()
    summary.locator("a[href='#id_hours']").click()
    expect(page.locator("#id_hours")).to_be_focused()
    assert page.locator("#id_hours").input_value() == "7.33"


def test_the_menu_opens_without_scripts(browser, house: str):
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.goto(house + "/gallery")
    page.locator("summary", has_text="Menu").click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_visible()
    context.close()


def test_the_sign_in_page_is_light(page: Page, house: str):
    hosts, kilobytes = set(), 0.0
    page.on("request", lambda sent: hosts.add(sent.url.split("/")[2]))
    page.goto(house + "/account/login/", wait_until="networkidle")
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').map((each) => [each.name, each.decodedBodySize])"
    )
    # Style sheets and scripts are sent compressed; a factor of eight is what USWDS measures.
    for name, size in sizes:
        kilobytes += size / 1000 / (8 if name.endswith((".css", ".js")) else 1)
    assert len(hosts) == 1
    assert kilobytes < 200

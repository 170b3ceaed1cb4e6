"""A phone with no network at all shows a request as a code; somebody else's phone files it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from tests.browser.basement import written
from tests.browser.test_offline import Phone
from tests.server import MusterServer

READER_OF_CODES = """(text) => {
  globalThis.BarcodeDetector = class {
    static async getSupportedFormats() { return ["qr_code"]; }
    async detect() { return [{ rawValue: text }]; }
  };
}"""


@pytest.fixture
def phones(browser: Browser, muster_server: MusterServer) -> Iterator[tuple[Phone, Phone]]:
    """The stricken director's, set up; and a neighbour's, signed in and no more."""
    found = Phone(browser, muster_server.url), Phone(browser, muster_server.url)
    found[0].ready("city_director")
    found[1].sign_in("responder", "/paper/")
    yield found
    for phone in found:
        phone.close()
        assert phone.complaints == []


def show_a_code(phone: Phone, note: str) -> str:
    """Write a request without a network and show it; answers the text of its code."""
    page = phone.page
    phone.context.set_offline(True)
    page.locator("#write-ask summary").click()
    page.fill("#ask-note", note)
    page.get_by_role("button", name="Keep this request").click()
    phone.expect_waiting(1)
    phone.reopen()
    phone.unlock()
    page = phone.page
    page.get_by_role("button", name="Show as a code").click()
    expect(page.locator("#paper-code svg path")).to_have_attribute("d", re.compile("M0 0h1v1h-1z"))
    return page.locator("#paper-text").input_value()


def picture(content: bytes) -> FilePayload:
    return {"name": "code.png", "mimeType": "image/png", "buffer": content}


def read_and_file(page: Page, note: str) -> None:
    page.get_by_role("button", name="Show what it says").click()
    expect(page.locator("#id_is_read_back_card")).to_contain_text(note)
    page.locator("label[for=id_is_read_back]").click()
    page.get_by_role("button", name="File the request").click()
    expect(page.locator("main, .usa-alert").first).to_be_visible()


@pytest.mark.critical
def test_a_request_shown_as_a_code_is_filed_by_another_phone_and_syncs_without_doubling(
    phones: tuple[Phone, Phone], muster_server: MusterServer
) -> None:
    victim, neighbour = phones
    text = show_a_code(victim, "Paper path: the ramp")
    page = neighbour.page
    page.goto(f"/paper/#{text}")
    expect(page.locator("#id_signed_text")).to_have_value(text)
    assert "#" not in page.url
    read_and_file(page, "the ramp")
    expect(page.locator("body")).to_contain_text(re.compile(r"Filed as \S+ for "))
    assert written(muster_server, "Paper path")["asked"] == 1

    page.fill("#id_signed_text", text)
    page.get_by_role("button", name="Show what it says").click()
    expect(page.locator("body")).to_contain_text("Filed before")

    victim.context.set_offline(False)
    victim.page.click("#send")
    victim.expect_waiting(0)
    assert written(muster_server, "Paper path")["asked"] == 1


def test_a_changed_code_files_nothing_and_a_lost_phone_neither(
    phones: tuple[Phone, Phone], muster_server: MusterServer
) -> None:
    victim, neighbour = phones
    text = show_a_code(victim, "Changed code")
    mark, payload, signature = text.split(".")
    page = neighbour.page
    page.fill("#id_signed_text", f"{mark}.{payload[:-4]}AAAA.{signature}")
    page.get_by_role("button", name="Show what it says").click()
    expect(page.locator(".usa-error-message, .usa-alert--error").first).to_be_visible()

    other = Phone(neighbour.context.browser, muster_server.url)
    other.sign_in("city_director", "/phones/")
    other.page.goto("/phones/")
    other.page.get_by_role("link", name=re.compile("It is lost")).first.click()
    other.page.get_by_role("button", name="It is lost: wipe it").click()
    other.close()
    page.fill("#id_signed_text", text)
    page.get_by_role("button", name="Show what it says").click()
    expect(page.locator("body")).to_contain_text("was reported lost")
    assert written(muster_server, "Changed code")["asked"] == 0


def test_a_browser_that_reads_codes_takes_them_from_a_picture(
    phones: tuple[Phone, Phone], muster_server: MusterServer
) -> None:
    victim, neighbour = phones
    text = show_a_code(victim, "Pictured code")
    shown = victim.page.locator("#paper-code").screenshot()
    neighbour.context.add_init_script(f"({READER_OF_CODES})({text!r})")
    page = neighbour.page
    page.goto("/paper/")
    expect(page.locator("#scan-camera")).to_be_visible()
    page.set_input_files("#scan-picture", picture(b"no picture"))
    expect(page.locator("#scan-said")).to_contain_text("No code was found")
    page.set_input_files("#scan-picture", picture(shown))
    expect(page.locator("#id_is_read_back_card")).to_contain_text("Pictured code")

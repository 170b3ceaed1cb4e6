"""A phone without a network, in a real browser: written once, read by its owner alone, wiped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests import cast
from tests.accessibility.axe import PHONE
from tests.browser.basement import send_a_helper, written
from tests.server import MusterServer

PATIENCE_MS = 30_000
PIN = "basement7"
STORED = """async () => {
  const database = await new Promise((resolve) => {
    const asking = indexedDB.open("muster-offline");
    asking.onsuccess = () => resolve(asking.result);
  });
  const all = (name) => new Promise((resolve) => {
    const asking = database.transaction(name).objectStore(name).getAll();
    asking.onsuccess = () => resolve(asking.result);
  });
  const text = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value)
    ? new TextDecoder("latin1").decode(value)
    : value && typeof value === "object" ? Object.values(value).map(text).join(" ") : String(value);
  const rows = { devices: await all("devices"), cache: await all("cache"), queue: await all("queue") };
  database.close();
  return Object.fromEntries(Object.entries(rows).map(([name, found]) =>
    [name, { count: found.length, text: found.map(text).join(" "),
             wrapped: found.filter((row) => row.wrapped).length }]));
}"""


expect.set_options(timeout=PATIENCE_MS)


class Phone:
    """One browser that keeps its storage between visits, as a phone does."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.context: BrowserContext = browser.new_context(viewport=PHONE, base_url=url)
        self.page: Page = self.new_page()
        self.complaints: list[str] = []

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        return page

    def sign_in(self, account: str, onward: str = "/offline/") -> None:
        self.page.goto(f"/account/login/?next={onward}")
        self.page.fill("input[name=login]", cast.ACCOUNTS[account].email)
        self.page.fill("input[name=password]", cast.PASSWORD)
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        self.page.wait_for_url(lambda url: "/account/" not in url)

    def sign_out(self) -> None:
        self.context.clear_cookies()

    def set_up(self, pin: str = PIN) -> None:
        self.page.fill("#new-pin", pin)
        self.page.fill("#again-pin", pin)
        self.page.click("#enroll button")
        expect(self.page.locator("#taken-at")).to_contain_text("As it stood")

    def ready(self, account: str) -> None:
        self.sign_in(account)
        self.set_up()
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("navigator.serviceWorker.controller")

    def reopen(self, path: str = "/offline/") -> None:
        """The browser was closed and comes back: another page, nothing in memory."""
        self.page.close()
        self.page = self.new_page()
        self.page.goto(path)

    def unlock(self, pin: str = PIN) -> None:
        self.page.fill("#pin", pin)
        self.page.click("#unlock button")

    def keep_hours(
        self, task: str, begin: int = 10, end: int = 8, page: Page | None = None
    ) -> None:
        """Write down work between so many hours ago."""
        page = page or self.page
        form = page.locator("#write-hours")
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        page.fill("#hours-from", moment(begin))
        page.fill("#hours-until", moment(end))
        page.fill("#hours-task", task)
        form.get_by_role("button", name="Keep these hours").click()
        expect(page.locator("#queue, #sent")).to_have_count(2)

    def stored(self) -> dict[str, Any]:
        return self.page.evaluate(STORED)

    def expect_waiting(self, count: int) -> None:
        expect(self.page.locator("#queue li")).to_have_count(count)

    def close(self) -> None:
        self.context.close()


def moment(hours_ago: int) -> str:
    return f"{datetime.now() - timedelta(hours=hours_ago):%Y-%m-%dT%H:%M}"


@pytest.fixture(scope="module")
def mission(muster_server: MusterServer) -> dict[str, str]:
    return send_a_helper(muster_server)


@pytest.fixture
def phone(browser: Browser, muster_server: MusterServer) -> Iterator[Phone]:
    phone = Phone(browser, muster_server.url)
    yield phone
    phone.close()
    assert phone.complaints == []


@pytest.mark.critical
def test_hours_logged_in_a_basement_arrive_once(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    phone.context.set_offline(True)
    phone.reopen("/missions/")
    expect(phone.page.locator("#away")).to_be_visible()
    phone.unlock()
    expect(phone.page.locator("#sections")).to_contain_text("Our missions")
    playbooks = phone.page.locator("#section-playbooks")
    playbooks.locator("summary").click()
    expect(playbooks).to_contain_text("First hour of ransomware")
    expect(playbooks.get_by_text("1. Pull the network cable")).to_be_visible()
    phone.keep_hours("Basement one", 26, 24)
    phone.expect_waiting(1)

    phone.reopen()
    expect(phone.page.locator("#locked-waiting")).to_have_text("1 entry waits to be sent.")
    stored = phone.stored()
    assert stored["queue"]["count"] == 1
    assert "Basement" not in stored["queue"]["text"] + stored["cache"]["text"]
    for kept in (mission["reference"], "ransomware"):
        assert kept not in stored["cache"]["text"]

    phone.unlock()
    phone.expect_waiting(1)
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.expect_waiting(0)
    phone.reopen()
    phone.unlock()
    phone.expect_waiting(0)
    phone.page.locator("#sent-lately summary").click()
    expect(phone.page.locator("#sent")).to_contain_text("Hours: ")
    assert written(muster_server, "Basement one")["hours"] == 1


def test_an_answer_lost_on_the_way_is_asked_for_again_and_counts_once(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    lost: list[int] = []

    def lose_the_answer(route: Route) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        route.abort("connectionreset")

    phone.context.route("**/time-entries", lose_the_answer)
    phone.keep_hours("Lost answer", 23, 22)
    phone.expect_waiting(1)
    expect(phone.page.locator("#news")).to_contain_text("No network")
    assert lost[0] == 201
    phone.context.unroute_all(behavior="ignoreErrors")  # the phone may be trying again just now
    phone.page.click("#send")
    phone.expect_waiting(0)
    assert written(muster_server, "Lost answer")["hours"] == 1


def test_a_refusal_is_shown_and_nothing_is_lost(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    phone.context.set_offline(True)
    phone.keep_hours("Overlap first", 21, 19)
    phone.keep_hours("Overlap second", 20, 18)
    phone.expect_waiting(2)
    phone.context.set_offline(False)
    phone.page.click("#send")
    phone.expect_waiting(1)
    refused = phone.page.locator("#queue li")
    expect(refused).to_contain_text("Refused; nothing was written.")
    expect(refused.get_by_role("button", name=re.compile("Change"))).to_be_visible()
    refused.get_by_role("button", name=re.compile("Change")).click()
    expect(phone.page.locator("#hours-task")).to_have_value("Overlap second")
    phone.keep_hours("Overlap second", 19, 18)
    phone.expect_waiting(0)
    assert written(muster_server, "Overlap")["hours"] == 2


def test_a_note_follows_the_request_that_was_asked_without_a_network(
    phone: Phone, muster_server: MusterServer
) -> None:
    phone.ready("city_director")
    phone.context.set_offline(True)
    page = phone.page
    page.locator("#write-ask summary").click()
    page.fill("#ask-note", "Cellar: come to the back door")
    page.get_by_role("button", name="Keep this request").click()
    phone.expect_waiting(1)
    page.locator("#write-note summary").click()
    page.select_option("#note-about", index=0)
    page.fill("#note-text", "Cellar note")
    page.get_by_role("button", name="Keep this note").click()
    phone.expect_waiting(2)
    phone.context.set_offline(False)
    page.click("#send")
    phone.expect_waiting(0)
    found = written(muster_server, "Cellar")
    assert (found["asked"], found["notes"]) == (1, 1)


def test_five_wrong_pins_erase_what_can_be_read_and_keep_what_waits(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    phone.context.set_offline(True)
    phone.keep_hours("Five wrong", 17, 16)
    phone.expect_waiting(1)
    phone.reopen()
    for left in (4, 3, 2, 1):
        phone.unlock("not the PIN")
        expect(phone.page.locator("#pin-error")).to_contain_text(f"{left} more")
        if left == 3:
            phone.reopen()
    phone.unlock("not the PIN")
    expect(phone.page.locator("#shut")).to_contain_text("The PIN was wrong five times.")
    stored = phone.stored()
    assert (stored["cache"]["count"], stored["queue"]["count"]) == (0, 1)
    assert stored["devices"]["wrapped"] == 0
    assert written(muster_server, "Five wrong")["hours"] == 0

    phone.context.set_offline(False)
    phone.reopen()
    expect(phone.page.locator("#set-up")).to_be_visible()
    assert phone.stored()["queue"]["count"] == 0
    assert written(muster_server, "Five wrong")["hours"] == 1
    phone.set_up("another PIN")
    expect(phone.page.locator("#sections")).to_contain_text("Our missions")


def test_a_lost_phone_erases_itself_with_nobody_signed_in(
    browser: Browser, phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("second_responder")
    phone.context.set_offline(True)
    keep_a_note(phone, "Thief note")
    elsewhere = Phone(browser, muster_server.url)
    elsewhere.sign_in("second_responder", "/phones/")
    elsewhere.page.get_by_role("link", name="It is lost").first.click()
    elsewhere.page.get_by_role("button", name="It is lost: wipe it").click()
    expect(elsewhere.page.locator("main")).to_contain_text("erases itself when heard from")

    phone.sign_out()
    phone.context.set_offline(False)
    phone.reopen()
    expect(phone.page.locator("#shut")).to_contain_text("This phone was reported lost")
    expect(phone.page.locator("#shut")).to_contain_text("1 entry was not sent and refused")
    stored = phone.stored()
    assert (stored["cache"]["count"], stored["queue"]["count"]) == (0, 0)
    assert "CryptoKey" not in stored["devices"]["text"]
    elsewhere.page.reload()
    expect(elsewhere.page.locator("main")).to_contain_text("erased")
    elsewhere.close()
    assert written(muster_server, "Thief note")["notes"] == 0


def test_two_tabs_send_what_waits_once(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    second = phone.new_page()
    second.goto("/offline/")
    second.fill("#pin", PIN)
    second.click("#unlock button")
    expect(second.locator("#taken-at")).to_contain_text("As it stood")
    phone.context.set_offline(True)
    for number in range(4):
        phone.keep_hours(f"Two tabs {number}", 15 - number, 14 - number)
        phone.expect_waiting(number + 1)
    phone.context.set_offline(False)
    for page in (phone.page, second):
        page.evaluate("dispatchEvent(new Event('online'))")
    phone.expect_waiting(0)
    second.click("#send", force=True) if second.locator("#send").is_visible() else None
    expect(second.locator("#queue li")).to_have_count(0)
    assert written(muster_server, "Two tabs")["hours"] == 4


def test_another_person_on_the_same_phone_sees_and_sends_nothing_of_the_first(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("responder")
    phone.context.set_offline(True)
    phone.keep_hours("First person", 9, 8)
    phone.expect_waiting(1)
    phone.context.set_offline(False)
    phone.sign_out()
    phone.page.close()
    phone.page = phone.new_page()
    phone.sign_in("county_finance")
    expect(phone.page.locator("#set-up")).to_be_visible()
    expect(phone.page.locator("main")).not_to_contain_text("1 entry waits")
    phone.set_up("of the other")
    expect(phone.page.locator("#queue")).to_contain_text("Nothing waits.")
    phone.page.goto("/")
    phone.page.wait_for_timeout(1000)
    assert written(muster_server, "First person")["hours"] == 0

    phone.sign_out()
    phone.sign_in("responder", "/")
    phone.page.wait_for_timeout(500)
    expect_written(phone, muster_server, "First person")


def expect_written(phone: Phone, server: MusterServer, word: str) -> None:
    """Any page of its owner sends what waits, without a PIN."""
    for _ in range(20):
        if written(server, word)["hours"]:
            break
        phone.page.wait_for_timeout(500)
    assert written(server, word)["hours"] == 1


def test_a_form_cut_off_on_its_way_is_sent_again_and_counts_once(
    phone: Phone, muster_server: MusterServer
) -> None:
    phone.ready("city_director")
    page = phone.page
    page.goto("/ask/")
    page.locator("label", has_text="Ransomware").click()
    page.locator(".usa-checkbox__label", has_text="Re-image PCs").click()
    page.locator("textarea[name=note]").evaluate(
        "(field) => { field.value = 'Cut off: side door'; }"
    )
    phone.context.set_offline(True)
    page.get_by_role("button", name="Ask for help now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The network dropped")
    phone.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("main")).to_contain_text("is open")
    assert written(muster_server, "Cut off")["asked"] == 1


AN_OLDER_SHELL = """async () => {
  await (await caches.open("muster-shell-older")).put("/older", new Response("older"));
  const registration = await navigator.serviceWorker.register("/worker.js");
  const worker = registration.installing || registration.waiting || registration.active;
  while (worker.state !== "activated") await new Promise((resolve) => setTimeout(resolve, 50));
  return caches.keys();
}"""
TIME_PASSES = """async () => {
  const database = await new Promise((resolve) => {
    const asking = indexedDB.open("muster-offline");
    asking.onsuccess = () => resolve(asking.result);
  });
  await new Promise((resolve) => {
    const rows = database.transaction("devices", "readwrite").objectStore("devices");
    rows.getAll().onsuccess = (event) => {
      for (const row of event.target.result) rows.put({ ...row, key_expires_at: Date.now() - 1 });
    };
    rows.transaction.oncomplete = resolve;
  });
  database.close();
}"""


def test_an_update_puts_the_old_shell_away_and_keeps_the_queue(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("third_responder")
    phone.context.set_offline(True)
    keep_a_note(phone, "Updated note")
    phone.context.set_offline(False)
    phone.sign_out()
    (kept,) = phone.page.evaluate(AN_OLDER_SHELL)
    assert kept != "muster-shell-older"
    phone.context.set_offline(True)
    phone.reopen()
    expect(phone.page.locator("#locked-waiting")).to_have_text("1 entry waits to be sent.")
    phone.unlock()
    phone.expect_waiting(1)


def test_after_two_weeks_of_silence_the_phone_forgets_its_keys(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("third_responder")
    phone.context.set_offline(True)
    keep_a_note(phone, "Silent note")
    phone.page.evaluate(TIME_PASSES)
    phone.reopen()
    expect(phone.page.locator("#shut")).to_contain_text("not heard from for too long")
    stored = phone.stored()
    assert (stored["devices"]["wrapped"], stored["cache"]["count"]) == (0, 0)
    assert stored["queue"]["count"] == 1
    phone.context.set_offline(False)
    phone.reopen()
    expect(phone.page.locator("#set-up")).to_be_visible()
    assert written(muster_server, "Silent note")["notes"] == 1


def test_the_browser_sends_in_the_background_without_a_page_or_a_pin(
    phone: Phone, muster_server: MusterServer, mission: dict[str, str]
) -> None:
    phone.ready("third_responder")
    phone.context.set_offline(True)
    keep_a_note(phone, "Background note")
    phone.page.goto("about:blank")
    phone.context.set_offline(False)
    session = phone.context.new_cdp_session(phone.page)
    known: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: known.extend(each["registrationId"] for each in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    phone.page.wait_for_timeout(500)
    session.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": muster_server.url,
            "registrationId": known[-1],
            "tag": "muster-queue",
            "lastChance": False,
        },
    )
    for _ in range(20):
        if written(muster_server, "Background note")["notes"]:
            break
        phone.page.wait_for_timeout(500)
    assert written(muster_server, "Background note")["notes"] == 1


def keep_a_note(phone: Phone, text: str) -> None:
    page = phone.page
    page.locator("#write-note summary").click()
    page.select_option("#note-about", index=0)
    page.fill("#note-text", text)
    page.get_by_role("button", name="Keep this note").click()
    phone.expect_waiting(1)

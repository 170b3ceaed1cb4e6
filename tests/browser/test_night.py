"""The night: no mail, no sign-on; asked by phone, answered three ways, everyone home, doors shut."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility.axe import PHONE
from tests.browser.basement import written
from tests.browser.night import (
    LINK,
    NUMBERS,
    Phones,
    answer_by_text,
    list_ways,
    muster_with_phones,
    when_there,
)
from tests.browser.test_break_glass import printed_codes, signed_in
from tests.browser.test_offline import Phone
from tests.browser.test_story import LET_DAYS_PASS, id_in, send
from tests.cast import ACCOUNTS, PASSWORD
from tests.server import MusterServer, Prepared, run_python

pytestmark = [pytest.mark.slow]
ESCALATED_SECONDS = 100  # the county asks its next one after 60


def test_the_night(
    browser: Browser, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with muster_with_phones(prepared, tmp_path_factory.mktemp("night")) as (server, phones):
        list_ways(server, phones)
        codes = printed_codes(browser, server)
        city = Phone(browser, server.url)
        request_id = ask_while_the_network_drops(city, codes[0])
        call_three_parties(city.page, request_id)
        silent = when_there(lambda: phones.questions_to(NUMBERS["county_duty_officer"]))
        answer_by_words(server, phones)
        answer_by_link(browser, phones)
        the_attacker_owns_the_mailbox(browser, server)
        answer_by_push(browser, phones)
        assert len(silent) == 1
        mission_id = accept_the_county(city.page, request_id)
        give_access(city.page, mission_id)
        work_in_the_basement(browser, server, mission_id)
        come_home(browser, server, city.page, mission_id)
        city.close()


def ask_while_the_network_drops(phone: Phone, code: str) -> str:
    """The phone was made ready on a quiet day; tonight only the printed code opens the door."""
    phone.ready("city_director")
    phone.sign_out()
    page = phone.page
    page.goto("/break-glass/")
    page.fill("input[name=code]", code)
    page.get_by_role("button", name="Go on with this code").click()
    page.get_by_text(ACCOUNTS["city_director"].name, exact=True).click()
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Ask for help")).to_be_visible()
    page.locator("label", has_text="Ransomware").click()
    page.locator(".usa-checkbox__label", has_text="Re-image PCs").click()
    page.locator("label[for=id_calls_out]").click()  # the director chooses whom to ask
    phone.context.set_offline(True)
    page.get_by_role("button", name="Ask for help now").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The network dropped")
    phone.context.set_offline(False)
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("main")).to_contain_text("is open")
    request_id = id_in(page.url)
    page.get_by_role("button", name="Fence our accounts now").click()
    expect(page.get_by_text("The accounts of")).to_be_visible()
    return request_id


def call_three_parties(page: Page, request_id: str) -> None:
    page.goto(f"/requests/{request_id}/")
    page.get_by_role("link", name="Ask people now").click()
    page.locator("label", has_text="Only the parties that I choose").click()
    for name in ("Sagebrush County", "Cottonwood Bend", "Red Mesa School"):
        page.locator("label", has_text=name).first.click()
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("#call-out-parties")).to_contain_text("Sagebrush County")


def answer_by_words(server: MusterServer, phones: Phones) -> None:
    """On duty for two agencies: one is answered by text, and from another number that is nothing."""
    number = NUMBERS["shared_director"]
    text, _ = when_there(lambda: phones.questions_to(number)[1:] and phones.questions_to(number))
    found = re.search(r"Reply (\w+) YES", text)
    assert found, text
    words = f"{found[1]} YES 2 3"
    assert answer_by_text(server, "+18015550999", words) == 200  # whoever tries learns nothing
    assert answer_by_text(server, number, words, secret="guessed") == 403
    assert not noted(phones, number)
    answer_by_text(server, number, words)
    assert "Noted: 2 coming, in 3 hours" in when_there(lambda: noted(phones, number))[0]


def noted(phones: Phones, number: str) -> list[str]:
    return [text for text in phones.texts_to(number) if "Noted" in text]


def come_by(browser: Browser, link: str) -> None:
    """Open an answer link on a phone where nobody is signed in, and say yes."""
    page = browser.new_context(viewport=PHONE).new_page()
    page.goto(link)
    expect(page.get_by_role("heading", name="Can you come?")).to_be_visible()
    page.fill("input[name=people]", "1")
    page.get_by_role("button", name="We are coming").click()
    expect(page.locator("main")).to_contain_text("Sign in to change it")
    page.context.close()


def answer_by_link(browser: Browser, phones: Phones) -> None:
    text = phones.questions_to(NUMBERS["shared_director"])[1]
    found = LINK.search(text)
    assert found, text
    come_by(browser, found[0])


def the_attacker_owns_the_mailbox(browser: Browser, server: MusterServer) -> None:
    """With the city's mail and the director's password: no sign-in, no reset, no mail to read."""
    mailbox = server.folder / "outbox"
    read_before = len(list(mailbox.rglob("*.eml")))
    thief = browser.new_context(base_url=server.url).new_page()
    thief.goto("/account/login/")
    thief.fill("input[name=login]", ACCOUNTS["city_director"].email)
    thief.fill("input[name=password]", PASSWORD)
    thief.click("main button[type=submit]")
    expect(thief.get_by_role("heading", name="This way is shut just now")).to_be_visible()
    thief.goto("/account/password/reset/")
    expect(thief.locator("main input[type=email], main input[name=email]")).to_have_count(0)
    for path in ("/board/", "/ask/", "/requests/"):
        thief.goto(path)
        expect(thief).to_have_url(re.compile("/account/login/"))
    thief.context.close()
    new = sorted(mailbox.rglob("*.eml"), key=lambda path: path.stat().st_mtime)[read_before:]
    address = ACCOUNTS["city_director"].email
    assert not [path for path in new if f"To: {address}" in path.read_text()]


def answer_by_push(browser: Browser, phones: Phones) -> None:
    """The county's duty officer keeps silent; after a minute its director's phone is pushed to."""
    asked = when_there(
        lambda: [each for each in phones.pushes() if LINK.match(each["url"])], ESCALATED_SECONDS
    )
    shown = asked[0]
    assert "Juniper Flats" not in shown["body"], "a push says no more than the label allows"
    come_by(browser, shown["url"])


def accept_the_county(page: Page, request_id: str) -> str:
    page.goto(f"/requests/{request_id}/")
    card = page.locator(".m-card", has_text="Sagebrush County").filter(
        has=page.get_by_role("link", name="Accept…")
    )
    card.get_by_role("link", name="Accept…").click()
    page.get_by_label("What may they touch?").fill("Workstations of city hall.")
    send(page, "Accept and authorize the mission")
    expect(page).to_have_url(re.compile("/missions/"))
    return id_in(page.url)


def give_access(page: Page, mission_id: str) -> None:
    page.goto(f"/missions/{mission_id}/access/give/")
    page.fill("input[name=helper_name]", "County engineer")
    page.fill("input[name=system]", "Domain controllers")
    page.fill("input[name=account]", "helper-1")
    page.fill("textarea[name=proof]", "Made by hand at the console; seen by the director.")
    page.locator("main button[type=submit]").last.click()
    expect(page.locator("#mission-access").locator("..")).to_contain_text("helper-1")


def work_in_the_basement(browser: Browser, server: MusterServer, mission_id: str) -> None:
    """Checked in upstairs, three hours written below without a signal, sent once when back."""
    run_python(["-c", LET_DAYS_PASS.format(mission_id=mission_id)], server.environment)
    phone = Phone(browser, server.url)
    phone.sign_in("responder", "/my-deployment/")
    phone.page.get_by_role("link", name="Check in").click()
    now = datetime.fromisoformat(phone.page.input_value("input[name=at]"))
    arrived = (now - timedelta(hours=48)).replace(second=0, microsecond=0)
    phone.page.fill("input[name=at]", arrived.isoformat(timespec="minutes"))
    send(phone.page, "Check in")
    phone.page.goto("/offline/")
    phone.set_up()
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.page.wait_for_function("navigator.serviceWorker.controller")
    phone.context.set_offline(True)
    phone.reopen()
    phone.unlock()
    phone.keep_hours("Night in the basement", 8, 5)
    phone.expect_waiting(1)
    phone.reopen()
    phone.unlock()
    phone.context.set_offline(False)
    phone.page.evaluate("dispatchEvent(new Event('online'))")
    phone.expect_waiting(0)
    assert written(server, "Night in the basement")["hours"] == 1
    phone.page.goto("/my-deployment/")
    phone.page.get_by_role("link", name="Demobilize").click()
    phone.page.locator("main button[type=submit]").last.click()
    phone.close()


def come_home(browser: Browser, server: MusterServer, city: Page, mission_id: str) -> None:
    """All are back, but the mission ends only when the city has proved that the door is shut."""
    duty = signed_in(browser, server, "duty_officer", "sagebrush_county")
    address = f"{server.url}/missions/{mission_id}/"
    duty.goto(address)
    while (unneeded := duty.locator("main a[href$='/release/']")).count():
        unneeded.first.click()
        if (note := duty.locator("main textarea, main input[name=note]")).count():
            note.first.fill("Not needed in the end.")
        duty.locator("main button[type=submit]").last.click()
        duty.goto(address)
    expect(duty.locator("main")).to_contain_text("Not all access is confirmed removed")
    city.goto(address)
    city.get_by_role("link", name=re.compile("Confirm it is gone")).click()
    city.fill("textarea[name=proof]", "Disabled and deleted; the director looked.")
    city.locator("main button[type=submit]").last.click()
    expect(city.locator("main")).to_contain_text("Disabled and deleted")
    duty.goto(f"{address}close/")
    duty.locator("main button[type=submit]").last.click()
    expect(duty.locator("main")).to_contain_text("Closed")

"""A party joins, signs with a code, attests, lapses, adopts a new version and leaves: in a browser."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility.axe import PHONE

SECRET = "JBSWY3DPEHPK3PXP"
PASSWORD = "four calm geese sail"


@pytest.fixture
def papers(transactional_db, live_server, settings):
    from tests.apps.joining.papers import Papers

    settings.ALLOWED_HOSTS = ["*"]
    settings.MUSTER_BASE_URL = live_server.url
    return Papers()


def person_of(papers, actor):
    """An account with a password and an authenticator app, holding the actor's post."""
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    person = get_user_model().objects.get(pk=actor.person_id)
    person.set_password(PASSWORD)
    person.save()
    TOTP.activate(person, SECRET)
    return person


def director(papers):
    from muster.rules.actor import PartyRole

    role = PartyRole.AUTHORIZED_REPRESENTATIVE
    actor = papers.actor("newcomer", role, name="browser-director", signed_in=True)
    return person_of(papers, actor)


def code(used: set[str]) -> str:
    """A code that was not used yet: each counts once, and so does one of the minute around it."""
    from allauth.mfa.totp.internal.auth import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    codes = [format_hotp_value(hotp_value(SECRET, n)) for n in yield_hotp_counters_from_time()]
    fresh = next(each for each in codes if each not in used)
    used.add(fresh)
    return fresh


def sign_in(page: Page, address: str, email: str, used: set[str]) -> None:
    page.goto(f"{address}/account/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.locator("main input[name=code]").fill(code(used))
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url(f"{address}/")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()
    expect(page.locator(".usa-error-message")).to_have_count(0)


def sign(page: Page) -> None:
    page.get_by_role("link", name="Read and sign").click()
    expect(page.locator(".m-digest").first).to_be_visible()
    page.get_by_label("Your title").fill("City manager")
    page.locator("label", has_text="I have read this document").click()
    press(page, "Sign")


@pytest.mark.critical
def test_a_party_joins_signs_attests_lapses_adopts_and_leaves(
    browser: Browser, papers, live_server, tmp_path: Path
) -> None:
    address, used = live_server.url, set()
    person = director(papers)
    page = browser.new_context(viewport=PHONE).new_page()
    page.set_default_timeout(90_000)
    sign_in(page, address, person.email, used)
    join(page, address)
    assert papers.standing() == "in_force"
    check_the_signed_pdf(page, papers, tmp_path)
    attest_all(page, address)
    lapse(papers)
    page.goto(f"{address}/ask/")
    expect(page.locator("main")).to_contain_text("The free hours do not apply")
    adopt(page, address, papers)
    leave(page, address, papers)
    page.context.close()


def join(page: Page, address: str) -> None:
    page.goto(f"{address}/agreement/joining/")
    page.get_by_role("link", name="Join the agreement").click()
    press(page, "Begin")
    page.wait_for_url("**/agreement/joining/*-*/")
    page.get_by_role("link", name="Record the review").click()
    page.get_by_label("Attorney who reviewed it").fill("A. Attorney")
    page.locator("input[name=done_on]").fill("2026-03-02")
    press(page, "Record")
    page.get_by_role("link", name="Record the resolution").click()
    page.get_by_label("Number of the resolution").fill("2026-14")
    page.get_by_label("Who decided").fill("City council")
    page.locator("input[name=done_on]").fill("2026-03-10")
    press(page, "Record")
    sign(page)
    expect(page.locator("main")).to_contain_text("Everything is done")


def check_the_signed_pdf(page: Page, papers, folder: Path) -> None:
    from muster.joining.sealing.inspection import inspect
    from muster.joining.sealing.network_key import certificates

    href = page.get_by_role("link", name="Signed PDF").get_attribute("href")
    content = page.request.get(f"{page.url.split('/agreement/')[0]}{href}").body()
    # The browser driver keeps an event loop in this thread, and the checking starts its own.
    with ThreadPoolExecutor() as pool:
        found = pool.submit(inspect, content, certificates(papers.network.id)).result()
    assert found.signatures[0].is_intact and found.signatures[0].is_trusted  # type: ignore[union-attr]


def attest_all(page: Page, address: str) -> None:
    for item in ("disaster_recovery_plan", "risk_assessment", "essential_tools"):
        page.goto(f"{address}/agreement/attestations/make/{item}/")
        page.locator("textarea[name=statement]").fill("In place and tested this spring.")
        press(page, "Attest")
    expect(page.locator("main")).to_contain_text("The baseline is met")


def lapse(papers) -> None:
    """A year goes by."""
    from muster.agreements.models import Attestation

    for each in Attestation.objects.filter(party=papers.newcomer):
        each.valid_from -= timedelta(days=400)
        each.valid_until -= timedelta(days=400)
        each.save()


def adopt(page: Page, address: str, papers) -> None:
    from tests.apps.joining.papers import terms

    papers.put(terms(), "2027")
    page.goto(f"{address}/agreement/joining/versions/")
    expect(page.locator("main")).to_contain_text("Not yet on the newest")
    page.goto(f"{address}/agreement/joining/")
    page.get_by_role("link", name="Adopt the version").click()
    press(page, "Begin")
    sign(page)
    expect(page.locator("main")).to_contain_text("Everything is done")


def leave(page: Page, address: str, papers) -> None:
    from muster.joining import commands, queries

    page.goto(f"{address}/parties/{papers.newcomer.id}/")
    page.get_by_role("link", name="Leave the agreement").click()
    page.locator("textarea[name=reason]").fill("The council decided so.")
    press(page, "Give notice")
    expect(page.locator("main")).to_contain_text("the last day is")
    assert papers.standing() == "withdrawing"
    notice = queries.running_notice(papers.system, papers.newcomer.id)
    assert notice is not None
    from muster.journal import clock

    with clock.telling(clock.now() + (notice.ends_on - notice.given_on) + timedelta(days=2)):
        commands.keep_days(replace(papers.system))
    page.reload()
    expect(page.locator("main")).to_contain_text("Withdrawn")
    assert papers.standing() == "withdrawn"

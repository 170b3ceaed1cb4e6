"""Pages stay light and ask nobody else: what the browser really moved, counted by the browser."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility.axe import PHONE
from tests.server import MusterServer

HOME_BYTES = 200_000


@dataclass
class Traffic:
    """What opening a page cost, and what the browser complained about."""

    transferred: int = 0
    hosts: set[str] = field(default_factory=set)
    complaints: list[str] = field(default_factory=list)


def open_and_measure(page: Page, url: str) -> Traffic:
    """Open a page with nothing in the cache and count every byte that came over the wire."""
    traffic = Traffic()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def count(event: dict) -> None:
        traffic.transferred += int(event["encodedDataLength"])

    session.on("Network.loadingFinished", count)
    page.on("request", lambda request: traffic.hosts.add(urlsplit(request.url).netloc))
    page.on(
        "console",
        lambda message: (
            traffic.complaints.append(message.text) if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: traffic.complaints.append(str(error)))
    page.goto(url)
    page.wait_for_load_state("load")
    page.wait_for_timeout(500)
    return traffic


@pytest.mark.critical
@pytest.mark.parametrize("path", ["/", "/account/login/"])
def test_a_first_page_is_light_and_asks_nobody_else(
    page: Page, muster_server: MusterServer, path: str
) -> None:
    traffic = open_and_measure(page, muster_server.url + path)
    assert traffic.hosts == {urlsplit(muster_server.url).netloc}
    assert traffic.complaints == []
    assert 0 < traffic.transferred < HOME_BYTES


def test_assets_are_compressed_and_kept_for_good(page: Page, muster_server: MusterServer) -> None:
    answers = {}
    page.on("response", lambda answer: answers.__setitem__(urlsplit(answer.url).path, answer))
    page.goto(muster_server.url)
    page.wait_for_load_state("load")
    style = next(
        answer for path, answer in answers.items() if "uswds.min" in path and ".css" in path
    )
    assert style.headers["content-encoding"] == "br"
    assert "immutable" in style.headers["cache-control"]


SLOW = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
"""A phone far from a mast: 400 kbit/s, 400 ms."""
LATER_BYTES = 30_000
USABLE_SECONDS = 3.0


def visit_slowly(page: Page, url: str) -> tuple[int, float]:
    """Open a page over a slow line; the bytes that came, and when its first link could be used."""
    session = page.context.new_cdp_session(page)
    moved: list[int] = []
    session.on(
        "Network.loadingFinished", lambda event: moved.append(int(event["encodedDataLength"]))
    )
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW)
    begun = time.monotonic()
    page.goto(url, wait_until="domcontentloaded")
    page.locator("main a.usa-button").first.click(trial=True)
    usable = time.monotonic() - begun
    page.wait_for_load_state("load")
    page.wait_for_timeout(1500)
    session.detach()
    return sum(moved), usable


@pytest.mark.critical
def test_the_home_page_is_light_and_usable_on_a_slow_phone(
    browser: Browser, muster_server: MusterServer
) -> None:
    """The best of three: the machine that tests has other work to do as well."""
    firsts, laters = [], []
    for _ in range(3):
        context = browser.new_context(viewport=PHONE)
        for times in (firsts, laters):
            page = context.new_page()
            moved, seconds = visit_slowly(page, f"{muster_server.url}/")
            assert moved <= (HOME_BYTES if times is firsts else LATER_BYTES)
            times.append(seconds)
        context.close()
    assert min(firsts) <= USABLE_SECONDS and min(laters) <= USABLE_SECONDS

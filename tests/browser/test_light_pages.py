"""Pages stay light and ask nobody else: what the browser really moved, counted by the browser."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

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

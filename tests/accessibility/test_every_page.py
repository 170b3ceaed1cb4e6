"""Every page that a role can reach by links, in order for the engine on a phone and on a desk.

Nobody keeps a list: the pages are found by following links from the start page, as each role of
the cast. A page whose parts were already checked (same view, same kinds of elements) is not
checked again. `EXTRA` names pages that no link leads to.
"""

from __future__ import annotations

import os
from collections import deque
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from tests import cast
from tests.accessibility.axe import DESK, PHONE, Complaints, overflow, violations

MOST_PAGES = 150
EXAMPLES_OF_A_VIEW = 3
EXTRA: tuple[str, ...] = ("/nowhere", "/account/signup/", "/account/login/")
NOT_PAGES = ("/api/", "/account/logout", "/static/", "/files/", "/events", "/media/")
NOT_PAGE_ENDINGS = (
    ".pdf",
    ".toml",
    ".csv",
    ".json",
    ".xlsx",
    ".txt",
    ".xml",
    ".ics",
    ".zip",
    "/download/",
)
PARTS = """() => [...new Set([...document.querySelectorAll("main *")]
  .map((each) => `${each.tagName}.${each.className}`))].sort().join(" ")"""
LINKS = "() => [...document.querySelectorAll('a[href]')].map((each) => each.href)"


def view_of(path: str) -> str | None:
    """The name of the view behind a path; None where no page is."""
    from django.urls import Resolver404, resolve

    if path.startswith(NOT_PAGES) or path.endswith(NOT_PAGE_ENDINGS):
        return None
    try:
        return resolve(path).view_name
    except Resolver404:
        return None


def sign_in(page: Page, url: str, account: cast.Account) -> None:
    page.goto(f"{url}/account/login/")
    page.get_by_label("Email").fill(account.email)
    page.get_by_label("Password").fill(cast.PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{url}/")


def is_first_of_its_parts(view: str, parts: str) -> bool:
    """Whether no process of this run has opened such a page before; they share a folder."""
    folder = Path(os.environ["MUSTER_TEST_FOLDER"]) / "checked-pages"
    folder.mkdir(exist_ok=True)
    try:
        (folder / sha256(f"{view} {parts}".encode()).hexdigest()).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def faults_of(page: Page, view: str) -> list[str]:
    """What is wrong with the open page, unless a page of the same parts was checked before."""
    page.set_viewport_size(PHONE)
    faults = overflow(page)
    if is_first_of_its_parts(view, page.evaluate(PARTS)):
        faults += violations(page)
        page.set_viewport_size(DESK)
        faults += overflow(page)
    return [f"{urlsplit(page.url).path} ({view}): {fault}" for fault in faults]


def walk(page: Page, url: str, start: tuple[str, ...]) -> list[str]:
    """Follow links breadth first; every fault found on the way."""
    faults: list[str] = []
    queue, known, seen_of_view = deque(start), set(start), dict[str, int]()
    while queue and len(seen_of_view) < MOST_PAGES:
        path = queue.popleft()
        view = view_of(urlsplit(path).path) or ("missing" if path == "/nowhere" else None)
        if view is None or seen_of_view.get(view, 0) >= EXAMPLES_OF_A_VIEW:
            continue
        try:
            answer = page.goto(url + path)
        except BrowserError:
            continue  # a download, not a page
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        seen_of_view[view] = seen_of_view.get(view, 0) + 1
        if answer.status >= 500:
            faults.append(f"{path} ({view}): {answer.status}")
            continue
        faults += faults_of(page, view)
        for link in page.evaluate(LINKS):
            parts = urlsplit(link)
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            if link.startswith(url) and target not in known:
                known.add(target)
                queue.append(target)
    return faults


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(cast, "load"), reason="the cast cannot be loaded yet")
@pytest.mark.parametrize("key", [None, *cast.ACCOUNTS])
def test_every_page_that_a_role_can_reach(browser: Browser, muster_server, key: str | None):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    complaints = Complaints(page)
    if key is not None:
        sign_in(page, muster_server.url, cast.ACCOUNTS[key])
    faults = walk(page, muster_server.url, ("/", *EXTRA))
    context.close()
    assert faults + complaints.lines == []

"""One page, checked: WCAG 2.2 AA by an automated engine, and nothing that the CSP blocked."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS: dict[str, Any] = {"runOnly": {"type": "tag", "values": WCAG}}
PHONE = ViewportSize(width=360, height=740)
DESK = ViewportSize(width=1280, height=900)


def violations(page: Page) -> list[str]:
    """What the engine found, one line each; empty when the page is in order.

    On a slow line the page is judged when all of it is there: half a field has no label yet.
    """
    page.wait_for_load_state("domcontentloaded")
    results = Axe().run(page, options=OPTIONS)
    return [
        f"{found['id']} ({found['impact']}): {found['help']}: {node['target']} {node['html'][:160]}"
        for found in results.response["violations"]
        for node in found["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """What sticks out of the page sideways; a phone's reader would have to scroll."""
    return page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll("body *")]
            .filter((each) => each.getBoundingClientRect().right > width + 1)
            .filter((each) => !each.closest(".m-scroll"))
            .slice(0, 5)
            .map((each) => `${each.tagName}.${each.className} reaches beyond ${width} px`);
        }"""
    )


class Complaints:
    """What the browser said while pages were open: blocked by policy, broken scripts."""

    def __init__(self, page: Page) -> None:
        self.lines: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.lines.append(f"script failed: {error}"))

    def _note(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Refused to" in text:
            self.lines.append(text)

"""The pack's sealed file in a real browser, from the disk, on a phone, with no server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from muster.packs import commands
from muster.playbooks import commands as playbooks
from tests.accessibility.axe import PHONE, overflow, violations
from tests.apps.breakglass.night import DIRECTOR, build_night

pytestmark = [pytest.mark.slow]

PHRASE = "Nine grüne mules sing at Örebro"


@pytest.fixture
def sealed(db: Any, tmp_path: Path) -> Path:
    house = build_night()
    playbooks.write_playbook(
        house.actor(DIRECTOR), title="First hour", kind="outage", steps="Pull <b>the</b> cable."
    )
    made = commands.seal_pack(house.actor(DIRECTOR), party_id=house.city.id, passphrase=PHRASE)
    path = tmp_path / made.name
    path.write_bytes(made.content)
    return path


def test_the_file_opens_with_its_passphrase_alone_and_asks_no_server(
    sealed: Path, browser: Browser
) -> None:
    page = browser.new_context(viewport=PHONE, offline=True).new_page()
    asked, blocked = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: blocked.append(message.text))
    page.goto(sealed.as_uri())
    assert "Desk" not in page.content()
    page.fill("#passphrase", "nine grune mules sing at orebro")
    page.get_by_role("button", name="Open").click()
    expect(page.get_by_text("That passphrase does not open this pack")).to_be_visible(
        timeout=20_000
    )
    page.fill("#passphrase", f"{PHRASE} ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Pack of City")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("(801) 555-0123").first).to_be_visible()
    expect(page.get_by_role("heading", name="First hour")).to_be_visible()
    expect(page.get_by_text("Pull <b>the</b> cable.")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save: Blank forms").click()
    assert saved.value.suggested_filename == "blank-forms.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    assert not violations(page)
    assert not overflow(page)
    assert not [url for url in asked if not url.startswith(("file:", "blob:"))]
    assert not blocked

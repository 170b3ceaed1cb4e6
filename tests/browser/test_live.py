"""Open pages stay true: pushed, fetched again, and after the server was away."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

import muster.web

STATIC = Path(muster.web.__file__).parent / "static" / "web"
SUBJECT = "0b0e5a4e-5f5e-4f0e-9b57-000000000001"
PAGE = f"""<!doctype html><html lang="en"><head><title>Live</title>
<script type="module" src="/live.js"></script></head><body data-live-url="/events">
<div id="live-state" role="status" aria-live="polite"></div>
<section id="board" data-live-topic="board" data-live-src="/board">first board</section>
<section id="offers" data-live-subject="{SUBJECT}" data-live-src="/offers">no offers
<details id="more"><summary>More</summary>deep</details></section>
<section id="notes" data-live-subject="{SUBJECT}" data-live-src="/notes">
<label>Note <input id="note"></label></section></body></html>"""


class Stage:
    """A server of one page whose stream and fragments a test directs; it can go away."""

    def __init__(self) -> None:
        self.fragments = {
            "/board": "fetched board",
            "/offers": '<p>one offer</p><details id="more"><summary>More</summary>deep</details>',
            "/notes": '<label>Note <input id="note"></label> news',
        }
        self.streams: list[queue.Queue[str | None]] = []
        self.asked: list[str] = []
        self.refuses_streams = False
        self.server: ThreadingHTTPServer | None = None
        self.port = 0

    def start(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", self.port), handler_for(self))
        self.server.daemon_threads = True
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        assert self.server is not None
        for stream in self.streams:
            stream.put(None)
        self.streams.clear()
        self.server.shutdown()
        self.server.server_close()

    def push(self, event: str, position: int, **content: object) -> None:
        for stream in self.streams:
            stream.put(
                f"id: {position}\nevent: {event}\ndata: {json.dumps({**content, 'position': position})}\n\n"
            )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"


def handler_for(stage: Stage) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/events":
                self.stream()
            elif path.endswith(".js"):
                self.send("text/javascript", (STATIC / path[1:]).read_text())
            else:
                self.send("text/html", stage.fragments.get(path, PAGE))

        def send(self, kind: str, body: str) -> None:
            content = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def stream(self) -> None:
            stage.asked.append(self.path)
            if stage.refuses_streams:
                self.send_error(503)
                return
            own: queue.Queue[str | None] = queue.Queue()
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"retry: 300\n\n")
            stage.streams.append(own)
            while (text := own.get()) is not None:
                self.wfile.write(text.encode())

        def log_message(self, *arguments: object) -> None:
            """Quiet."""

    return Handler


@pytest.fixture
def stage() -> Iterator[Stage]:
    stage = Stage()
    stage.start()
    yield stage
    stage.stop()


@pytest.fixture
def watching(page: Page, stage: Stage) -> Page:
    page.goto(stage.url)
    expect(page.locator("body[data-live-state=connected]")).to_be_attached()
    return page


def test_a_page_asks_for_what_it_shows(watching: Page, stage: Stage):
    wanted = parse_qs(urlsplit(stage.asked[0]).query)
    assert wanted == {"topic": ["board"], "subject": [SUBJECT]}


def test_a_pushed_board_replaces_the_old_one(watching: Page, stage: Stage):
    stage.push("html", 7, topic="board", html="<p>two requests</p>")
    expect(watching.locator("#board p")).to_have_text("two requests", timeout=2000)


def test_a_change_fetches_the_fragment_again_and_keeps_what_was_open(watching: Page, stage: Stage):
    watching.locator("#more summary").click()
    watching.locator("#more summary").blur()
    stage.push("changed", 8, subject=SUBJECT)
    expect(watching.locator("#offers p")).to_have_text("one offer", timeout=2000)
    expect(watching.locator("#more")).to_have_attribute("open", "")


def test_a_change_of_something_else_fetches_nothing(watching: Page, stage: Stage):
    stage.push("changed", 8, subject="another")
    watching.wait_for_timeout(700)
    expect(watching.locator("#offers")).to_contain_text("no offers")


def test_what_someone_types_is_never_replaced(watching: Page, stage: Stage):
    watching.locator("#note").fill("half a sentence")
    stage.push("changed", 9, subject=SUBJECT)
    shown = watching.get_by_role("button", name="This part was updated")
    expect(shown).to_be_visible(timeout=2000)
    watching.locator("#note").blur()
    stage.push("changed", 10, subject=SUBJECT)
    watching.wait_for_timeout(700)
    assert watching.locator("#note").input_value() == "half a sentence"
    expect(shown).to_have_count(1)
    shown.click()
    expect(watching.locator("#notes")).to_contain_text("news")
    expect(watching.locator("#notes")).to_be_focused()


def test_the_page_recovers_by_itself_after_a_restart(watching: Page, stage: Stage):
    stage.push("html", 41, topic="board", html="before")
    expect(watching.locator("#board")).to_have_text("before", timeout=2000)
    stage.stop()
    expect(watching.locator("#live-state")).to_contain_text("Reconnecting", timeout=6000)
    stage.asked.clear()
    stage.start()
    expect(watching.locator("#live-state")).to_be_empty(timeout=10000)
    expect(watching.locator("#board")).to_have_text("fetched board")
    stage.push("html", 42, topic="board", html="after")
    expect(watching.locator("#board")).to_have_text("after", timeout=2000)


def test_a_page_without_a_stream_asks_again_every_few_seconds(page: Page, stage: Stage):
    stage.refuses_streams = True
    page.goto(stage.url)
    expect(page.locator("#live-state")).to_contain_text("Reconnecting", timeout=6000)
    expect(page.locator("#offers p")).to_have_text("one offer", timeout=8000)
    stage.refuses_streams = False
    expect(page.locator("#live-state")).to_be_empty(timeout=12000)
    assert len(stage.asked) > 2

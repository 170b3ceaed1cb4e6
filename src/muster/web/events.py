"""`/events`: live updates as server-sent events, without a thread or a connection per reader."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from muster.web import live, streams
from muster.web.streams import GZIP_HEADER, Message, Stream

logger = logging.getLogger(__name__)

MOST_SUBJECTS = 200
MOST_TOPICS = 10
LONGEST_QUERY = 16_000

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"vary", b"accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
]


async def events(scope: Any, receive: Any, send: Any) -> None:
    """Stream `html` for followed topics and `changed` for followed subjects.

    `?topic=board&subject=<id>`; `Last-Event-ID` or `after` resume. 401 without a session.
    """
    headers = {name.lower(): value for name, value in scope.get("headers", ())}
    if scope.get("method", "GET") != "GET":
        await _answer(send, 405, b"Use GET.", [(b"allow", b"GET")])
        return
    query = scope.get("query_string", b"")
    if len(query) > LONGEST_QUERY:
        await _answer(send, 414, b"Follow fewer things.")
        return
    asked = parse_qs(query.decode("latin-1"), max_num_fields=MOST_SUBJECTS + MOST_TOPICS + 10)
    subjects = frozenset(asked.get("subject", [])[:MOST_SUBJECTS])
    topics = asked.get("topic", [])[:MOST_TOPICS]
    hub = streams.hub()
    try:
        reader = await hub.in_thread(live.reader_of, _session_key(headers), topics)
    except Exception:
        logger.exception("a live stream could not be opened")
        await _answer(send, 503, b"Try again in a moment.", [(b"retry-after", b"2")])
        return
    if reader is None:
        await _answer(send, 401, b"Sign in to see live updates.")
        return
    if not hub.has_room_for(reader):
        await _answer(send, 503, b"Too many live pages are open.", [(b"retry-after", b"30")])
        return
    stream = Stream(reader, subjects, is_packed=b"gzip" in headers.get(b"accept-encoding", b""))
    hub.add(stream, _after(headers, asked))
    packing = [(b"content-encoding", b"gzip")] if stream.is_packed else []
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*HEADERS, *packing]})
        await _serve(stream, receive, send)
    finally:
        hub.remove(stream)


async def _serve(stream: Stream, receive: Any, send: Any) -> None:
    """Send what comes until the reader goes, the right ends, or the stream is old."""
    gone = asyncio.create_task(_close_when_gone(stream, receive))
    first = stream.form(Message(f"retry: {random.randint(800, 2500)}\n: live\n\n".encode()))
    body = GZIP_HEADER + first if stream.is_packed else first
    try:
        while not stream.is_closed:
            stream.sending_since = time.monotonic()
            await send({"type": "http.response.body", "body": body, "more_body": True})
            stream.sending_since, stream.sent_at = 0.0, time.monotonic()
            body = await stream.take()
        with contextlib.suppress(Exception):
            await send({"type": "http.response.body", "body": b"", "more_body": False})
    except (OSError, RuntimeError):
        return  # the line broke while something was sent
    finally:
        gone.cancel()


async def _close_when_gone(stream: Stream, receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stream.close()


async def _answer(
    send: Any, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None
) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send(
        {"type": "http.response.start", "status": status, "headers": [*plain, *(headers or [])]}
    )
    await send({"type": "http.response.body", "body": body})


def _session_key(headers: dict[bytes, bytes]) -> str:
    try:
        cookie = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return ""
    morsel = cookie.get(settings.SESSION_COOKIE_NAME)
    key = morsel.value if morsel else ""
    return key if key.isalnum() and len(key) <= 64 else ""


def _after(headers: dict[bytes, bytes], asked: dict[str, list[str]]) -> int | None:
    text = headers.get(b"last-event-id", b"").decode("latin-1") or asked.get("after", [""])[0]
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None

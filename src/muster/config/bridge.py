"""From the event loop to the threads that make pages and back, in one hop each way.

The general bridge hands over every piece of an answer on its own, which costs as much as the look-ups
of a short page. Almost every request is small and almost every answer is one piece: these are read
whole, answered by one call in the pool, and sent. Uploads and streamed files take the general one.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import sys
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

LARGEST_READ_WHOLE = 1024 * 1024
READING = frozenset({"GET", "HEAD", "OPTIONS"})
THREADS_A_WRITER = 4
"""Of so many threads one may write at a time: who reads never queues behind fifty who ask for help
at once. Writers wait on the loop, where waiting costs no thread."""

Application = Callable[[Any, Any, Any], Awaitable[None]]


class Bridge:
    """An ASGI application in front of Django's WSGI handler. `general` takes what is large."""

    def __init__(self, pages: Callable[..., Any], threads: int, general: Application):
        self._pages, self._general = pages, general
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="page")
        self._writers = asyncio.Semaphore(max(1, threads // THREADS_A_WRITER))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        length = _length(scope)
        if length is None or length > LARGEST_READ_WHOLE:
            await self._general(scope, receive, send)
            return
        body = await _read(receive, length) if length else b""
        if body is None:
            return  # whoever asked is gone
        loop = asyncio.get_running_loop()
        turn = contextlib.nullcontext() if scope["method"] in READING else self._writers
        async with turn:
            status, headers, answer = await loop.run_in_executor(
                self._pool, self._answer, environ_of(scope, body)
            )
        await send({"type": "http.response.start", "status": status, "headers": headers})
        if not answer.streaming:
            await send({"type": "http.response.body", "body": answer.content})
            return
        await self._stream(loop, answer, send)

    def _answer(self, environ: dict[str, Any]) -> tuple[int, list[tuple[bytes, bytes]], Any]:
        begun: list[Any] = []
        answer = self._pages(environ, lambda *said: begun.append(said))
        if not answer.streaming:
            answer.close()
        status, headers = begun[0][:2]
        plain = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        return int(status[:3]), plain, answer

    async def _stream(self, loop: asyncio.AbstractEventLoop, answer: Any, send: Any) -> None:
        """Piece by piece, each read in the pool: a file may lie on a slow disk."""
        pieces = iter(answer)
        try:
            while (piece := await loop.run_in_executor(self._pool, next, pieces, None)) is not None:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            await send({"type": "http.response.body", "body": b""})
        finally:
            await loop.run_in_executor(self._pool, answer.close)


def _length(scope: Any) -> int | None:
    """How long the body is said to be; None where that is not said, or makes no sense."""
    length = 0
    for name, value in scope["headers"]:
        if name == b"content-length":
            if not value.isdigit() or len(value) > 15:
                return None
            length = int(value)
        elif name == b"transfer-encoding":
            return None
    return length


async def _read(receive: Any, length: int) -> bytes | None:
    pieces: list[bytes] = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        pieces.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(pieces)[:length]


def environ_of(scope: Any, body: bytes) -> dict[str, Any]:
    """The request as WSGI describes it (PEP 3333)."""
    server, client = scope.get("server") or ("localhost", 80), scope.get("client")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1] or 0),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if client is not None:
        environ["REMOTE_ADDR"], environ["REMOTE_PORT"] = client[0], str(client[1])
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1"), raw_value.decode("latin-1")
        if "_" in name:
            continue  # indistinguishable from a dash once translated: a way to forge headers
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            value = f"{environ[key]}{';' if key == 'HTTP_COOKIE' else ','}{value}"
        environ[key] = value
    return environ

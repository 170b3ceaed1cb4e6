"""What crosses between event loop and threads: bodies, headers, pieces, the large and the unsaid."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from django.http import FileResponse, HttpResponse

from muster.config.bridge import LARGEST_READ_WHOLE, THREADS_A_WRITER, Bridge

Message = dict[str, Any]


class Handler:
    """Answers as Django's handler does, and keeps what it was asked."""

    def __init__(self, answer: Any):
        self.answer, self.environ, self.body, self.closed = answer, {}, b"", False
        answer.close = self.close

    def close(self) -> None:
        self.closed = True

    def __call__(self, environ: dict[str, Any], start: Any) -> Any:
        self.environ, self.body = environ, environ["wsgi.input"].read()
        start("200 OK", [("Content-Type", "text/plain"), ("X-Word", "ä")])
        return self.answer


def ask(handler: Any, *headers: tuple[bytes, bytes], bodies: tuple[bytes, ...] = ()) -> Any:
    """(messages sent, whether the general bridge took it)."""
    sent: list[Message] = []
    taken: list[bool] = []
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": "/résumé/",
        "query_string": b"a=1",
        "headers": [(b"host", b"muster.example"), *headers],
        "client": ("192.0.2.7", 5),
        "server": ("127.0.0.1", 80),
    }
    waiting = list(bodies)

    async def receive() -> Message:
        if not waiting:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": waiting.pop(0), "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        sent.append(message)

    async def general(*_: Any) -> None:
        taken.append(True)

    asyncio.run(Bridge(handler, 2, general)(scope, receive, send))
    return sent, bool(taken)


def test_a_small_request_is_read_whole_and_answered_in_one_piece() -> None:
    handler = Handler(HttpResponse(b"yes"))
    length = (b"content-length", b"6")
    sent, general = ask(handler, length, (b"x-word", b"w"), bodies=(b"abc", b"def"))
    assert not general and handler.closed and handler.body == b"abcdef"
    assert handler.environ["PATH_INFO"] == "/résumé/".encode().decode("latin-1")
    assert handler.environ["CONTENT_LENGTH"] == "6" and handler.environ["HTTP_X_WORD"] == "w"
    assert handler.environ["REMOTE_ADDR"] == "192.0.2.7"
    start, body = sent
    assert start["status"] == 200 and (b"x-word", "ä".encode("latin-1")) in start["headers"]
    assert body["body"] == b"yes"


def test_a_header_with_an_underscore_cannot_pass_for_one_with_a_dash() -> None:
    handler = Handler(HttpResponse())
    ask(handler, (b"x_forwarded_proto", b"https"))
    assert "HTTP_X_FORWARDED_PROTO" not in handler.environ


def test_a_streamed_answer_comes_in_pieces_and_is_closed() -> None:
    handler = Handler(FileResponse(iter([b"one", b"two"])))
    sent, _ = ask(handler)
    assert [each["body"] for each in sent[1:]] == [b"one", b"two", b""]
    assert handler.closed


@pytest.mark.parametrize(
    "header",
    [
        (b"content-length", str(LARGEST_READ_WHOLE + 1).encode()),
        (b"content-length", b"-1"),
        (b"content-length", b"\xb2"),
        (b"transfer-encoding", b"chunked"),
    ],
)
def test_what_is_large_or_of_unknown_length_takes_the_general_bridge(header: Any) -> None:
    handler = Handler(HttpResponse())
    sent, general = ask(handler, header)
    assert general and not sent and not handler.environ


def test_nothing_is_done_for_somebody_who_is_gone() -> None:
    handler = Handler(HttpResponse())
    sent, general = ask(handler, (b"content-length", b"6"))
    assert not sent and not general and not handler.environ


def test_who_reads_never_queues_behind_many_who_write() -> None:
    released, begun = threading.Event(), []

    def pages(environ: dict[str, Any], start: Any) -> Any:
        begun.append(environ["REQUEST_METHOD"])
        start("200 OK", [])
        if environ["REQUEST_METHOD"] == "POST":
            released.wait(10)
        return HttpResponse()

    async def nobody(*_: Any) -> Any:
        return {"type": "http.disconnect"}

    async def everybody() -> None:
        bridge = Bridge(pages, 8, nobody)
        scope = {"http_version": "1.1", "path": "/", "query_string": b"", "headers": []}
        writing = [
            asyncio.create_task(bridge({**scope, "method": "POST"}, nobody, nobody))
            for _ in range(50)
        ]
        await asyncio.sleep(0)
        await asyncio.wait_for(bridge({**scope, "method": "GET"}, nobody, nobody), 5)
        assert begun.count("POST") <= 8 // THREADS_A_WRITER
        released.set()
        await asyncio.gather(*writing)

    asyncio.run(everybody())
    assert begun.count("POST") == 50

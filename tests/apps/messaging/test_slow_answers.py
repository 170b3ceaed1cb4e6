"""A server that answers a byte now and then keeps a sender no longer than one post may take."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from muster.messaging import posting

LIMIT, DRIP = 0.5, 0.1
HEAD = b"HTTP/1.1 200 Said\r\nContent-Length: 200\r\n\r\n"
ENDLESS_HEAD = b"HTTP/1.1 200 Said\r\nX-Slow: " + b"a" * 200


@contextmanager
def dripping(at_once: bytes, slowly: bytes, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """A server for one post: says a piece at once, the rest byte by byte; its port."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):
            line, _ = listener.accept()
            with tls.wrap_socket(line, server_side=True) if tls else line as wire:
                wire.recv(65_536)
                wire.sendall(at_once)
                for byte in slowly:
                    wire.sendall(bytes([byte]))
                    time.sleep(DRIP)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


@pytest.mark.parametrize(
    ("at_once", "slowly"), [(HEAD, b"b" * 200), (b"", ENDLESS_HEAD)], ids=["body", "headers"]
)
def test_a_dripping_answer_ends_with_the_posts_own_time(
    monkeypatch: pytest.MonkeyPatch, at_once: bytes, slowly: bytes
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", LIMIT)
    with dripping(at_once, slowly) as port:
        begun = time.monotonic()
        with pytest.raises(posting.NoAnswer):
            posting.post(f"http://127.0.0.1:{port}/", b"{}", {})
        assert time.monotonic() - begun < 4 * LIMIT


def test_a_dripping_answer_over_tls_ends_as_well(
    monkeypatch: pytest.MonkeyPatch, tls: ssl.SSLContext
) -> None:
    monkeypatch.setattr(posting, "TIMEOUT_SECONDS", LIMIT)
    with dripping(HEAD, b"b" * 200, tls) as port:
        begun = time.monotonic()
        with pytest.raises(posting.NoAnswer):
            posting.post(f"https://127.0.0.1:{port}/", b"{}", {})
        assert time.monotonic() - begun < 4 * LIMIT


def test_an_answer_in_pieces_that_comes_in_time_is_read_whole(tls: ssl.SSLContext) -> None:
    head = HEAD.replace(b"200\r\n", b"3\r\n")
    with dripping(head, b"abc", tls) as port:
        answer = posting.post(f"https://127.0.0.1:{port}/", b"{}", {})
    assert (answer.status, answer.body) == (200, b"abc")

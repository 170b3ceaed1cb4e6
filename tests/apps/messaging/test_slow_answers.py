"""A server that answers a byte now and then keeps a sender no longer than one post may take."""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from muster.journal import clock
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


@pytest.fixture
def tls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's side of TLS for 127.0.0.1, whose certificate this process trusts."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(clock.now() - timedelta(days=1))
    builder = builder.not_valid_after(clock.now() + timedelta(days=1))
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    builder = builder.add_extension(x509.SubjectAlternativeName([address]), critical=True)
    kept = tmp_path / "both.pem"
    kept.write_bytes(
        builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(kept))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(kept)
    return context


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

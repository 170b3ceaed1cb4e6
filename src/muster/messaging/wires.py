"""Sockets with one limit for a whole exchange: a plain socket's timeout begins anew at every byte."""

from __future__ import annotations

import socket
import ssl
import time
from typing import Any


def seconds_left(until: float) -> float:
    """How long until a moment of the monotonic clock. Raises `TimeoutError` where it is over."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("the time for the whole exchange ran out")
    return left


class Wire(socket.socket):
    """A connection whose every read and write ends by `until`, however little comes each time."""

    until = 0.0

    def recv_into(self, *given: Any, **named: Any) -> int:
        self.settimeout(seconds_left(self.until))
        return super().recv_into(*given, **named)

    def sendall(self, *given: Any, **named: Any) -> None:
        self.settimeout(seconds_left(self.until))
        return super().sendall(*given, **named)


class SealedWire(Wire, ssl.SSLSocket):
    """The same over TLS."""


def connected(number: str, port: int, sealed_for: str | None, until: float) -> Wire:
    """A connection to a network address, over TLS where `sealed_for` names the host.

    Raises `OSError`, by `until` at the latest.
    """
    line = socket.create_connection((number, port), timeout=seconds_left(until))
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    wire: Wire
    if sealed_for is None:
        wire = Wire(fileno=line.detach())
    else:
        line.settimeout(seconds_left(until))  # holds for the handshake as a whole
        wire = _sealed(line, sealed_for)
    wire.until = until
    return wire


def _sealed(line: socket.socket, host: str) -> SealedWire:
    context = ssl.create_default_context()
    context.sslsocket_class = SealedWire
    try:
        wire = context.wrap_socket(line, server_hostname=host)
    except OSError:
        line.close()
        raise
    assert isinstance(wire, SealedWire)
    return wire

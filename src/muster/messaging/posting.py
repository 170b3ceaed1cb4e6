"""Posting over kept connections: one a thread and host, no proxy, no redirect, every end told apart.

`NotReached`: certainly nobody got it. `NoAnswer`: perhaps somebody did.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import select
import socket
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from muster.messaging import wires
from muster.messaging.models import Outcome

TIMEOUT_SECONDS = 10.0
"""For a whole post, however its answer trickles in: a slow server must not keep a sender."""
IDLE_SECONDS = 10.0
MOST_READ = 65_536
AGAIN = frozenset({408, 425, 429, 503})
PORTS = {"http": 80, "https": 443}


class NotReached(Exception):
    """No connection came about, so nothing was said."""


class NoAnswer(Exception):
    """The line broke or the time ran out after something was said."""


class NotAllowed(Exception):
    """The address leads into a network that nothing is posted to."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes

    @property
    def outcome(self) -> Outcome:
        """Sent; failed where the other side wants it again later; refused; unknown when it broke."""
        if self.status < 300:
            return Outcome.SENT
        if self.status in AGAIN:
            return Outcome.FAILED
        return Outcome.UNKNOWN if self.status >= 500 else Outcome.REFUSED


class _Connection(http.client.HTTPConnection):
    """Head and body leave in one piece: the other side is woken once for a post."""

    def __init__(self, host: str, port: int):
        super().__init__(host, port)
        self._unsent: list[bytes] = []

    def send(self, data: Any) -> None:
        self._unsent.append(data)

    def flush(self) -> None:
        unsent, self._unsent = b"".join(self._unsent), []
        super().send(unsent)


@dataclass
class _Line:
    connection: _Connection
    wire: wires.Wire
    used_at: float


_kept = threading.local()


def post(url: str, body: bytes, headers: Mapping[str, str], *, guarded: bool = False) -> Answer:
    """Post once, in `TIMEOUT_SECONDS` at most. `guarded`: a stranger gave the address, so only the
    open internet is allowed.

    Raises `NotReached`, `NoAnswer`, `NotAllowed`.
    """
    until = time.monotonic() + TIMEOUT_SECONDS
    parts = urlsplit(url)
    host = parts.hostname or ""
    place = (parts.scheme, host, parts.port or PORTS[parts.scheme], guarded)
    line = _line(place, until)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        line.connection.request("POST", path, body, {**headers, "Connection": "keep-alive"})
        line.connection.flush()
        response = line.connection.getresponse()
        answer = Answer(response.status, response.read(MOST_READ))
        if not response.isclosed() or response.will_close:
            _drop(place)
    except (OSError, http.client.HTTPException) as error:
        _drop(place)
        raise NoAnswer(f"{type(error).__name__}: {error}") from error
    line.used_at = time.monotonic()
    return answer


def is_own_host(host: str) -> bool:
    """Whether the installation names the host as one of its own network that may be posted to."""
    return host in settings.MUSTER_OWN_HOSTS


def _line(place: tuple[str, str, int, bool], until: float) -> _Line:
    """This thread's kept connection, or a new one where it was closed or lay idle too long."""
    lines = _lines()
    line = lines.get(place)
    if line is not None and _is_alive(line):
        line.wire.until = until
        return line
    _drop(place)
    lines[place] = _connected(*place, until=until)
    return lines[place]


def _lines() -> dict[tuple[str, str, int, bool], _Line]:
    if not hasattr(_kept, "lines"):
        _kept.lines = {}
    found: dict[tuple[str, str, int, bool], _Line] = _kept.lines
    return found


def _is_alive(line: _Line) -> bool:
    """The other side has neither closed nor spoken out of turn."""
    if time.monotonic() - line.used_at > IDLE_SECONDS or line.connection.sock is None:
        return False
    readable, _, _ = select.select([line.connection.sock], [], [], 0)
    return not readable


def _drop(place: tuple[str, str, int, bool]) -> None:
    line = _lines().pop(place, None)
    if line is not None:
        with contextlib.suppress(OSError):
            line.connection.close()


def _connected(scheme: str, host: str, port: int, guarded: bool, *, until: float) -> _Line:
    try:
        addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise NotReached(f"{host} has no address: {error}") from error
    number = str(addresses[0][4][0])
    if guarded and not is_own_host(host):
        _check(scheme, host, [str(each[4][0]) for each in addresses])
    try:
        # The number that was checked is the one connected to: a name may change in between.
        wire = wires.connected(number, port, host if scheme == "https" else None, until)
    except OSError as error:
        raise NotReached(f"{host} cannot be reached: {error}") from error
    connection = _Connection(host, port)
    connection.sock = wire
    return _Line(connection, wire, time.monotonic())


def _check(scheme: str, host: str, numbers: list[str]) -> None:
    if scheme != "https":
        raise NotAllowed(f"{host} is only written to over https")
    if not all(ipaddress.ip_address(number.split("%")[0]).is_global for number in numbers):
        raise NotAllowed(f"{host} lies in a private network")

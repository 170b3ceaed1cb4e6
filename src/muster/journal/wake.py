"""A nudge for whoever waits: the worker and the live feed look at once instead of at the next tick.

A datagram to local sockets in the data directory: lost nudges cost a fraction of a second, never
correctness, because every waiter also looks by itself.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from django.conf import settings

# The kernel takes at most 107 bytes as a socket's path; a data directory may lie deeper than that.
LONGEST_PATH = 100
NUDGE = b"."
LONGEST_WORD = 64

_sender: socket.socket | None = None


def directory() -> Path:
    return Path(settings.MUSTER_DATA_DIR) / "wake"


def ring(word: bytes = NUDGE) -> None:
    """Nudge every listener on this machine; never blocks, never fails."""
    global _sender
    if _sender is None:
        _sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        _sender.setblocking(False)
    with contextlib.suppress(OSError):
        for path in directory().glob("*.sock"):
            try:
                with _reachable(path) as address:
                    _sender.sendto(word, address)
            except ConnectionRefusedError:
                path.unlink(missing_ok=True)
            except OSError:
                continue


class Listener:
    """One ear: `wait` returns at the next nudge, or when the time is up; `heard` is what was said."""

    def __init__(self, name: str):
        self.heard: set[bytes] = set()
        self.path = directory() / f"{name}-{uuid4().hex[:12]}.sock"
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _reachable(self.path) as address:
                self.socket.bind(address)
        except OSError:
            # A folder without sockets (some network disks): the ticks do the work.
            self.socket.close()
            self.socket, self._other_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)

    def wait(self, seconds: float) -> bool:
        """Whether somebody rang within the time. Swallows all nudges that have gathered."""
        self.heard.clear()
        try:
            ready, _, _ = select.select([self.socket], [], [], max(0.0, seconds))
        except (OSError, ValueError):
            return False
        if ready:
            self.swallow()
        return bool(ready)

    def swallow(self) -> None:
        """Take all nudges that have gathered."""
        self.socket.setblocking(False)
        with contextlib.suppress(BlockingIOError, OSError):
            while word := self.socket.recv(LONGEST_WORD):
                self.heard.add(word)

    def close(self) -> None:
        self.socket.close()
        self.path.unlink(missing_ok=True)


@contextlib.contextmanager
def _reachable(path: Path) -> Iterator[str]:
    """The path in a form that the kernel takes, however long it is."""
    if len(os.fsencode(path)) <= LONGEST_PATH:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)

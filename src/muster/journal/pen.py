"""SQLite's only pen: who writes next, in order, among the threads and processes of this machine.

SQLite lets a waiting writer look again only after sleeping, up to a tenth of a second, and whoever
looks at the right moment wins: under load some wait for seconds while the pen lies idle. Here the
threads of a process queue, and processes take turns. SQLite's own locks stay what keeps data safe.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections import deque

TURN_SECONDS = 0.05
"""For so long a process may pass the pen on among its own threads while others wait."""
LOOK_SECONDS = 0.0004
TURNSTILE, PEN = 0, 1


class PenNotFree(Exception):
    """Nobody put the pen down within the time."""


class Pen:
    """The pen of one database file. `take` and `give` in pairs; any thread may give."""

    def __init__(self, path: str):
        self._guard = threading.Lock()
        self._waiting: deque[threading.Lock] = deque()
        self._is_taken = False
        self._has_turn = False
        self._turn_ends = 0.0
        self._file: int | None = None
        # Where no file can be made (a read-only folder) threads queue and processes poll SQLite.
        with contextlib.suppress(OSError):
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def take(self, seconds: float) -> None:
        """Wait for the pen. Raises `PenNotFree`."""
        until = time.monotonic() + seconds
        self._queue(seconds)
        if self._has_turn:
            return
        try:
            self._begin_turn(until)
        except PenNotFree:
            self._pass_on()
            raise

    def give(self) -> None:
        """Put the pen down: for the next thread while the turn lasts, else for other processes."""
        if not self._waiting or time.monotonic() >= self._turn_ends:
            self._end_turn()
        self._pass_on()

    def _queue(self, seconds: float) -> None:
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return
            mine = threading.Lock()
            mine.acquire()
            self._waiting.append(mine)
        if mine.acquire(timeout=seconds):
            return
        with self._guard:
            if mine in self._waiting:
                self._waiting.remove(mine)
                raise PenNotFree
        # It was handed over at the very moment at which the patience ended.

    def _pass_on(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.popleft().release()
                return
            self._end_turn()
            self._is_taken = False

    def _begin_turn(self, until: float) -> None:
        """Whoever stands in the turnstile is next; nobody who just wrote can slip in before."""
        self._lock(TURNSTILE, until)
        try:
            self._lock(PEN, until)
        finally:
            self._unlock(TURNSTILE)
        self._has_turn, self._turn_ends = True, time.monotonic() + TURN_SECONDS

    def _end_turn(self) -> None:
        if self._has_turn:
            self._has_turn = False
            self._unlock(PEN)

    def _lock(self, byte: int, until: float) -> None:
        while self._file is not None:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, byte)
                return
            except OSError as error:
                if time.monotonic() >= until:
                    raise PenNotFree from error
            time.sleep(LOOK_SECONDS)

    def _unlock(self, byte: int) -> None:
        if self._file is not None:
            fcntl.lockf(self._file, fcntl.LOCK_UN, 1, byte)


_pens: dict[str, Pen] = {}
_guard = threading.Lock()


def pen_of(database: str) -> Pen:
    """The pen of a database file; one for each file in a process."""
    with _guard:
        if database not in _pens:
            _pens[database] = Pen(f"{database}-pen")
        return _pens[database]

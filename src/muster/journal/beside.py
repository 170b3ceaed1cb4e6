"""Work that runs in every worker beside the jobs, where a row of its own kind is the list.

A room that brings thousands of its rows out in seconds keeps no job for each: it claims its rows
in batches. It registers how such work is begun in a worker, and how it is done here and now.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from django.db import close_old_connections, connections

logger = logging.getLogger(__name__)

STUMBLE_SECONDS = 1.0


class Beside(Protocol):
    """One worker's part of the work; its rows carry the worker's name while it has them in hand."""

    def start(self, worker: str) -> None: ...

    def beat(self) -> None:
        """Keep what is in hand from being taken for lost."""

    def stop(self, patience: float) -> None: ...


@dataclass(frozen=True)
class Kind:
    """`recover` takes up what dead workers had in hand; `drain` works here, answers how many."""

    begin: Callable[[], Beside]
    recover: Callable[[Collection[str]], int]
    drain: Callable[[], int]


_kinds: dict[str, Kind] = {}


def register_beside(name: str, kind: Kind) -> None:
    _kinds[name] = kind


def kinds() -> list[Kind]:
    return list(_kinds.values())


class Threads:
    """Threads that step again and again until they are told to stop."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(
        self,
        name: str,
        step: Callable[[], bool],
        wait: Callable[[float], object],
        seconds: float,
    ) -> None:
        """Step; a step that answers True is followed by the next at once, another by a wait."""
        thread = threading.Thread(
            target=self._loop, args=(step, wait, seconds), name=name, daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def join(self, until: Callable[[], float]) -> None:
        """Wait for the threads to end, each for the seconds that `until` leaves."""
        for thread in self._threads:
            thread.join(max(0.1, until()))

    def _loop(
        self, step: Callable[[], bool], wait: Callable[[float], object], seconds: float
    ) -> None:
        while not self.stopping.is_set():
            try:
                if step():
                    continue
            except Exception:
                logger.exception("the worker's loop %s stumbled", threading.current_thread().name)
                connections.close_all()
                self.stopping.wait(STUMBLE_SECONDS)
                continue
            close_old_connections()
            wait(seconds)
        connections.close_all()

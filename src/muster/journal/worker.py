"""The worker: claims jobs, runs them, keeps their leases, seals the journal, minds the timetable."""

from __future__ import annotations

import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from uuid import uuid4

from django.db import close_old_connections, connections

from muster.journal import alive, clock, leases, running, sealer
from muster.journal.models import Job, WorkerBeat
from muster.journal.registry import runs_in_transaction
from muster.journal.schedule import Timetable
from muster.journal.wake import Listener

logger = logging.getLogger(__name__)

THREADS = 4
BATCH = 50
IN_HAND = 150
TICK_SECONDS = 0.2
BEAT_SECONDS = 5.0
ROUND_SECONDS = 1.0
PATIENCE_SECONDS = 20.0


class Worker:
    """One worker process. `start` returns at once; `stop` lets work in hand be finished."""

    def __init__(self, threads: int = THREADS):
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}"
        self._stopping = threading.Event()
        self._together: queue.Queue[list[Job]] = queue.Queue()
        self._alone: queue.Queue[list[Job]] = queue.Queue()
        self._in_hand: set[int] = set()
        self._guard = threading.Lock()
        self._ears: list[Listener] = []
        self._threads: list[threading.Thread] = []
        self._life: alive.SignOfLife | None = None
        self._count = threads

    def start(self) -> None:
        """Begin all the loops."""
        self._life = alive.SignOfLife(self.name)
        self._started_at = clock.now()
        self._timetable = Timetable()
        for name, step, seconds in (
            ("claims", self._claim, TICK_SECONDS),
            ("sealer", self._seal, TICK_SECONDS),
        ):
            ear = Listener(name)
            self._ears.append(ear)
            self._begin(name, step, ear.wait, seconds)
        self._begin("beat", self._beat, self._stopping.wait, BEAT_SECONDS)
        self._begin("round", self._go_round, self._stopping.wait, ROUND_SECONDS)
        for number in range(self._count):
            work = self._together if number < max(1, self._count // 2) else self._alone
            self._begin(f"work-{number}", partial(self._work, work), time.sleep, 0)

    def stop(self, patience: float = PATIENCE_SECONDS) -> None:
        """Take nothing new, finish what was begun, give the rest back."""
        self._stopping.set()
        until = time.monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.1, until - time.monotonic()))
        leases.release(self.name, self._take_unbegun())
        for ear in self._ears:
            ear.close()
        if self._life is not None:
            self._life.close()

    def _begin(
        self,
        name: str,
        step: Callable[[], bool],
        wait: Callable[[float], object],
        seconds: float,
    ) -> None:
        thread = threading.Thread(
            target=self._loop, args=(step, wait, seconds), name=name, daemon=True
        )
        self._threads.append(thread)
        thread.start()

    def _loop(
        self, step: Callable[[], bool], wait: Callable[[float], object], seconds: float
    ) -> None:
        """Step again and again; a step that answers True is followed by the next at once."""
        while not self._stopping.is_set():
            try:
                if step():
                    continue
            except Exception:
                logger.exception("the worker's loop %s stumbled", threading.current_thread().name)
                connections.close_all()
                self._stopping.wait(1.0)
                continue
            close_old_connections()
            wait(seconds)
        connections.close_all()

    def _claim(self) -> bool:
        with self._guard:
            room = IN_HAND - len(self._in_hand)
        if room < BATCH:
            self._stopping.wait(0.005)
            return True
        jobs = leases.claim(self.name, BATCH)
        if not jobs:
            return False
        with self._guard:
            self._in_hand.update(job.id for job in jobs)
        together = [job for job in jobs if runs_in_transaction(job.name)]
        if together:
            self._together.put(together)
        for job in jobs:
            if not runs_in_transaction(job.name):
                self._alone.put([job])
        return True

    def _work(self, work: queue.Queue[list[Job]]) -> bool:
        try:
            jobs = work.get(timeout=TICK_SECONDS)
        except queue.Empty:
            return False
        try:
            running.run(jobs)
        finally:
            with self._guard:
                self._in_hand.difference_update(job.id for job in jobs)
        return True

    def _seal(self) -> bool:
        return sealer.seal_some() > 0

    def _beat(self) -> bool:
        with self._guard:
            ids = list(self._in_hand)
        leases.extend(self.name, ids)
        at = clock.now()
        WorkerBeat.objects.update_or_create(
            worker=self.name, defaults={"beat_at": at, "started_at": self._started_at}
        )
        return False

    def _go_round(self) -> bool:
        dead = [name for name in alive.dead_workers() if name != self.name]
        while leases.recover(dead):
            pass
        alive.forget(dead)
        self._timetable.enqueue_due()
        return False

    def _take_unbegun(self) -> list[int]:
        unbegun: list[int] = []
        for work in (self._together, self._alone):
            while not work.empty():
                unbegun += [job.id for job in work.get_nowait()]
        return unbegun


def drain(limit: int = 10_000) -> int:
    """Run every job that is due, here and now, and seal: for tests, loads and benches."""
    name, total = f"drain-{uuid4().hex[:8]}", 0
    while total < limit and (jobs := leases.claim(name, BATCH)):
        running.run(jobs)
        total += len(jobs)
    sealer.seal_all()
    return total

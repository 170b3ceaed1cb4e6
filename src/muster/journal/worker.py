"""The worker: claims jobs, runs them, keeps their leases, seals the journal, minds the timetable."""

from __future__ import annotations

import os
import queue
import socket
import threading
import time
from collections.abc import Sequence
from functools import partial
from itertools import count, groupby
from typing import NamedTuple
from uuid import uuid4

from muster.journal import alive, beside, clock, leases, running, sealer
from muster.journal.models import Job, WorkerBeat
from muster.journal.registry import run_alone, runs_in_transaction
from muster.journal.schedule import Timetable
from muster.journal.wake import Listener

THREADS = 4
BATCH = 50
IN_HAND = 200
ALONE_ENOUGH = BATCH
"""With so many in hand that run alone no more of them are taken: what takes long must not fill the
hands while short work, such as the next look at a call-out, is due."""
TICK_SECONDS = 0.2
SHORTEST_SECONDS = 0.005
BEAT_SECONDS = 5.0
ROUND_SECONDS = 1.0
PATIENCE_SECONDS = 20.0


class InHand(NamedTuple):
    """Jobs of one claim that are not begun; the lowest priority number goes first, then the order."""

    priority: int
    order: int
    jobs: Sequence[Job]


class Worker:
    """One worker process. `start` returns at once; `stop` lets work in hand be finished."""

    def __init__(self, threads: int = THREADS):
        self.name = f"{socket.gethostname()[:40]}-{os.getpid()}-{uuid4().hex[:8]}"
        self._threads = beside.Threads()
        self._together: queue.PriorityQueue[InHand] = queue.PriorityQueue()
        self._alone: queue.PriorityQueue[InHand] = queue.PriorityQueue()
        self._order = count()
        self._in_hand: set[int] = set()
        self._alone_in_hand: set[int] = set()
        self._guard = threading.Lock()
        self._ears: list[Listener] = []
        self._beside: list[beside.Beside] = []
        self._life: alive.SignOfLife | None = None
        self._count = threads
        self._pause = TICK_SECONDS

    def start(self) -> None:
        """Begin all the loops."""
        self._life = alive.SignOfLife(self.name)
        self._started_at = clock.now()
        self._timetable = Timetable()
        claims, sealer_ear = Listener("claims"), Listener("sealer")
        self._ears += [claims, sealer_ear]
        self._threads.begin("claims", self._claim, lambda _: claims.wait(self._pause), TICK_SECONDS)
        self._threads.begin("sealer", self._seal, sealer_ear.wait, TICK_SECONDS)
        self._threads.begin("beat", self._beat, self._threads.stopping.wait, BEAT_SECONDS)
        self._threads.begin("round", self._go_round, self._threads.stopping.wait, ROUND_SECONDS)
        for kind in beside.kinds():
            work_beside = kind.begin()
            work_beside.start(self.name)
            self._beside.append(work_beside)
        for number in range(self._count):
            work = self._together if number < max(1, self._count // 2) else self._alone
            self._threads.begin(f"work-{number}", partial(self._work, work), time.sleep, 0)

    def stop(self, patience: float = PATIENCE_SECONDS) -> None:
        """Take nothing new, finish what was begun, give the rest back."""
        self._threads.stopping.set()
        until = time.monotonic() + patience
        for each in self._beside:
            each.stop(max(0.1, until - time.monotonic()))
        self._threads.join(lambda: until - time.monotonic())
        leases.release(self.name, self._take_unbegun())
        for ear in self._ears:
            ear.close()
        if self._life is not None:
            self._life.close()

    def _claim(self) -> bool:
        with self._guard:
            room = IN_HAND - len(self._in_hand)
            leaving = run_alone() if len(self._alone_in_hand) >= ALONE_ENOUGH else frozenset()
        if room < BATCH:
            self._threads.stopping.wait(0.005)
            return True
        jobs = leases.claim(self.name, BATCH, leaving)
        if not jobs:
            # None is late by a whole tick; one that another worker is just claiming is no hurry.
            soon = leases.seconds_until_due(TICK_SECONDS, leaving)
            self._pause = max(SHORTEST_SECONDS, soon)
            return False
        together = [job for job in jobs if runs_in_transaction(job.name)]
        alone = [job for job in jobs if not runs_in_transaction(job.name)]
        with self._guard:
            self._in_hand.update(job.id for job in jobs)
            self._alone_in_hand.update(job.id for job in alone)
        for priority, alike in groupby(together, key=lambda job: job.priority):
            self._together.put(InHand(priority, next(self._order), list(alike)))
        for job in alone:
            self._alone.put(InHand(job.priority, next(self._order), [job]))
        return True

    def _work(self, work: queue.PriorityQueue[InHand]) -> bool:
        """One short transaction, or one job that runs alone; then the most urgent of all is next."""
        try:
            taken = work.get(timeout=TICK_SECONDS)
        except queue.Empty:
            return False
        left: Sequence[Job] = []
        try:
            left = running.run_some(taken.jobs)
        finally:
            settled = {job.id for job in taken.jobs} - {job.id for job in left}
            with self._guard:
                self._in_hand -= settled
                self._alone_in_hand -= settled
        if left:
            work.put(taken._replace(jobs=left))
        return True

    def _seal(self) -> bool:
        return sealer.seal_some() > 0

    def _beat(self) -> bool:
        with self._guard:
            ids = list(self._in_hand)
        leases.extend(self.name, ids)
        for each in self._beside:
            each.beat()
        at = clock.now()
        WorkerBeat.objects.update_or_create(
            worker=self.name, defaults={"beat_at": at, "started_at": self._started_at}
        )
        return False

    def _go_round(self) -> bool:
        dead = [name for name in alive.dead_workers() if name != self.name]
        while leases.recover(dead):
            pass
        for kind in beside.kinds():
            kind.recover(dead)
        alive.forget(dead)
        self._timetable.enqueue_due()
        return False

    def _take_unbegun(self) -> list[int]:
        unbegun: list[int] = []
        for work in (self._together, self._alone):
            while not work.empty():
                unbegun += [job.id for job in work.get_nowait().jobs]
        return unbegun


def drain(limit: int = 10_000) -> int:
    """Do all that is due, here and now, and seal: for tests, loads and benches."""
    name, total = f"drain-{uuid4().hex[:8]}", 0
    while total < limit:
        jobs = leases.claim(name, BATCH)
        running.run(jobs)
        count = len(jobs) or sum(kind.drain() for kind in beside.kinds())
        if not count:
            break
        total += count
    sealer.seal_all()
    return total

"""Bringing messages out, in every worker: claimed in batches, sent by many threads, ended in batches.

Each lane has threads of its own, so that a carrier that does not answer holds up nobody else's
messages. The senders never touch the database.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from functools import partial
from typing import TypeVar
from uuid import UUID, uuid4

from muster.journal.beside import Kind, Threads, register_beside
from muster.journal.wake import Listener
from muster.messaging import attempts, claiming
from muster.messaging.attempts import Ended
from muster.messaging.channels import CHANNELS, Delivery, channel
from muster.messaging.claiming import Begun
from muster.messaging.models import Outcome

T = TypeVar("T")

logger = logging.getLogger(__name__)

LANES = {"email": 4, "text": 8, "voice": 4, "push": 8, "chat": 4}
"""Threads a channel; a channel without a line here has two."""
TICK_SECONDS = 0.2
ROOM_SECONDS = 0.002
"""How often is looked whether a full lane has room again."""
BATCH = 50
ENDED_AT_ONCE = 200
GATHERING_SECONDS = 0.01
"""How long the first outcome of a batch waits for others: one commit serves them all."""


class Lane:
    """One channel's queue; `room` says how many more messages its threads could soon take."""

    def __init__(self, name: str):
        self.name = name
        self.threads = LANES.get(name, 2)
        self.waiting: queue.Queue[Begun] = queue.Queue()

    @property
    def room(self) -> int:
        return max(0, BATCH - self.waiting.qsize())

    @property
    def is_open(self) -> bool:
        """Whether there is room for at least half a batch."""
        return self.room * 2 >= BATCH


class Dispatcher:
    """The part of one worker."""

    def __init__(self) -> None:
        self._threads = Threads()
        self._lanes = [Lane(way.NAME) for way in CHANNELS]
        self._ended: queue.Queue[Ended] = queue.Queue()
        self._in_hand: set[UUID] = set()
        self._guard = threading.Lock()
        self._found_some = False

    def start(self, worker: str) -> None:
        self._worker = worker
        self._ear = Listener("messages")
        self._threads.begin("messages", self._claim, self._ear.wait, TICK_SECONDS)
        self._threads.begin("outcomes", self._end_some, time.sleep, 0)
        for lane in self._lanes:
            for number in range(lane.threads):
                step = partial(self._send, lane)
                self._threads.begin(f"{lane.name}-{number}", step, time.sleep, 0)

    def beat(self) -> None:
        with self._guard:
            ids = list(self._in_hand)
        if ids:
            claiming.extend(self._worker, ids)

    def stop(self, patience: float) -> None:
        """Finish what is with a carrier, give the rest back."""
        self._threads.stopping.set()
        until = time.monotonic() + patience
        self._threads.join(lambda: until - time.monotonic())
        self._end_all()
        left = [begun for lane in self._lanes for begun in _taken(lane.waiting, BATCH * 2)]
        if left:
            claiming.give_back(self._worker, left)
        self._ear.close()

    def _claim(self) -> bool:
        """Fill the lanes that are open."""
        open_lanes = {lane.name: lane for lane in self._lanes if lane.is_open}
        if open_lanes and self._fill(open_lanes):
            return True
        full = [lane for lane in self._lanes if lane.name not in open_lanes]
        return bool(full) and self._wait_for_room(full)

    def _fill(self, lanes: dict[str, Lane]) -> bool:
        """Take in hand what is due for some lanes; answers whether anything was."""
        room = min(lane.room for lane in lanes.values())
        looks_first = not self._found_some
        begun = claiming.begin(self._worker, list(lanes), room, looks_first=looks_first)
        self._found_some = bool(begun)
        with self._guard:
            self._in_hand.update(each.message_id for each in begun)
        for each in begun:
            lanes[each.channel].waiting.put(each)
        return bool(begun)

    def _wait_for_room(self, full: list[Lane]) -> bool:
        """Until a full lane is open again or somebody rings, a tick at most. Always true: messages
        that stayed behind for want of room are due, and nobody rings for them again."""
        until = time.monotonic() + TICK_SECONDS
        while not any(lane.is_open for lane in full) and time.monotonic() < until:
            if self._ear.wait(ROOM_SECONDS):
                break
        return True

    def _send(self, lane: Lane) -> bool:
        try:
            begun = lane.waiting.get(timeout=TICK_SECONDS)
        except queue.Empty:
            return False
        self._ended.put(Ended(begun, hand_over(begun)))
        return True

    def _end_some(self) -> bool:
        try:
            first = self._ended.get(timeout=TICK_SECONDS)
        except queue.Empty:
            return False
        time.sleep(GATHERING_SECONDS)
        self._write([first, *_taken(self._ended, ENDED_AT_ONCE)])
        return True

    def _end_all(self) -> None:
        while ended := _taken(self._ended, ENDED_AT_ONCE):
            self._write(ended)

    def _write(self, ended: list[Ended]) -> None:
        """An outcome that cannot be written is not lost: the next round writes it."""
        try:
            attempts.end(ended)
        except Exception:
            for each in ended:
                self._ended.put(each)
            raise
        with self._guard:
            self._in_hand.difference_update(each.begun.message_id for each in ended)


def hand_over(begun: Begun) -> Delivery:
    """Have the channel deliver; what it did not foresee has an unknown outcome."""
    way = channel(begun.channel)
    if way is None:
        return Delivery.of(Outcome.REFUSED, "this version of Muster has no such channel")
    try:
        delivery: Delivery = way.deliver(begun.parcel)
    except Exception as error:
        logger.exception("the channel %s stumbled", begun.channel)
        return Delivery.of(Outcome.UNKNOWN, f"{type(error).__name__}: {error}")
    return delivery


def drain() -> int:
    """One batch of what is due, here and now; answers how many."""
    begun = claiming.begin(f"drain-{uuid4().hex[:8]}", [way.NAME for way in CHANNELS], BATCH)
    if begun:
        attempts.end([Ended(each, hand_over(each)) for each in begun])
    return len(begun)


def _taken(line: queue.Queue[T], most: int) -> list[T]:
    """What stands in a queue now, without waiting for more."""
    taken: list[T] = []
    while len(taken) < most:
        try:
            taken.append(line.get_nowait())
        except queue.Empty:
            break
    return taken


register_beside("messages", Kind(Dispatcher, attempts.recover, drain))

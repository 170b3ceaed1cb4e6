"""Tailing the sealed journal: one thread a process hands on what is new, within a moment."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import close_old_connections, connections

from muster.journal.models import ChainHead, Fact
from muster.journal.wake import Listener

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.25
BATCH = 500


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a live reader needs to know of a fact; `may_see` reads it like the fact itself."""

    position: int
    kind: str
    network_id: UUID | None
    audience: list[str] | None
    actor_party_id: UUID | None
    subjects: list[tuple[str, str]]
    exercise_id: UUID | None

    @property
    def concerned(self) -> set[str]:
        """The ids under which a page may follow it: its subjects, the parties that it is for and
        the one that acted, and the network where everyone may know."""
        ids = {subject_id for _, subject_id in self.subjects}
        if self.actor_party_id is not None:
            ids.add(str(self.actor_party_id))
        return ids | (set(self.audience) if self.audience is not None else {str(self.network_id)})


def last_position() -> int:
    """The last sealed position."""
    return ChainHead.objects.filter(id=1).values_list("position", flat=True).first() or 0


def sealed_since(position: int, limit: int = BATCH) -> list[Sealed]:
    """Sealed facts of all networks after a position, oldest first. For the feed, not for readers."""
    rows = Fact.objects.filter(position__gt=position).order_by("position")[:limit]
    return [
        Sealed(
            position=row["position"] or 0,
            kind=row["kind"],
            network_id=row["network_id"],
            audience=row["audience"],
            actor_party_id=row["actor_party_id"],
            subjects=[(kind, subject_id) for kind, subject_id in row["subjects"]],
            exercise_id=row["exercise_id"],
        )
        for row in rows.values(
            "position",
            "kind",
            "network_id",
            "audience",
            "actor_party_id",
            "subjects",
            "exercise_id",
        )
    ]


def stop_word(server: int) -> bytes:
    """What the server's first process rings before it ends its children: open streams would hold
    these up until they are killed."""
    return f"stopping {server}".encode()


class Tail:
    """One thread with one database connection: calls `deliver` with each batch of sealed facts.

    While `is_wanted` answers False it neither looks nor holds a connection.
    """

    def __init__(
        self,
        deliver: Callable[[Sequence[Sealed]], Any],
        is_wanted: Callable[[], bool],
        server_stops: Callable[[], Any],
    ) -> None:
        self._deliver = deliver
        self._is_wanted = is_wanted
        self._server_stops = server_stops
        self._stopping = threading.Event()
        self._ear = Listener("feed")
        self._position: int | None = None
        self._thread = threading.Thread(target=self._run, name="journal-feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stopping.set()

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                busy = self._step()
            except Exception:
                logger.exception("the live feed stumbled; it goes on from where it was")
                connections.close_all()
                busy = False
                self._stopping.wait(1.0)
            if not busy:
                self._ear.wait(TICK_SECONDS)
                if stop_word(os.getppid()) in self._ear.heard:
                    self._server_stops()
        connections.close_all()
        self._ear.close()

    def _step(self) -> bool:
        if not self._is_wanted():
            if self._position is not None:
                self._position = None
                connections.close_all()
            return False
        close_old_connections()
        if self._position is None:
            self._position = last_position()
        news = sealed_since(self._position)
        if not news:
            return False
        self._position = news[-1].position
        self._deliver(news)
        return len(news) == BATCH

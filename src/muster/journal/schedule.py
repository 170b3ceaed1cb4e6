"""Work that comes round: `@every(60)` runs a function once a minute, however many workers there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from muster.journal import clock
from muster.journal.handling import enqueue, task
from muster.journal.models import Job

F = TypeVar("F", bound=Callable[..., Any])
KEY = "every/"


@dataclass(frozen=True)
class Periodic:
    """A function and the seconds between two runs."""

    name: str
    seconds: int
    function: Callable[[], Any]

    def key(self, stamp: float) -> str:
        return f"{KEY}{self.name}/{int(stamp // self.seconds)}"


_periodic: dict[str, Periodic] = {}


def every(seconds: int, *, in_transaction: bool = False) -> Callable[[F], F]:
    """Run the function, without arguments, once in every stretch of `seconds`.

    It runs outside a transaction unless told otherwise: the commands that it calls have their own.
    """

    def decorate(function: F) -> F:
        marked = task(in_transaction=in_transaction)(function)
        name: str = marked.task_name  # type: ignore[attr-defined]
        _periodic[name] = Periodic(name, seconds, marked)
        return marked

    return decorate


def periodic() -> dict[str, Periodic]:
    """All work that comes round, by name."""
    return dict(sorted(_periodic.items()))


class Timetable:
    """What this process has put on the list already, so that it asks the database once a round."""

    def __init__(self) -> None:
        self._put: dict[str, str] = {}

    def enqueue_due(self) -> int:
        """Put what is due in the present stretch on the list; a key keeps it to once."""
        stamp = clock.now().timestamp()
        count = 0
        for item in periodic().values():
            key = item.key(stamp)
            if self._put.get(item.name) == key:
                continue
            if not Job.objects.filter(unique_key=key).exists():
                enqueue(item.function, unique_key=key, max_attempts=3)
                count += 1
            self._put[item.name] = key
        return count


def kept_for(name: str) -> timedelta:
    """How long a finished round stays on the list: longer than its stretch, or it would run again."""
    item = _periodic.get(name)
    return timedelta(seconds=max(86_400, 2 * item.seconds if item else 0))

"""Work for the worker's tests: handlers and tasks that leave a trace; also run in other processes."""

from __future__ import annotations

import json
import sys
import threading
import time
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Sum

from muster.journal.handling import FIRST, enqueue, on, task
from muster.journal.record import EVERYONE, event, record
from muster.rules.actor import system_actor

NETWORK = UUID(int=77)


@event
@dataclass(frozen=True)
class StoneLaid:
    number: int


@event
@dataclass(frozen=True)
class BridgeOpened:
    name: str


def trace(name: str) -> None:
    from muster.journal.models import Counter

    Counter.objects.bulk_create(
        [Counter(network_id=NETWORK, name=name, value=0)], ignore_conflicts=True
    )
    Counter.objects.filter(network_id=NETWORK, name=name).update(value=F("value") + 1)


@on(StoneLaid)
def count_the_stone(happened: StoneLaid, fact) -> None:
    trace(f"stone {happened.number}")
    time.sleep(0.002)


@on(BridgeOpened)
def tell_of_the_bridge(happened: BridgeOpened, fact) -> None:
    trace(f"told of {happened.name}")


@on(BridgeOpened, priority=FIRST)
def cross_the_bridge(happened: BridgeOpened, fact) -> None:
    trace(f"crossed {happened.name}")


@task
def count_once(name: str) -> None:
    trace(name)


@task
def count_slowly(name: str) -> None:
    trace(name)
    time.sleep(0.05)


@task
def stumble(name: str) -> None:
    trace(name)
    raise RuntimeError("the second half does not work")


@task(in_transaction=False)
def count_alone(name: str) -> None:
    assert not transaction.get_connection().in_atomic_block or "pytest" in sys.modules
    trace(name)


ended = threading.Event()


@task(in_transaction=False)
def hold_on() -> None:
    """Takes long: until the test has ended it."""
    ended.wait(30)


def lay(count: int) -> None:
    for start in range(0, count, 100):
        with transaction.atomic():
            for number in range(start, min(start + 100, count)):
                record(
                    StoneLaid(number),
                    actor=system_actor(NETWORK),
                    subjects=[("stone", UUID(int=number))],
                    audience=EVERYONE,
                )


def results() -> str:
    from muster.journal.models import Counter, Fact, Job

    stones = Counter.objects.filter(network_id=NETWORK, name__startswith="stone ")
    work = Job.objects.filter(name="tests.count_the_stone")  # rounds of the timetable come and go
    return json.dumps(
        {
            "stones": stones.count(),
            "traces": stones.aggregate(total=Sum("value"))["total"] or 0,
            "done": work.filter(state="done").count(),
            "left": work.filter(state__in=["waiting", "running"]).count(),
            "sealed": Fact.objects.filter(position__isnull=False).count(),
            "last": Fact.objects.aggregate(last=Max("position"))["last"],
        }
    )


def serve() -> None:
    """For each line that asks, `lay` with a number or `results`, a line with what there is then."""
    for line in sys.stdin:
        match line.split():
            case ["lay", count]:
                lay(int(count))
        sys.stdout.write(results() + "\n")
        sys.stdout.flush()


__all__ = [
    "StoneLaid",
    "count_alone",
    "count_once",
    "count_slowly",
    "ended",
    "enqueue",
    "hold_on",
    "lay",
    "results",
    "stumble",
]

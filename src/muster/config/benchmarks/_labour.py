"""The work of the job benchmark, known only to the processes that the benchmark starts."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, Min, Sum

from muster.journal import feed
from muster.journal.handling import enqueue, on, task
from muster.journal.record import EVERYONE, event, record
from muster.rules.actor import system_actor

NETWORK = UUID(int=1)
SLEEP_SECONDS = 0.1
PATIENCE_SECONDS = 120


@event
@dataclass(frozen=True)
class BenchmarkLaid:
    number: int


@on(BenchmarkLaid)
def do_nothing(happened: BenchmarkLaid, fact: Any) -> None:
    """The cheapest handler there is."""


@task
def sleep_and_count(name: str) -> None:
    """Something slow with an effect in the database."""
    from django.apps import apps

    counters = apps.get_model("journal", "Counter").objects
    counters.get_or_create(network_id=NETWORK, name=name)
    counters.filter(network_id=NETWORK, name=name).update(value=F("value") + 1)
    time.sleep(SLEEP_SECONDS)


def lay(count: int) -> dict[str, Any]:
    for start in range(0, count, 100):
        with transaction.atomic():
            for number in range(start, min(count, start + 100)):
                _lay_one(number)
    return {}


def _lay_one(number: int) -> Any:
    return record(
        BenchmarkLaid(number),
        actor=system_actor(NETWORK),
        subjects=[("benchmark", UUID(int=number))],
        audience=EVERYONE,
    )


def trickle(count: int) -> dict[str, Any]:
    """One fact at a time; how long until its handler is done."""
    waits = []
    for number in range(count):
        begun = time.perf_counter()
        with transaction.atomic():
            fact = _lay_one(number)
        while _jobs().filter(fact_id=fact.id).exclude(state="done").exists():
            time.sleep(0.002)
        waits.append((time.perf_counter() - begun) * 1000)
        time.sleep(0.05)
    return {"waits_ms": waits}


def sleepers(count: int) -> dict[str, Any]:
    for number in range(count):
        enqueue(sleep_and_count, network_id=NETWORK, name=f"sleeper {number}")
    return {}


def wait() -> dict[str, Any]:
    """Until nothing is left: the time from the worker's start to the last job done."""
    until = time.monotonic() + PATIENCE_SECONDS
    own = _jobs().filter(name__startswith="config.")
    while own.exclude(state="done").exists() and time.monotonic() < until:
        time.sleep(0.02)
    mine = own.filter(state="done")
    span = mine.aggregate(last=Max("finished_at"))
    first = _beats().aggregate(first=Min("started_at"))
    return {
        "seconds": (span["last"] - first["first"]).total_seconds(),
        "last_done": span["last"].timestamp(),
        "sealed": _sealed(),
    }


def report() -> dict[str, Any]:
    from django.apps import apps

    counters = apps.get_model("journal", "Counter").objects.filter(network_id=NETWORK)
    jobs = _jobs().filter(name="config.sleep_and_count")
    effects = counters.aggregate(total=Sum("value"))["total"] or 0
    return {
        "tried_again": jobs.filter(attempt__gt=1).count(),
        "lost": jobs.exclude(state="done").count(),
        "done_twice": effects - counters.count(),
    }


def _sealed() -> int:
    position = feed.last_position()
    until = time.monotonic() + 10
    while time.monotonic() < until:
        time.sleep(0.3)
        again = feed.last_position()
        if again == position:
            break
        position = again
    return position


def _jobs() -> Any:
    from django.apps import apps

    return apps.get_model("journal", "Job").objects


def _beats() -> Any:
    from django.apps import apps

    return apps.get_model("journal", "WorkerBeat").objects

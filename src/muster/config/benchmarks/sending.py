"""Sending: a thousand letters committed at once, and workers killed while letters leave.

`MUSTER_BENCH_KILLS` sets how many workers are killed (20 unless set; the promise is for 200).
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from muster.config.benchmarks import _gateway
from muster.config.benchmarks.harness import Installation, Result, free_port, installation

LETTERS = 1000
KILLED_LETTERS = 2000
USUAL_KILLS = 20
SHORT_PAUSE_SECONDS = 0.2
UP_SECONDS = 4.0
LONGEST_START_SECONDS = 20.0
WORKLOAD = (
    f"{LETTERS:,} letters by text to one local stand-in, committed in one transaction beside one "
    f"worker; then {KILLED_LETTERS:,} letters while worker after worker is killed (SIGKILL) in the "
    "middle of sending; the stand-in honours idempotency keys"
)
GOAL = {
    "first_attempt_ms": ("<=", 100.0),
    "last_attempt_s": ("<=", 2.0),
    "lost": ("<=", 0.0),
    "unmarked_copies": ("<=", 0.0),
}


def run(progress: Any) -> Result:
    figures = thousand_at_once(progress) | kills(progress)
    return Result("sending", WORKLOAD, figures, GOAL)


def thousand_at_once(progress: Any) -> dict[str, float]:
    """How long after the commit the first and the last of a thousand letters were at the gateway."""
    with _gateway_and_place() as (gateway, place):
        worker = _start(place, "work")
        try:
            time.sleep(UP_SECONDS)
            progress(f"sending: {LETTERS:,} letters at once")
            committed_at = _ask(place, "lay", LETTERS)["committed_at"]
            settled_at = _ask(place, "wait")["settled_at"]
        finally:
            _end(worker)
        arrived = _gateway.report(gateway)["first"].values()
    return {
        "first_attempt_ms": 1000 * (min(arrived) - committed_at),
        "last_attempt_s": max(arrived) - committed_at,
        "all_settled_s": settled_at - committed_at,
        "arrived": float(len(arrived)),
    }


def kills(progress: Any) -> dict[str, float]:
    """What is lost and what is doubled when workers are killed in the middle."""
    number = int(os.environ.get("MUSTER_BENCH_KILLS", USUAL_KILLS))
    with _gateway_and_place() as (gateway, place):
        _ask(place, "lay", KILLED_LETTERS)
        for done in range(1, number + 1):
            progress(f"sending: kill {done} of {number}")
            if not _kill_one(place, gateway):
                _ask(place, "lay", KILLED_LETTERS)
        worker = _start(place, "work")
        try:
            found = _ask(place, "wait")
        finally:
            _end(worker)
        seen = _gateway.report(gateway)
    return {
        "kills": float(number),
        "lost": float(found["letters"] - len(seen["first"])),
        "not_settled": float(found["left"]),
        "unmarked_copies": float(seen["unmarked"]),
        "marked_copies": float(seen["posts"] - len(seen["first"]) - seen["unmarked"]),
        "unknown_outcomes": float(found["unknown"]),
    }


def _kill_one(place: Installation, gateway: int) -> bool:
    """Kill a worker as soon as it sends; False where nothing was left to be sent."""
    before = _gateway.report(gateway)["posts"]
    worker = _start(place, "work")
    try:
        until = time.monotonic() + LONGEST_START_SECONDS
        while _gateway.report(gateway)["posts"] == before and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(random.uniform(0, 0.15))
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    return bool(_gateway.report(gateway)["posts"] > before)


@contextmanager
def _gateway_and_place() -> Iterator[tuple[int, Installation]]:
    """The stand-in's port and an empty installation that sends its texts there."""
    port = free_port()
    command = [sys.executable, "-m", "muster.config.benchmarks._gateway", str(port), "0"]
    child = subprocess.Popen(command)
    try:
        surroundings = {"MUSTER_TEXT_GATEWAY": f"http://127.0.0.1:{port}/texts"}
        with installation(extra=surroundings) as place:
            _ask(place, "migrate")
            yield port, place
    finally:
        child.kill()
        child.wait()


def _start(place: Installation, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", __name__, *map(str, arguments)]
    return subprocess.Popen(command, env=dict(place.environment), stdout=subprocess.PIPE)


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    child = _start(place, *arguments)
    output, _ = child.communicate(timeout=600)
    if child.returncode:
        raise RuntimeError(f"the benchmark's part {arguments[0]} failed")
    answer: dict[str, Any] = json.loads(output or b"{}")
    return answer


def _end(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(25)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


# What runs in the scratch installation's own processes


def part(name: str, *arguments: str) -> dict[str, Any] | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    if name == "migrate":
        from muster.config import upkeep

        upkeep.prepare()
        return {}
    if name == "work":
        _work()
        return None
    return lay(int(arguments[0])) if name == "lay" else wait()


def _work() -> None:
    """A worker that tries again soon, so that a bench does not wait for its patience."""
    from datetime import timedelta

    from muster.config import worker
    from muster.messaging import attempts

    attempts.FIRST_PAUSE = timedelta(seconds=SHORT_PAUSE_SECONDS)
    attempts.LONGEST_PAUSE = timedelta(seconds=2)
    attempts.MOST_ATTEMPTS = 1000
    worker.run()


def lay(count: int) -> dict[str, Any]:
    """Commit so many letters in one transaction; answers when that was done."""
    from uuid import uuid4

    from django.db import transaction

    from muster.messaging.commands import Letter, send

    network_id = uuid4()
    letters = [
        Letter(
            network_id,
            None,
            "text",
            f"+1801555{number:04d}",
            "Help is asked for",
            "See the link.",
            f"bench/{network_id}/{number}",
            is_urgent=True,
        )
        for number in range(count)
    ]
    with transaction.atomic():
        send(letters)
    return {"committed_at": time.time()}


def wait() -> dict[str, Any]:
    """Until no letter is on its way, at most two minutes."""
    from muster.messaging.queries import traffic

    until = time.monotonic() + 120
    while (counted := traffic()).left and time.monotonic() < until:
        time.sleep(0.1)
    return {"settled_at": time.time(), **asdict(counted)}


if __name__ == "__main__":
    answer = part(*sys.argv[1:])
    if answer is not None:
        print(json.dumps(answer))

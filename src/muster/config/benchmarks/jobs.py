"""Jobs: how many a second one worker does, how soon one is begun, and how soon the dead are replaced."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from typing import Any

from muster.config.benchmarks.harness import Installation, Result, installation, percentile

FACTS = 3000
TRICKLE = 60
SLEEPERS = 40
WORKLOAD = (
    f"{FACTS:,} facts, each with one handler that does nothing, one worker, SQLite with "
    "synchronous=FULL, sealing included; then one job at a time; then a worker killed among "
    f"{SLEEPERS} slow jobs while another runs"
)
GOAL = {
    "jobs_per_second": (">=", 300.0),
    "begun_and_done_ms_p99": ("<=", 1000.0),
    "recovered_after_kill_s": ("<=", 30.0),
    "lost": ("<=", 0.0),
    "done_twice": ("<=", 0.0),
}


def run(progress: Any) -> Result:
    with installation() as place:
        progress("jobs: preparing")
        _ask(place, "migrate")
        figures = _throughput(place, progress)
        figures |= _one_at_a_time(place, progress)
        figures |= _kill(place, progress)
    return Result("jobs", WORKLOAD, figures, GOAL)


def _throughput(place: Installation, progress: Any) -> dict[str, float]:
    progress(f"jobs: {FACTS:,} no-ops")
    _ask(place, "lay", FACTS)
    worker = _start(place, "work")
    try:
        found = _until_done(place)
    finally:
        _stop(worker)
    return {
        "jobs_per_second": FACTS / found["seconds"],
        "facts_sealed": float(found["sealed"]),
    }


def _one_at_a_time(place: Installation, progress: Any) -> dict[str, float]:
    progress(f"jobs: {TRICKLE} one at a time")
    worker = _start(place, "work")
    try:
        time.sleep(2)
        waits = _ask(place, "trickle", TRICKLE)["waits_ms"]
    finally:
        _stop(worker)
    return {
        "begun_and_done_ms_p50": percentile(waits, 0.5),
        "begun_and_done_ms_p99": percentile(waits, 0.99),
    }


def _kill(place: Installation, progress: Any) -> dict[str, float]:
    """One worker of two is killed with jobs in hand; the other takes them over."""
    progress("jobs: kill -9 in the middle")
    _ask(place, "sleepers", SLEEPERS)
    victim = _start(place, "work")
    time.sleep(2.5)
    other = _start(place, "work")
    try:
        time.sleep(1.5)
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        killed_at = time.time()
        found = _until_done(place)
    finally:
        _stop(other)
    report = _ask(place, "report")
    return {
        "recovered_after_kill_s": max(0.0, found["last_done"] - killed_at),
        "tried_again": float(report["tried_again"]),
        "lost": float(report["lost"]),
        "done_twice": float(report["done_twice"]),
    }


def _until_done(place: Installation) -> dict[str, Any]:
    return _ask(place, "wait")


def _start(place: Installation, *arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "muster.config.benchmarks.jobs", *map(str, arguments)]
    return subprocess.Popen(command, env=dict(place.environment), stdout=subprocess.PIPE)


def _ask(place: Installation, *arguments: object) -> dict[str, Any]:
    child = _start(place, *arguments)
    output, _ = child.communicate(timeout=180)
    if child.returncode:
        raise RuntimeError(f"the benchmark's part {arguments[0]} failed")
    return json.loads(output or b"{}")


def _stop(worker: subprocess.Popen[bytes]) -> None:
    worker.send_signal(signal.SIGTERM)
    try:
        worker.wait(25)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


# What runs in the scratch installation's own processes


def part(name: str, *arguments: str) -> dict[str, Any] | None:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    if name == "migrate":
        from muster.config import upkeep

        upkeep.prepare()
        return {}

    from muster.config.benchmarks import _labour as labour

    if name == "work":
        from muster.config import worker

        worker.run()
        return None
    return getattr(labour, name)(*map(int, arguments))


if __name__ == "__main__":
    answer = part(*sys.argv[1:])
    if answer is not None:
        print(json.dumps(answer))

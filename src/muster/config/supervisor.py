"""Web server and workers as children of one process: together up, together down."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from muster.config import environment

STOP_WITHIN_SECONDS = 15
READY_WITHIN_SECONDS = 60


def run(migrate: bool = True, when_ready: Callable[[], None] | None = None) -> int:
    """Run until Ctrl-C, SIGTERM, or until a child ends by itself; answers an exit code."""
    if migrate:
        prepare()
    # stop signals go to this process first: it ends its children in order
    workers = ["worker"] * environment.read().workers
    children = [_start(command) for command in ("serve", *workers)]
    stopping = False

    def stop(_signal: int, _frame: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    try:
        told = when_ready is None
        deadline = time.monotonic() + READY_WITHIN_SECONDS
        while not stopping and all(child.poll() is None for child in children):
            if not told and is_up():
                told = True
                assert when_ready is not None
                when_ready()
            elif not told and time.monotonic() > deadline:
                print(
                    "muster: the web server does not answer; see the lines above", file=sys.stderr
                )
                break
            time.sleep(0.2)
    finally:
        codes = _stop(children)
    return 0 if stopping else next((code for code in codes if code), 1)


def prepare() -> None:
    """Migrate and collect static files, in a process of its own so that none is imported twice."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    django.setup()
    from django.db import connections

    from muster.config import upkeep

    upkeep.prepare()
    upkeep.collect_static()
    connections.close_all()


def is_up() -> bool:
    """Whether the web server answers at all (503 counts: the worker may still be starting)."""
    env = environment.read()
    try:
        with urllib.request.urlopen(f"http://{env.host}:{env.port}/healthz", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _start(command: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "muster.config.cli", command], start_new_session=True
    )


def _stop(children: list[subprocess.Popen[bytes]]) -> list[int]:
    for child in children:
        if child.poll() is None:
            child.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + STOP_WITHIN_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    return [child.returncode for child in children]

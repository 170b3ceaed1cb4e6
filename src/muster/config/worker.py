"""`muster worker`: one process of the worker, until it is asked to stop."""

from __future__ import annotations

import os
import signal
import sys
import threading
from types import FrameType

SWITCH_SECONDS = 0.001
NICENESS = 5
"""Who waits for a page comes before letters and notices, where both want the same core."""


def run(threads: int | None = None) -> int:
    """Work until SIGTERM or SIGINT; then finish what was begun, give back the rest, and return."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "muster.config.settings")
    import django

    django.setup()
    from muster.journal.worker import THREADS, Worker

    os.nice(NICENESS)  # before the threads begin: they take it over
    # The sealer shares this process with busy handlers; it must not wait 5 ms for each of its steps.
    sys.setswitchinterval(SWITCH_SECONDS)

    asked_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        asked_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    worker = Worker(threads or THREADS)
    worker.start()
    # A plain wait would not let the handler run between two instructions of C code.
    while not asked_to_stop.wait(0.5):
        pass
    worker.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(run())

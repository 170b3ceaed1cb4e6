"""Somebody who reads pages while others work."""

from __future__ import annotations

import http.client
import threading
import time

from muster.config.benchmarks.harness import Installation

PATHS = ("/requests/", "/board/", "/", "/catalogue/?kind=person")
PAUSE_SECONDS = 0.2


def read_pages(
    place: Installation, sessions: list[str], done: threading.Event, found: list[float]
) -> None:
    """A page every fifth of a second until it is done; `found` are the milliseconds of each."""
    connection = http.client.HTTPConnection("127.0.0.1", place.port, timeout=60)
    found.clear()
    number = 0
    while not done.wait(PAUSE_SECONDS):
        cookie = f"sessionid={sessions[number % len(sessions)]}"
        before = time.perf_counter()
        connection.request("GET", PATHS[number % len(PATHS)], headers={"Cookie": cookie})
        connection.getresponse().read()
        found.append((time.perf_counter() - before) * 1000)
        number += 1
    connection.close()

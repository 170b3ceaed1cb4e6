"""Calls at the same instant, for tests of what two people do at once."""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.db import connection


def race(*calls: Callable[[], object], seconds: float = 60) -> list[object]:
    """Run the calls at the same instant, each on a connection of its own; what came of each: its
    result, the error that it raised, or None where it did not end in time."""
    ready = threading.Barrier(len(calls))
    results: list[object] = [None] * len(calls)

    def run(position: int) -> None:
        try:
            ready.wait(10)
            results[position] = calls[position]()
        except Exception as error:
            results[position] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    return results

"""SQLite's only pen goes round in order: among threads, among processes, and from the dead."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.pen import Pen, PenNotFree

HOLD = """
import sys, time
from muster.journal.pen import Pen
pen = Pen(sys.argv[1])
pen.take(5)
print("held", flush=True)
time.sleep(float(sys.argv[2]))
pen.give()
print("given", flush=True)
time.sleep(5)
"""


def other_process(path: Path, seconds: float) -> subprocess.Popen[str]:
    """A process that holds the pen for so long."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert child.stdout is not None and child.stdout.readline() == "held\n"
    return child


def test_threads_get_the_pen_in_the_order_in_which_they_came(tmp_path: Path) -> None:
    pen, order = Pen(str(tmp_path / "pen")), list[int]()
    pen.take(1)

    def write(number: int) -> None:
        pen.take(5)
        order.append(number)
        pen.give()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
        time.sleep(0.02)
    pen.give()
    for thread in threads:
        thread.join()
    assert order == list(range(8))


def test_who_waits_too_long_is_told_and_others_go_on(tmp_path: Path) -> None:
    pen = Pen(str(tmp_path / "pen"))
    pen.take(1)
    with pytest.raises(PenNotFree):
        pen.take(0.05)
    pen.give()
    pen.take(0.05)
    pen.give()


def test_a_process_waits_for_another(tmp_path: Path) -> None:
    path = tmp_path / "pen"
    child = other_process(path, 0.4)
    try:
        pen = Pen(str(path))
        with pytest.raises(PenNotFree):
            pen.take(0.05)
        pen.take(5)
        pen.give()
    finally:
        child.kill()
        child.wait()


def test_a_killed_process_leaves_the_pen_to_the_next(tmp_path: Path) -> None:
    path = tmp_path / "pen"
    child = other_process(path, 60)
    child.kill()
    child.wait()
    pen = Pen(str(path))
    pen.take(1)
    pen.give()


def test_a_busy_process_lets_the_others_have_their_turn(tmp_path: Path) -> None:
    path = tmp_path / "pen"
    pen, stop = Pen(str(path)), threading.Event()

    def write_on_and_on() -> None:
        while not stop.is_set():
            pen.take(5)
            time.sleep(0.005)
            pen.give()

    threads = [threading.Thread(target=write_on_and_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    begun = time.monotonic()
    try:
        child = other_process(path, 0)
        child.kill()
        child.wait()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert time.monotonic() - begun < 5  # the time to start Python, not to starve


@pytest.mark.django_db(transaction=True)
def test_a_transaction_holds_the_pen_and_gives_it_back_however_it_ends() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL needs no pen")
    with transaction.atomic():
        assert connection._pen is not None
        Fact.objects.create(kind="Told", at=clock.now(), via="page")
    assert connection._pen is None
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError
    assert connection._pen is None
    with transaction.atomic():
        connection.close()
    assert connection._pen is None
    Fact.objects.filter(kind="Told").update(via="api-token")
    assert connection._pen is None
    assert Fact.objects.filter(kind="Told").count() == 1

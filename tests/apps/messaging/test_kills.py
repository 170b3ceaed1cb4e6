"""Killed while messages go out: none is lost, and none doubles at a receiver that honours keys."""

import random
import signal
import subprocess
import sys
import time

import pytest

from tests.apps.messaging.stand_in import StandIn
from tests.postgres import PostgresServer
from tests.server import environment, run_python

MESSAGES = 400
KILLS = 20
SETUP = """
import django; django.setup()
from datetime import timedelta
from uuid import UUID
from muster.messaging import attempts, outbox
from muster.messaging.models import Attempt, Message
from tests.apps.messaging.stand_in import StandIn
attempts.FIRST_PAUSE = timedelta(seconds=0.2)
"""
SEND = f"""
outbox.send([
    outbox.Letter(UUID(int=1), None, "text", "+18015550100", "Help", "See the link", str(number))
    for number in range({MESSAGES})
])
"""
WORK = "from muster.config.worker import run; run(threads=8)"
COUNT = """
print(Message.objects.exclude(state="sent").count(),
      Attempt.objects.filter(outcome="unknown").count())
"""


def wait_for_a_post(receiver, before):
    """Until the worker, however slow to start, is in the middle of sending."""
    until = time.monotonic() + 30
    while len(receiver.posts) == before and time.monotonic() < until:
        time.sleep(0.01)


@pytest.mark.slow
def test_kills_lose_no_message_and_double_none_at_an_honest_receiver(tmp_path):
    url = f"sqlite:///{tmp_path}/muster.sqlite3"
    if PostgresServer.running():
        url = PostgresServer.running().create_database(f"messages_{tmp_path.name}"[:60].lower())
    receiver = StandIn(delay=0.05)
    surroundings = environment(tmp_path, url, port=0) | {"MUSTER_TEXT_GATEWAY": receiver.url()}
    try:
        run_python(
            ["-c", SETUP + "from muster.config import upkeep; upkeep.prepare()"], surroundings
        )
        run_python(["-c", SETUP + SEND], surroundings)
        for _ in range(KILLS):
            before = len(receiver.posts)
            worker = subprocess.Popen([sys.executable, "-c", SETUP + WORK], env=surroundings)
            wait_for_a_post(receiver, before)
            time.sleep(random.uniform(0, 0.1))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
        worker = subprocess.Popen([sys.executable, "-c", SETUP + WORK], env=surroundings)
        until = time.monotonic() + 90
        left = unknown = -1
        while left and time.monotonic() < until:
            time.sleep(1)
            left, unknown = map(int, run_python(["-c", SETUP + COUNT], surroundings).split())
        worker.send_signal(signal.SIGTERM)
        worker.wait(timeout=25)
    finally:
        receiver.close()
    assert left == 0
    assert len(receiver.accepted) == MESSAGES
    assert receiver.figures()["unmarked_copies"] == 0, "a second copy went out unmarked"
    assert unknown > 0, "no kill hit a message in the middle"

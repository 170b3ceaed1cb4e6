"""A worker killed in the middle, a dozen times: nothing is lost and nothing is done twice."""

import json
import random
import signal
import subprocess
import sys
import time

import pytest

from tests.postgres import PostgresServer
from tests.server import environment, run_python

SETUP = "import django; django.setup(); from tests.apps.journal import labour; "
WORK = SETUP + "from muster.config.worker import run; run()"
STONES = 1500
KILLS = 12


@pytest.fixture
def surroundings(tmp_path):
    url = f"sqlite:///{tmp_path}/muster.sqlite3"
    if PostgresServer.running():
        url = PostgresServer.running().create_database(f"kills_{tmp_path.name}"[:60].lower())
    surroundings = environment(tmp_path, url, port=0)
    run_python(["-c", SETUP + "from muster.config import upkeep; upkeep.prepare()"], surroundings)
    return surroundings


@pytest.fixture
def ask(surroundings):
    """Asks one process that stays, however many workers are killed: `lay`, `results`."""
    command = [sys.executable, "-c", SETUP + "labour.serve()"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=surroundings, text=True, **pipes) as labourer:

        def asked(words):
            print(words, file=labourer.stdin, flush=True)
            return json.loads(labourer.stdout.readline())

        yield asked
        labourer.stdin.close()


@pytest.mark.slow
def test_a_dozen_kills_lose_no_job_and_double_no_effect(surroundings, ask):
    ask(f"lay {STONES}")
    kills_in_the_middle = 0
    for _ in range(KILLS):
        worker = subprocess.Popen([sys.executable, "-c", WORK], env=surroundings)
        time.sleep(random.uniform(1.2, 2.2))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        found = ask("results")
        kills_in_the_middle += found["left"] > 0
        assert found["traces"] == found["done"]
        if found["left"] < STONES / 3:
            ask(f"lay {STONES}")
    worker = subprocess.Popen([sys.executable, "-c", WORK], env=surroundings)
    until = time.monotonic() + 60
    while (found := ask("results"))["left"] and time.monotonic() < until:
        time.sleep(0.3)
    time.sleep(1)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=25) == 0
    found = ask("results")
    assert kills_in_the_middle >= KILLS / 2
    assert (found["left"], found["traces"]) == (0, found["done"])
    assert found["sealed"] == found["last"]

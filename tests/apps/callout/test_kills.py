"""Workers killed in the middle of call-outs: nobody is forgotten, and nobody is asked twice."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from muster.config.benchmarks import _gateway
from tests.postgres import PostgresServer, free_port
from tests.server import environment, run_python

PARTIES, KILLS, REQUESTS, FIRST_WAVE = 30, 20, 8, 5
STAGE = "muster.config.benchmarks._callout_stage"


@pytest.mark.slow
def test_kills_lose_no_question_and_ask_nobody_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/muster.sqlite3"
    if server := PostgresServer.running():
        url = server.create_database(f"call_outs_{tmp_path.name}"[:60].lower())
    port = free_port()
    gateway = f"http://127.0.0.1:{port}/texts"
    surroundings = environment(tmp_path, url, port=0) | {"MUSTER_TEXT_GATEWAY": gateway}

    def stage(*arguments: object) -> Any:
        return json.loads(run_python(["-m", STAGE, *map(str, arguments)], surroundings))

    stand_in = [sys.executable, "-m", "muster.config.benchmarks._gateway", str(port), "0.02"]
    receiver = subprocess.Popen(stand_in, env=surroundings)
    try:
        stage("prepare", PARTIES)
        killed = stage("kills", KILLS, REQUESTS)
        found = settled(stage, surroundings)
        seen = _gateway.report(port)
    finally:
        receiver.terminate()
        receiver.wait(20)
    assert killed == {"killed": KILLS, "requests": REQUESTS}
    assert found["call_outs"] == REQUESTS
    assert found["asks"] == found["texts"] == found["texts_sent"] == REQUESTS * FIRST_WAVE
    assert found["asked_twice"] == 0
    assert len(seen["first"]) == REQUESTS * FIRST_WAVE
    assert seen["unmarked"] == 0, "a second copy went out unmarked"


def settled(stage: Any, surroundings: dict[str, str]) -> Any:
    """What is found once a worker that nobody kills has finished."""
    work = [sys.executable, "-c", "from muster.config.worker import run; run()"]
    worker = subprocess.Popen(work, env=surroundings)
    until, found = time.monotonic() + 120, {}
    while time.monotonic() < until:
        time.sleep(1)
        found = stage("counts")
        if found["texts_sent"] >= REQUESTS * FIRST_WAVE and not found["texts_waiting"]:
            break
    worker.send_signal(signal.SIGTERM)
    worker.wait(timeout=30)
    return found

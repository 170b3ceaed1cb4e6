"""`muster run`: web server and workers, as many as said, up and down together."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

from muster.config.benchmarks.harness import Installation, installation, running, wait_until_up

BEATS = """
import django
django.setup()
from muster.journal.models import WorkerBeat
print(WorkerBeat.objects.count())
"""
PATIENCE_SECONDS = 60.0


def beating(place: Installation) -> int:
    """How many workers have given a sign of life."""
    done = subprocess.run(
        [sys.executable, "-c", BEATS],
        env=dict(place.environment) | {"DJANGO_SETTINGS_MODULE": "muster.config.settings"},
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout)


def test_one_command_runs_as_many_workers_as_the_setting_says() -> None:
    with installation() as bare:
        surroundings = {"MUSTER_WORKERS": "2", "PYTHONPATH": ":".join(sys.path)}
        place = replace(bare, environment=dict(bare.environment) | surroundings)
        with running(place, "run"):
            wait_until_up(place.address)
            until = time.monotonic() + PATIENCE_SECONDS
            while (found := beating(place)) < 2 and time.monotonic() < until:
                time.sleep(0.5)
    assert found == 2

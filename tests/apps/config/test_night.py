"""The night in a few cities at once, by the functions of its load test: nothing lost or doubled."""

from __future__ import annotations

from pathlib import Path

import pytest

from muster.config.benchmarks import night
from muster.config.benchmarks.harness import Installation, free_port
from tests.server import Prepared, environment

CITIES = 2
OF_THE_MACHINE = {"pages_ms_p99", "escalation_late_ms"}
"""Goals of speed are for a machine with nothing else to do."""


@pytest.mark.slow
def test_the_night_loses_and_doubles_nothing_and_no_attack_succeeds(
    prepared: Prepared, tmp_path: Path
) -> None:
    port, phones = free_port(), free_port()
    surroundings = environment(tmp_path, prepared.copy_to(tmp_path), port)
    surroundings |= night.surroundings_of(phones)
    place = Installation(tmp_path, port, surroundings)

    figures = night.night(place, phones, CITIES, print, reads=False)

    wanted = {name: 0.0 for name in night.GOAL if name not in OF_THE_MACHINE}
    assert {name: figures[name] for name in wanted} == wanted
    assert figures["calls"] > 80 * CITIES

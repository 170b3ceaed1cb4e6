"""Deadlines of matters that are older than the deadlines themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.clocks.handlers import make_missing
from muster.clocks.models import Deadline
from muster.config.cli import main
from muster.journal import clock
from muster.journal.models import Job
from muster.journal.worker import drain
from muster.rules.actor import system_actor
from tests.apps.aid.world import World
from tests.apps.claims.steps import mission_home

SAME = ("scope", "subject_id", "clock_key", "started_at", "ends_at", "stopped_at", "is_replaced")


def rows() -> list[tuple]:
    return list(Deadline.objects.order_by("scope", "clock_key", "started_at").values_list(*SAME))


def test_what_was_never_started_is_made_as_it_would_have_been(world: World) -> None:
    mission_home(world)
    drain()
    made_in_time = rows()
    assert made_in_time
    Deadline.objects.all().delete()

    assert make_missing(system_actor(world.network.id)) == len(made_in_time)

    assert rows() == made_in_time


def test_again_makes_none_and_leaves_what_is_there(world: World) -> None:
    mission_home(world)
    drain()
    before = rows()

    assert make_missing(system_actor(world.network.id)) == 0

    assert rows() == before


def test_nobody_is_reminded_of_a_day_that_has_passed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    mission_home(world)
    drain()
    Deadline.objects.all().delete()
    Job.objects.all().delete()
    later = clock.now() + timedelta(days=4000)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert make_missing(system_actor(world.network.id))

    assert not Job.objects.filter(unique_key__startswith="deadline/").exists()


def test_it_is_a_command_of_the_server(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    mission_home(world)
    assert main(["backfill-clocks", "--network", world.network.slug]) == 0
    assert "deadlines were made" in capsys.readouterr().out
    assert Deadline.objects.exists()

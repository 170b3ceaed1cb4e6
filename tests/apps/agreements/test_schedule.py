"""Attestations lapse without anybody pressing a button."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from muster.agreements import commands, schedule
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.schedule import periodic
from tests.apps.catalog.stage import REPRESENTATIVE, Stage

pytestmark = pytest.mark.django_db


def test_lapses_are_looked_for_every_hour_in_every_network():
    assert periodic()["agreements.note_lapsed_attestations"].seconds == 3600
    for slug in ("basin", "range"):
        actor = Stage(slug).actor("juniper_flats", REPRESENTATIVE)
        commands.make_attestation(
            actor,
            item_key="essential_tools",
            statement="In use",
            valid_until=clock.now().date() + timedelta(days=1),
        )
    with time_machine.travel(clock.now() + timedelta(days=5), tick=False):
        schedule.note_lapsed_attestations()
        schedule.note_lapsed_attestations()
    assert Fact.objects.filter(kind="AttestationLapsed").count() == 2

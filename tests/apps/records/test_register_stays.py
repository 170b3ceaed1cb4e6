"""What bound whom, and when, outlives the journal's own time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine

from muster.joining import queries as joining
from muster.journal import sealer
from muster.journal.models import Fact
from muster.members.models import Person
from muster.records import commands
from tests.apps.joining.conftest import quick_keys
from tests.apps.joining.papers import NOW, Papers

pytestmark = pytest.mark.django_db
__all__ = ["quick_keys"]


def test_the_register_of_a_past_day_stands_after_the_journal_was_disposed_of() -> None:
    with time_machine.travel(NOW, tick=False) as moment:
        papers = Papers()
        papers.join()
        sealer.seal_all()

        def register() -> list[tuple[str, str, str]]:
            lines = joining.register_at(papers.coordinator, NOW.date()).lines
            return [(line.party_name, line.standing, line.version) for line in lines]

        before = register()
        assert ("Newcomer City", "in_force", "2026") in before
        moment.move_to(NOW + timedelta(days=3000))
        one = replace(papers.coordinator, stepped_up=True)
        person = Person.objects.create(email="second@network.example", name="Second coordinator")
        commands.set_retention(one, kind="journal", years=6, source="Schedule 12")
        (disposal,) = commands.propose_disposals(one)
        commands.approve_disposal(one, disposal_id=disposal.id)
        second = replace(one, person_id=person.id)
        assert commands.carry_out_disposal(second, disposal_id=disposal.id).done_count
        assert Fact.objects.filter(payload__isnull=True).exists()
        assert register() == before

"""People hear that they go on duty; a party hears in time that nobody will be."""

from __future__ import annotations

from datetime import time

import pytest

from muster.duty import commands
from muster.duty.schedule import look_for_gaps, watch_rotas
from muster.journal import clock
from muster.journal.models import Fact
from muster.journal.worker import drain
from muster.notifications.models import Notice
from muster.rules.refusal import Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.apps.duty.steps import add_rotation, crew, on


def facts(kind: str) -> int:
    return Fact.objects.filter(kind=kind).count()


def watch(times: int = 1) -> None:
    for _ in range(times):
        watch_rotas()
        look_for_gaps()
        drain()


def test_whoever_goes_on_duty_hears_of_it_the_day_before_and_at_the_hand_over(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [chief, helper])
        watch()
        assert facts("DutyComesUp") == facts("DutyHandedOver") == 0
    with on(2026, 1, 11, 12):
        watch(times=2)
        assert Notice.objects.get(kind="duty").title == "You go on duty Mon Jan 12, 08:00 MST"
        assert Notice.objects.get(kind="duty").person_id == helper
    with on(2026, 1, 12, 8, 2):
        watch(times=2)
    assert (facts("DutyComesUp"), facts("DutyHandedOver")) == (1, 1)
    begun = Fact.objects.get(kind="DutyHandedOver").payload
    assert (begun["person_id"], begun["former_person_id"]) == (str(helper), str(chief))


def test_a_gap_is_told_once_until_the_rota_changes(world: World) -> None:
    chief, officer, helper = crew(world)
    with on(2026, 1, 5, 9):
        rotation = add_rotation(world, [helper], begins_at=time(8), ends_at=time(17))
        watch(times=2)
        told = Fact.objects.get(kind="DutyGapsFound").payload
        assert told["gap_count"] == 14 and told["first"].startswith("Mon Jan 5, 17:00 MST")
        people = Notice.objects.filter(kind="duty").values_list("person_id", flat=True)
        assert set(people) == {chief, officer}
    with on(2026, 1, 6, 9):
        add_rotation(world, [officer], level=2, name="Nights")
        watch()
    assert facts("DutyGapsFound") == 1 and rotation.pk


def test_a_rota_without_gaps_is_not_spoken_of(world: World) -> None:
    _, officer, _ = crew(world)
    with on(2026, 1, 5, 9):
        add_rotation(world, [officer])
        watch()
    assert facts("DutyGapsFound") == 0


def test_only_muster_itself_keeps_watch_and_anybody_else_is_refused(world: World) -> None:
    city, party = world.actor("city"), world.parties["city"].id
    duty = {"level": 1, "person_id": city.person_id, "former_person_id": None}
    for watch_over in (
        lambda: commands.note_gaps(city, party_id=party),
        lambda: commands.note_duty_change(city, party_id=party, since=clock.now(), **duty),
    ):
        with pytest.raises(Refused) as refused:
            watch_over()
        assert codes(refused) == {"permission.denied"}

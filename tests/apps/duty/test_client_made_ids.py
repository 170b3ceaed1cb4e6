"""An id that a client made: its first result for the party's rota, a refusal for every other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from muster.duty import commands
from muster.journal.models import Fact
from muster.rules.refusal import Refused
from tests.apps.aid.test_ask_for_help import codes
from tests.apps.aid.world import World
from tests.apps.duty.steps import add_rotation, crew, local, on

SPAN = {"since": local(2026, 1, 6, 8), "until": local(2026, 1, 7, 8)}


def rotation(world: World, party: str, made_id: Any) -> Any:
    return add_rotation(world, crew(world, party), party, rotation_id=made_id)


def override(world: World, party: str, made_id: Any) -> Any:
    actor = world.actor(party)
    return commands.make_override(
        actor,
        party_id=actor.party_id,
        level=1,
        person_id=actor.person_id,
        override_id=made_id,
        **SPAN,
    )


def time_off(world: World, party: str, made_id: Any) -> Any:
    actor = world.actor(party)
    return commands.note_time_off(
        actor, party_id=actor.party_id, person_id=actor.person_id, time_off_id=made_id, **SPAN
    )


def note(world: World, party: str, made_id: Any) -> Any:
    actor = world.actor(party)
    return commands.write_handover_note(
        actor, party_id=actor.party_id, text="The pump is loud", note_id=made_id
    )


def test_a_rotation_sent_twice_still_names_its_people(world: World) -> None:
    first = rotation(world, "city", uuid4())
    assert rotation(world, "city", first.id).people == tuple(crew(world))


@pytest.mark.parametrize("write", [rotation, override, time_off, note])
def test_the_same_id_gives_its_party_the_first_result_and_no_other_party_anything(
    world: World, write: Callable[[World, str, Any], Any]
) -> None:
    with on(2026, 1, 5, 9):
        first = write(world, "city", uuid4())
        facts = Fact.objects.count()
        assert write(world, "city", first.id) == first
        assert Fact.objects.count() == facts, "it happened once"
        with pytest.raises(Refused) as refused:
            write(world, "county", first.id)
        assert codes(refused) == {"id.taken"}

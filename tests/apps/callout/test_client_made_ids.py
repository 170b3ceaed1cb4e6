"""An id that a client made: the first call-out for its request, a refusal for every other."""

from __future__ import annotations

from uuid import uuid4

import pytest

from muster.callout import commands
from muster.callout.models import CallOut
from muster.rules.refusal import Refused
from tests.apps.aid.world import World
from tests.apps.callout.night import asked, facts
from tests.apps.callout.test_start_call_out import codes, start


def test_the_same_id_gives_the_first_call_out_even_when_it_is_over(world: World) -> None:
    aid_request = asked(world)
    first = start(world, aid_request, call_out_id=uuid4())
    assert start(world, aid_request, call_out_id=first.id) == first
    commands.stop_call_out(world.actor("city"), call_out_id=first.id)
    assert start(world, aid_request, call_out_id=first.id).ended_at is not None
    assert CallOut.objects.count() == len(facts("CallOutStarted")) == 1


def test_the_id_of_another_requests_call_out_is_taken(world: World) -> None:
    first = start(world, asked(world))
    with pytest.raises(Refused) as refused:
        start(world, asked(world), call_out_id=first.id)
    assert codes(refused) == ["id.taken"]

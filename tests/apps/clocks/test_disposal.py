"""Taking the words out is no verb of its own: the records room does it, with two people."""

from __future__ import annotations

from uuid import uuid4

import pytest

from muster.clocks import commands
from muster.rules.actor import Actor, NetworkRole
from muster.rules.refusal import Refused


def test_nobody_disposes_of_records_past_the_records_room() -> None:
    coordinator = Actor(
        network_id=uuid4(), roles=frozenset({NetworkRole.COORDINATOR}), stepped_up=True
    )
    with pytest.raises(Refused):
        commands.dispose_happenings(coordinator, subject_ids=[])

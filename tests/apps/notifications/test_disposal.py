"""Disposal is no verb of its own: the records room does it, with two people."""

from __future__ import annotations

from uuid import uuid4

import pytest

from muster.notifications import commands
from muster.rules.actor import Actor, NetworkRole
from muster.rules.refusal import Refused


def test_nobody_disposes_of_it_past_the_records_room() -> None:
    roles = frozenset({NetworkRole.COORDINATOR})
    coordinator = Actor(network_id=uuid4(), roles=roles, stepped_up=True)
    with pytest.raises(Refused) as refused:
        commands.dispose_notices(coordinator, notice_ids=[])
    assert [each.code for each in refused.value.refusals] == ["permission.denied"]

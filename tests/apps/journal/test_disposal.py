"""Taking the words out is no verb of its own: the records room does it, with two people."""

from __future__ import annotations

from uuid import uuid4

import pytest

from muster.journal import commands, sealer, verification
from muster.journal.models import Fact
from muster.rules.actor import Actor, NetworkRole, system_actor
from muster.rules.refusal import Refused
from tests.apps.journal import labour


def test_nobody_disposes_of_records_past_the_records_room() -> None:
    coordinator = Actor(
        network_id=uuid4(), roles=frozenset({NetworkRole.COORDINATOR}), stepped_up=True
    )
    with pytest.raises(Refused):
        commands.dispose_payloads(coordinator, positions=[])


@pytest.mark.django_db
def test_what_is_disposed_of_is_on_record_and_the_record_stays() -> None:
    labour.lay(5)
    sealer.seal_all()
    muster = system_actor(labour.NETWORK)
    assert commands.dispose_payloads(muster, positions=[2, 4]) == 2
    sealer.seal_all()
    assert verification.verify().ok

    assert commands.dispose_payloads(muster, positions=[6]) == 0, "the record itself"
    Fact.objects.filter(position=3).update(payload=None)
    report = verification.verify()
    assert (report.first_bad_position, report.damage) == (3, "payload_erased")

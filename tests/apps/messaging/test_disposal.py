"""Taking the words out is no verb of its own: the records room does it, with two people."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from muster.journal import clock
from muster.messaging import commands, queries
from muster.messaging.models import DeliveryState, Message
from muster.rules.actor import Actor, NetworkRole, system_actor
from muster.rules.refusal import Refused


def test_nobody_disposes_of_records_past_the_records_room() -> None:
    coordinator = Actor(
        network_id=uuid4(), roles=frozenset({NetworkRole.COORDINATOR}), stepped_up=True
    )
    with pytest.raises(Refused):
        commands.dispose_messages(coordinator, message_ids=[])


@pytest.mark.django_db
def test_withheld_messages_and_codes_of_no_network_are_disposed_of_as_well() -> None:
    network_id, person_id, at = uuid4(), uuid4(), clock.now()

    def said(**other: object) -> Message:
        fields = {"network_id": network_id, "channel": "text", "address": "+18015550100"}
        fields |= {"subject": "Help", "body": "Opal lamp", "created_at": at - timedelta(days=9)}
        return Message.objects.create(**fields | {"unique_key": str(uuid4())} | other)

    withheld = said(state=DeliveryState.WITHHELD)
    code = said(network_id=None, person_id=person_id, state=DeliveryState.SENT)
    said(network_id=None, person_id=uuid4(), state=DeliveryState.SENT)
    said(state=DeliveryState.WAITING)
    due = queries.messages_to_dispose(network_id, [person_id], at, 10)
    assert {each.id for each in due} == {withheld.id, code.id}
    muster = system_actor(network_id)
    assert commands.dispose_messages(muster, message_ids=[each.id for each in due]) == 2
    assert queries.messages_to_dispose(network_id, [person_id], at, 10) == []
    code.refresh_from_db()
    assert (code.body, code.address) == ("", "")

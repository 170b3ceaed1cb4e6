"""The part of a worker that brings messages out: it does not idle while messages are due."""

from __future__ import annotations

import time
from uuid import UUID

import pytest

from muster.messaging import dispatching, outbox
from muster.messaging.models import Message
from tests.apps.messaging.stand_in import StandIn

LETTERS = 4 * dispatching.BATCH
TICK_SECONDS, PATIENCE_SECONDS = 6.0, 14.0


@pytest.mark.django_db(transaction=True)
def test_a_full_lane_is_filled_again_without_waiting_for_a_tick(settings, monkeypatch):
    """With slow ticks the letters of one way leave, though all other ways have nothing."""
    monkeypatch.setattr(dispatching, "TICK_SECONDS", TICK_SECONDS)
    receiver = StandIn()
    settings.MUSTER_TEXT_GATEWAY = receiver.url()
    outbox.send(
        [
            outbox.Letter(UUID(int=1), None, "text", "+18015550100", "Help", "See", str(number))
            for number in range(LETTERS)
        ]
    )
    dispatcher = dispatching.Dispatcher()
    dispatcher.start("a worker")
    until = time.monotonic() + PATIENCE_SECONDS
    while len(receiver.accepted) < LETTERS and time.monotonic() < until:
        time.sleep(0.05)
    dispatcher.stop(PATIENCE_SECONDS)
    receiver.close()
    assert len(receiver.accepted) == LETTERS
    assert set(Message.objects.values_list("state", flat=True)) == {"sent"}

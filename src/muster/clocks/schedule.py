"""What comes round in this room: the morning's look at what is due."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.clocks.commands import digest_deadlines
from muster.journal import clock
from muster.journal.handling import enqueue, task
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules.actor import system_actor

MORNING_HOUR = 7


@every(900, in_transaction=True)
def look_for_morning() -> None:
    """Digest each network's deadlines once a day, from seven in the morning where it is."""
    for network_id in members.network_ids():
        network = members.get_network(system_actor(network_id))
        local = clock.now().astimezone(ZoneInfo(network.time_zone))
        if local.hour >= MORNING_HOUR:
            day = local.date().isoformat()
            enqueue(
                digest_of_day,
                network_id=network_id,
                unique_key=f"deadlines/{network_id}/{day}",
                network=str(network_id),
                day=day,
            )


@task
def digest_of_day(network: str, day: str) -> None:
    """One network's digest of one day."""
    digest_deadlines(system_actor(UUID(network)), day=datetime.fromisoformat(day).date())

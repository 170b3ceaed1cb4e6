"""Work of this room that comes round."""

from __future__ import annotations

from muster.aid import queries
from muster.aid.commands import expire_offer
from muster.journal import clock
from muster.journal.schedule import every
from muster.rules.actor import system_actor


@every(60)
def expire_offers() -> None:
    """End offers that nobody answered in time, each in a transaction of its own."""
    at = clock.now()
    for network_id, offer_id in queries.overdue_offers(at):
        expire_offer(system_actor(network_id), offer_id=offer_id, at=at)

"""Every night: what has been kept for its time is proposed for disposal, and nothing goes by itself;
an open public-records request without its deadline gets it."""

from __future__ import annotations

from muster.journal.schedule import every
from muster.members import queries as members
from muster.records.commands import keep_request_clocks, propose_disposals
from muster.rules.actor import system_actor

ONE_DAY = 86_400


@every(ONE_DAY)
def propose_what_is_due() -> None:
    for network_id in members.network_ids():
        propose_disposals(system_actor(network_id))


@every(ONE_DAY)
def start_missing_clocks() -> None:
    """Requests that are older than their clock get it too."""
    for network_id in members.network_ids():
        keep_request_clocks(system_actor(network_id))

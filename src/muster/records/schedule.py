"""Every night: what has been kept for its time is proposed for disposal. Nothing goes by itself."""

from __future__ import annotations

from muster.journal.schedule import every
from muster.members import queries as members
from muster.records.commands import propose_disposals
from muster.rules.actor import system_actor

ONE_DAY = 86_400


@every(ONE_DAY)
def propose_what_is_due() -> None:
    for network_id in members.network_ids():
        propose_disposals(system_actor(network_id))

"""What comes round: a day brings papers into force, and ends notices and terms."""

from __future__ import annotations

from muster.joining import queries
from muster.joining.commands import keep_days
from muster.journal.schedule import every
from muster.rules.actor import system_actor


@every(900)
def keep_days_of_joining() -> None:
    """Network by network, so that one that fails holds up no other."""
    networks = {*queries.networks_with_papers(), *queries.networks_with_notices()}
    for network_id in networks:
        keep_days(system_actor(network_id))

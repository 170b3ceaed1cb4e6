"""What comes round in the agreement room: attestations lapse by themselves."""

from __future__ import annotations

from muster.agreements import queries
from muster.agreements.commands import note_lapses
from muster.journal import clock
from muster.journal.schedule import every
from muster.rules.actor import system_actor


@every(3600)
def note_lapsed_attestations() -> None:
    """Record what lapsed since the last round, network by network."""
    for network_id in queries.networks_with_lapses(clock.now()):
        note_lapses(system_actor(network_id))

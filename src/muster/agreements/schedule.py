"""What comes round in the agreement room: attestations lapse by themselves."""

from __future__ import annotations

from muster.agreements import queries
from muster.agreements.commands import note_lapses, remind_of_lapses
from muster.journal import clock
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules.actor import system_actor


@every(3600)
def note_lapsed_attestations() -> None:
    """Record what lapsed since the last round, network by network."""
    for network_id in queries.networks_with_lapses(clock.now()):
        note_lapses(system_actor(network_id))


@every(3600)
def remind_of_lapsing_attestations() -> None:
    """Say thirty days before that an attestation lapses, network by network."""
    for network_id in members.network_ids():
        remind_of_lapses(system_actor(network_id))

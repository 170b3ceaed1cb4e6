"""What comes round in this room: grants that end soon, and grants whose hours are over."""

from __future__ import annotations

from muster.access import queries
from muster.access.commands import note_end
from muster.journal import clock
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules.actor import system_actor


@every(60)
def look_at_grants() -> None:
    """Ask the host in time, and tell both sides when the hours are over; each once."""
    at = clock.now()
    for network_id in members.network_ids():
        system = system_actor(network_id)
        due = [*queries.just_expired(network_id, at), *queries.ending_soon(network_id, at)]
        for access_grant_id in due:
            note_end(system, access_grant_id=access_grant_id)

"""What comes round in this room: missions whose free help nears its end."""

from __future__ import annotations

from muster.aid import queries as aid
from muster.deployments.commands import note_free_help
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules.actor import system_actor

MOST_AT_ONCE = 200


@every(600)
def look_at_free_help() -> None:
    """Tell both sides of each mission under way, once, that its free help is nearly or all used."""
    for network_id in members.network_ids():
        system = system_actor(network_id)
        cursor = None
        while True:
            page = aid.missions(
                system, under_way=True, order="oldest", cursor=cursor, limit=MOST_AT_ONCE
            )
            for mission in page.items:
                if mission.arrived_at is not None:
                    note_free_help(system, mission_id=mission.id)
            cursor = page.next
            if cursor is None:
                break

"""ICS 214 from a mission's activity log."""

from __future__ import annotations

from uuid import UUID

from muster.aid import queries as aid
from muster.deployments import queries as deployments
from muster.exchange.filling import (
    PERSON,
    Filled,
    filled_from,
    for_sides,
    joined,
    people_and_things,
    period,
)
from muster.rules.actor import Actor


def read(actor: Actor, mission_id: UUID) -> Filled:
    """What the responders of a mission wrote down, in order."""
    mission = aid.get_mission(actor, mission_id)
    home = mission.responding_party.name
    begins = mission.arrived_at or mission.starts_at
    ends = mission.demobilized_at or mission.ends_at
    people = [row for row in people_and_things(actor, mission.id) if row.kind == PERSON]
    log = for_sides(deployments.activities, actor, mission.id)
    values = {
        "incident_name": mission.aid_request.incident.title,
        "operational_period": period(begins, ends, mission.network),
        "name": f"Mission {mission.reference}",
        "ics_position": mission.supervisor_name,
        "home_agency": home,
        "resources": [[row.label, None, home] for row in people],
        "activities": [
            [each.happened_at, joined(each.text, each.author_name, by=" · ")] for each in log
        ],
    }
    return filled_from("mission", mission, mission.reference, values)

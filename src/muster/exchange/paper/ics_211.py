"""ICS 211 from a mission's check-ins."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import (
    PERSON,
    Filled,
    day_of,
    filled_from,
    hour_of,
    joined,
    people_and_things,
)
from muster.rules.actor import Actor


def read(actor: Actor, mission_id: UUID) -> Filled:
    """Who and what of a mission has arrived."""
    mission = aid.get_mission(actor, mission_id)
    arrived = [row for row in people_and_things(actor, mission.id) if row.checked_in_at]
    begins = mission.arrived_at or mission.starts_at
    values = {
        "incident_name": mission.aid_request.incident.title,
        "incident_number": mission.aid_request.incident.reference,
        "start": {
            "Date": day_of(begins, mission.network),
            "Time": hour_of(begins, mission.network),
        },
        "check_in_location": "Other" if mission.place else None,
        "check_in_place": mission.place,
        "check_ins": [_check_in(row, mission) for row in arrived],
    }
    return filled_from("mission", mission, mission.reference, values)


def _check_in(row: Any, mission: Any) -> list[Any]:
    party = mission.responding_party.name
    kind = row.mission_item.kind
    return [
        joined(party, kind, row.label),
        mission.reference,
        row.checked_in_at,
        mission.supervisor_name,
        row.quantity if row.kind == PERSON else None,
        mission.supervisor_phone,
        party,
        row.departed_at,
        None,
        row.checked_in_place or mission.place,
        None,
        None,
    ]

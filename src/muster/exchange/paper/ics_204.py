"""ICS 204 from a mission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import Filled, filled_from, joined, people_and_things, period
from muster.rules.actor import Actor


def read(actor: Actor, mission_id: UUID) -> Filled:
    """Where the people of a mission work, on what, and who is called how."""
    mission = aid.get_mission(actor, mission_id)
    asked = mission.aid_request
    values = {
        "incident_name": asked.incident.title,
        "operational_period": period(mission.starts_at, mission.ends_at, mission.network),
        "unit": mission.reference,
        "operations_personnel": {
            "Division/Group Supervisor": [mission.supervisor_name, mission.supervisor_phone]
        },
        "resources": [_resource(row, mission) for row in people_and_things(actor, mission.id)],
        "work_assignments": asked.title,
        "special_instructions": mission.access_note,
        "communications": [
            [name, phone]
            for name, phone in (
                (mission.reporting_contact, mission.reporting_phone),
                (mission.supervisor_name, mission.supervisor_phone),
            )
            if name or phone
        ],
    }
    return filled_from("mission", mission, mission.reference, values)


def _resource(row: Any, mission: Any) -> list[Any]:
    is_person = row.kind == "person"
    return [
        row.label,
        mission.supervisor_name,
        row.quantity if is_person else None,
        mission.supervisor_phone,
        joined(mission.place, None if is_person else f"{row.quantity} pieces"),
    ]

"""ICS 213 RR from an aid request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import (
    Filled,
    filled_from,
    joined,
    label,
    own_means,
    people_and_things,
    person_name,
)
from muster.rules.actor import Actor


def read(actor: Actor, aid_request_id: UUID) -> Filled:
    """The order, line by line, and what came of it as far as the reader sees its missions."""
    asked = aid.get_aid_request(actor, aid_request_id)
    missions = [aid.get_mission(actor, row.id) for row in aid.missions_of_request(actor, asked.id)]
    values = {
        "incident_name": asked.incident.title,
        "made_at": asked.opened_at or asked.created_at,
        "request_number": asked.reference,
        "order": [_order(line) for line in aid.lines(actor, asked.id)],
        "resource_status": [
            _status(row, mission)
            for mission in missions
            for row in people_and_things(actor, mission.id)
        ],
        "location": joined(asked.place, asked.reporting_contact, asked.reporting_phone),
        "requested_by": joined(person_name(asked.created_by_id), asked.requesting_party.name),
        "notes": joined(own_means(asked), *(f"Mission {each.reference}" for each in missions)),
    }
    return filled_from("aid_request", asked, asked.reference, values)


def _order(line: Any) -> list[Any]:
    wanted = joined(
        line.skill and line.skill.label,
        line.clearance and f"clearance: {line.clearance.label}",
        line.description,
        f"{line.hours} hours",
        "on site" if line.is_on_site else "from afar",
        by="; ",
    )
    kind = label(line.resource_type.kind)
    return [line.quantity, kind, line.resource_type.label, wanted, line.needed_from, None, None]


def _status(row: Any, mission: Any) -> list[Any]:
    received_by = mission.reporting_contact if row.checked_in_at else None
    released_to = mission.responding_party.name if row.ended_at else None
    return [received_by, row.checked_in_at, row.label, released_to, row.ended_at]

"""ICS 201 from an aid request and its incident."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import Filled, day_of, filled_from, hour_of
from muster.rules.actor import Actor


def read(actor: Actor, aid_request_id: UUID) -> Filled:
    """The incident as its requester told it, and what was ordered for it."""
    asked = aid.get_aid_request(actor, aid_request_id)
    incident, network = asked.incident, asked.network
    values = {
        "incident_name": incident.title,
        "incident_number": incident.reference,
        "initiated": {
            "Date": day_of(incident.began_at, network),
            "Time": hour_of(incident.began_at, network),
        },
        "situation": incident.summary,
        "objectives": asked.title,
        "resources": [_resource(line, asked) for line in aid.lines(actor, asked.id)],
    }
    return filled_from("aid_request", asked, asked.reference, values)


def _resource(line: Any, asked: Any) -> list[Any]:
    return [
        f"{line.quantity} × {line.resource_type.label}",
        f"{asked.reference}, line {line.number}",
        asked.opened_at,
        line.needed_from,
        f"{line.filled_quantity} of {line.quantity}",
        line.place or asked.place,
    ]

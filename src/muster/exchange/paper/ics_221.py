"""ICS 221 from a deployment."""

from __future__ import annotations

from uuid import UUID

from muster.aid import queries as aid
from muster.deployments import queries as deployments
from muster.exchange.filling import Filled, day_of, filled_from, hour_of
from muster.rules.actor import Actor


def read(actor: Actor, deployment_id: UUID) -> Filled:
    """The check-out of one person or lot of things, for the two parties of its mission."""
    row = deployments.get_deployment(actor, deployment_id)
    mission = aid.get_mission(actor, row.mission_id)
    values = {
        "incident_name": mission.aid_request.incident.title,
        "incident_number": mission.aid_request.incident.reference,
        "planned_release": {
            "Date": day_of(mission.ends_at, mission.network),
            "Time": hour_of(mission.ends_at, mission.network),
        },
        "released": row.label,
        "order_number": mission.reference,
        "remarks": row.end_note,
        "travel": {
            "Actual Release Date/Time": row.ended_at,
            "Destination": mission.responding_party.name,
        },
    }
    filled = filled_from("mission", mission, mission.reference, values)
    return Filled(
        "deployment",
        row.id,
        f"{mission.reference} {row.label}",
        filled.network,
        filled.is_exercise,
        values,
        filled.label,
    )

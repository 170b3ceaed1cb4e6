"""What the pages of incidents and missions show of their operation."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.journal import clock
from muster.members import queries as members
from muster.response import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.panels import register_panel


def operation_of(actor: Actor, incident_id: UUID) -> dict[str, Any] | None:
    """Who leads and the newest report; or whether the actor may take command."""
    incident = aid.get_incident(actor, incident_id)
    operation = queries.operation_of_incident(actor, incident_id)
    if operation is None:
        may_start = (
            incident.closed_at is None
            and is_permitted(actor, "operation.start")
            and members.may_act_for(actor, incident.party_id)
        )
        return {"operation": None, "incident": incident} if may_start else None
    newest = queries.reports(actor, incident_id, limit=1).items
    return {
        "operation": operation,
        "incident": incident,
        "is_insider": queries.is_insider(actor, operation),
        "report": newest[0] if newest else None,
        "is_late": operation.report_due_at is not None and operation.report_due_at < clock.now(),
    }


def operation_of_mission(actor: Actor, mission_id: UUID) -> dict[str, Any] | None:
    """The operation that a mission serves, for its two sides."""
    mission = aid.get_mission(actor, mission_id)
    found = operation_of(actor, mission.aid_request.incident_id)
    return found if found and found["operation"] and found["is_insider"] else None


def place_of_request(actor: Actor, aid_request_id: UUID) -> Any:
    """The place that the coordinator gave a request among those that compete."""
    aid.get_aid_request(actor, aid_request_id)
    return queries.place_of(aid_request_id)


register_panel(
    "aid_request.side", "aid_request", place_of_request, "response/_place.html", None, 15
)
register_panel("incident.main", "incident", operation_of, "response/_operation.html", None, 20)
register_panel(
    "mission.side", "mission", operation_of_mission, "response/_operation.html", None, 20
)

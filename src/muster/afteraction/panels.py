"""What the pages of incidents and requests show of the look back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.afteraction import queries
from muster.aid import queries as aid
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.panels import register_panel


def review_of(actor: Actor, incident_id: UUID) -> dict[str, Any] | None:
    """The incident's review, or whether the actor may open one."""
    review = queries.review_of_incident(actor, incident_id)
    if review is not None:
        return {"review": review, "findings": len(queries.findings_of(actor, review.id))}
    incident = aid.get_incident(actor, incident_id)
    may_open = is_permitted(actor, "review.open") and members.may_act_for(actor, incident.party_id)
    if not may_open or queries.is_reviewed(incident_id):
        return None
    return {"review": None, "incident_id": incident_id}


def review_of_request(actor: Actor, aid_request_id: UUID) -> dict[str, Any] | None:
    """The review of the request's incident; nothing while there is none."""
    found = review_of(actor, aid.get_aid_request(actor, aid_request_id).incident_id)
    return found if found and found["review"] else None


register_panel("incident.main", "incident", review_of, "afteraction/_incident.html", None, 60)
register_panel(
    "aid_request.side", "aid_request", review_of_request, "afteraction/_request.html", None, 60
)

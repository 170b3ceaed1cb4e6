"""What an incident's page shows of playbooks: those for this kind of thing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.playbooks import queries
from muster.rules.actor import Actor
from muster.web.panels import register_panel

MOST_SHOWN = 6


def for_this_kind(actor: Actor, incident_id: UUID) -> dict[str, Any]:
    """The playbooks for what happened, the reader's own first."""
    kind = aid.get_incident(actor, incident_id).kind
    found = queries.at_hand(actor, kind=kind, limit=MOST_SHOWN + 1)
    return {"kind": kind, "playbooks": found[:MOST_SHOWN], "has_more": len(found) > MOST_SHOWN}


register_panel("incident.main", "incident", for_this_kind, "playbooks/_incident.html", None, 10)

"""What this room shows on the page of a mission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.access import queries
from muster.journal import clock
from muster.rules.access import is_open
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.panels import register_panel


def grants(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """Every grant with how it stands now, and what the host can do about it."""
    mission = queries.get_mission_of_side(actor, mission_id)
    at = clock.now()
    is_host = actor.party_id == mission.requesting_party_id
    rows = queries.grants_of(actor, mission_id)
    return {
        "mission": mission,
        "rows": [(grant, grant.state_at(at)) for grant in rows],
        "open_count": sum(is_open(grant.span) for grant in rows),
        "may_grant": is_host
        and mission.state not in queries.OVER
        and is_permitted(actor, "access_grant.make"),
        "may_remove": is_host and is_permitted(actor, "access_grant.remove"),
    }


register_panel("mission.main", "mission", grants, "access/_grants.html", None, 15)

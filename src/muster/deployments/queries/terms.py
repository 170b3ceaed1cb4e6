"""Under which terms a mission runs."""

from __future__ import annotations

from typing import Any

from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.rules.actor import Actor
from muster.rules.clearances import Asked
from muster.rules.terms import Terms


def terms_of_mission(mission: Any) -> Terms:
    """The terms as they stood when help was asked for."""
    return agreements.terms_of(mission.agreement_version)


def clearance_asked(actor: Actor, row: Any) -> Asked | None:
    """What the request's line asks of whoever serves this place; None where it asks for nothing."""
    item = next(
        each for each in aid.mission_items(actor, row.mission_id) if each.id == row.mission_item_id
    )
    clearance = item.offer_line.line.clearance
    if clearance is None:
        return None
    terms = terms_of_mission(row.mission)
    return Asked(clearance.key, clearance.label, terms.data_access.escort_instead)

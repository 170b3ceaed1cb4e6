"""Legal holds on the pages of what they keep, for coordinators and auditors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.records import queries
from muster.rules.actor import Actor
from muster.web.panels import register_panel

TEMPLATE = "records/_holds_on.html"
ORDER = 90


def on(kind: str):
    """The query of the panel for one kind of subject."""

    def holds_on(actor: Actor, subject_id: UUID) -> dict[str, Any]:
        found = queries.holds_on(actor, subject_id)
        return {"kind": kind, "subject_id": subject_id, "holds": found}

    return holds_on


for slot, kind in (
    ("incident.main", "incident"),
    ("mission.side", "mission"),
    ("party.side", "party"),
):
    register_panel(slot, kind, on(kind), TEMPLATE, "record.view", ORDER)

"""What the catalogue shows on a party's page: how much it lists, and where to look at it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.catalog import queries
from muster.catalog.details import SHAPES
from muster.rules.actor import Actor
from muster.web.panels import register_panel


def shares_of_party(actor: Actor, party_id: UUID) -> dict[str, Any]:
    """How many entries of each kind the party lists."""
    counts = queries.counts_of_party(actor, party_id)
    kinds = [(shape, counts[shape.kind]) for shape in SHAPES.values() if shape.kind in counts]
    return {"party_id": party_id, "kinds": kinds, "is_own": actor.party_id == party_id}


register_panel("party.main", "party", shares_of_party, "catalog/_shares_of_party.html", order=40)

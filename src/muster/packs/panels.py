"""What the page of a party shows of its pack."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.packs import queries
from muster.rules.actor import Actor
from muster.web.panels import register_panel


def at_party(actor: Actor, party_id: UUID) -> dict[str, Any]:
    """When its pack was last made, for those who act for it."""
    return {"party_id": party_id, "last": queries.last_made(actor, party_id)}


register_panel("party.side", "party", at_party, "packs/_party.html", "pack.make", 22)

"""What the agreement shows on a party's page: whether it meets the security baseline."""

from __future__ import annotations

from uuid import UUID

from muster.agreements import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.web.panels import register_panel


def baseline_of_party(actor: Actor, party_id: UUID) -> queries.Baseline:
    """The yes or no, with its items for those who may look."""
    return queries.baseline(actor, party_id, clock.now())


register_panel(
    "party.main", "party", baseline_of_party, "agreements/_baseline_of_party.html", order=30
)

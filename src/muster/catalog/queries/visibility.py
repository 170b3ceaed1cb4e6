"""Who may know of what parties list."""

from __future__ import annotations

from django.db.models import Q

from muster.members import queries as members
from muster.rules.actor import Actor


def shared_with(actor: Actor) -> Q:
    """The entries, of resources or of packages, that the actor may know of."""
    here = Q(network_id=actor.network_id)
    return here if sees_others(actor) else here & Q(party_id=actor.party_id)


def sees_others(actor: Actor) -> bool:
    """Whether the actor reads what other parties list: those bound by the agreement, and officers."""
    return actor.is_system or actor.is_network_officer or members.is_bound(actor)

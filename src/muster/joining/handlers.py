"""What follows when a standing is changed by hand, and what speaks against changing it so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.joining import queries
from muster.joining.commands import follow_change_by_hand
from muster.journal.handling import on
from muster.members import guards
from muster.members.events import PartyStandingChanged
from muster.rules.actor import Actor, system_actor
from muster.rules.joining import refusals_for_activation
from muster.rules.refusal import Refusal


@on(PartyStandingChanged)
def follow_the_standing(event: PartyStandingChanged, fact: Any) -> None:
    """Notices and papers follow a standing, whoever changed it; done twice it changes nothing."""
    follow_change_by_hand(
        system_actor(fact.network_id), party_id=event.party_id, standing=event.standing
    )


def papers_missing(actor: Actor, party_id: UUID, action: str) -> list[Refusal]:
    """A party whose papers are being gathered is not put in force past them. Term: joining."""
    if action != "put_in_force":
        return []
    found = queries.progresses(queries.under_way(actor, party_id))
    return [reason for ways in found.values() for reason in refusals_for_activation(ways.values())]


guards.register(papers_missing)

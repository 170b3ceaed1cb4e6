"""Who is on duty at a moment and in which steps a party's people are asked; for code, not pages.

`on_duty_of` and `steps_of` take any number of parties and ask the database the same few times:
a call-out asks for all of its parties at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from muster.members import queries as members
from muster.rules import rotas
from muster.rules.actor import PartyRole
from muster.rules.rotas import MINUTES_BETWEEN, Source, Step

FALLBACK_ROLES = (PartyRole.DUTY_OFFICER, PartyRole.AUTHORIZED_REPRESENTATIVE)


@dataclass(frozen=True)
class OnDuty:
    """Somebody who is on duty. `level` 1 is asked first; `since` and `until` are None where no rota
    says so (`source` is the contact order)."""

    person_id: UUID
    level: int
    since: datetime | None
    until: datetime | None
    source: Source


def on_duty(network_id: UUID, party_id: UUID, at: datetime) -> list[OnDuty]:
    """Who of a party is on duty at a moment, the first asked first; empty for a party of nobody."""
    return on_duty_of(network_id, [party_id], at)[party_id]


def on_duty_of(
    network_id: UUID, party_ids: Collection[UUID], at: datetime
) -> dict[UUID, list[OnDuty]]:
    """The same for many parties at once."""
    return {
        party_id: [
            OnDuty(person_id, level, None, None, Source.CONTACT_ORDER)
            for level, person_id in enumerate(people, start=1)
        ]
        for party_id, people in _in_contact_order(network_id, party_ids).items()
    }


def steps(network_id: UUID, party_id: UUID, at: datetime) -> list[Step]:
    """In which steps a party's people are asked from a moment on; empty for a party of nobody."""
    return steps_of(network_id, [party_id], at)[party_id]


def steps_of(network_id: UUID, party_ids: Collection[UUID], at: datetime) -> dict[UUID, list[Step]]:
    """The same for many parties at once."""
    between = timedelta(minutes=MINUTES_BETWEEN)
    return {
        party_id: rotas.steps_of([[person_id] for person_id in people], between)
        for party_id, people in _in_contact_order(network_id, party_ids).items()
    }


def _in_contact_order(network_id: UUID, party_ids: Collection[UUID]) -> dict[UUID, list[UUID]]:
    found = members.answering_for(network_id, party_ids)
    return {
        party_id: [each.person_id for each in people if each.role in FALLBACK_ROLES]
        for party_id, people in found.items()
    }

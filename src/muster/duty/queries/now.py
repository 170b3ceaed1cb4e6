"""Who is on duty at a moment and in which steps a party's people are asked; for code, not pages.

`on_duty_of` and `steps_of` take any number of parties and ask the database the same few times:
a call-out asks for all of its parties at once.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from muster.duty.queries.plans import Plan, plans_of, policy_of
from muster.members import queries as members
from muster.rules import rotas
from muster.rules.actor import NetworkRole, PartyRole
from muster.rules.rotas import LastResort, Source, Step

FALLBACK_ROLES = (PartyRole.DUTY_OFFICER, PartyRole.AUTHORIZED_REPRESENTATIVE)
LOOKING = timedelta(days=rotas.LOOKING_DAYS[-1])
MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True)
class OnDuty:
    """Somebody who is on duty. `level` 1 is asked first; `since` and `until` are None where the
    rota shows no end, and where nobody is on the rota (`source` is the contact order)."""

    person_id: UUID
    level: int
    since: datetime | None
    until: datetime | None
    source: Source
    instead_of: UUID | None = None


def on_duty(network_id: UUID, party_id: UUID, at: datetime) -> list[OnDuty]:
    """Who of a party is on duty at a moment, the first asked first; empty for a party of nobody."""
    return on_duty_of(network_id, [party_id], at)[party_id]


def on_duty_of(
    network_id: UUID, party_ids: Collection[UUID], at: datetime
) -> dict[UUID, list[OnDuty]]:
    """The same for many parties at once."""
    plans = plans_of(network_id, party_ids, at - LOOKING, at + LOOKING)
    return {party_id: on_duty_under(plan, at) for party_id, plan in plans.items()}


def on_duty_under(plan: Plan, at: datetime) -> list[OnDuty]:
    """By the rota, or by the contact order where it names nobody."""
    on_rota = [
        OnDuty(each.person_id, each.level, each.since, each.until, each.source, each.instead_of)
        for each in rotas.duty_now(plan.rota, at)
        if each.person_id is not None
    ]
    if on_rota:
        return on_rota
    people = enumerate(in_contact_order(plan, at), start=1)
    return [OnDuty(each, level, None, None, Source.CONTACT_ORDER) for level, each in people]


def steps(network_id: UUID, party_id: UUID, at: datetime) -> list[Step]:
    """In which steps a party's people are asked from a moment on; empty for a party of nobody."""
    return steps_of(network_id, [party_id], at)[party_id]


def steps_of(network_id: UUID, party_ids: Collection[UUID], at: datetime) -> dict[UUID, list[Step]]:
    """The same for many parties at once."""
    plans = plans_of(network_id, party_ids, at, at + MOMENT)
    asks_coordinator = any(
        policy_of(plan.row).last_resort is LastResort.COORDINATOR for plan in plans.values()
    )
    coordinators = [
        each.id
        for each in (
            members.officers(network_id, NetworkRole.COORDINATOR) if asks_coordinator else ()
        )
    ]
    return {
        party_id: rotas.steps_under(
            policy_of(plan.row),
            [person_id for _, person_id in rotas.people_at(plan.rota, at)],
            in_contact_order(plan, at),
            [each.person_id for each in plan.answering],
            coordinators,
        )
        for party_id, plan in plans.items()
    }


def in_contact_order(plan: Plan, at: datetime) -> list[UUID]:
    """Whom to ask where nobody is on duty; whoever is away comes last."""
    people = [each.person_id for each in plan.answering if each.role in FALLBACK_ROLES]
    away = rotas.away_at(plan.rota, at)
    return sorted(people, key=lambda each: each in away)

"""The agreement's close-out and notice of intent from a mission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.claims import queries as claims
from muster.deployments import queries as deployments
from muster.exchange.filling import (
    PERSON,
    Filled,
    cents,
    day_of,
    filled_from,
    finance_contact,
    for_sides,
    hour_of,
    label,
    people_and_things,
)
from muster.rules.actor import Actor
from muster.rules.settlement import show_number


def read(actor: Actor, mission_id: UUID) -> Filled:
    """What the mission took, and until when a claim may follow."""
    mission = aid.get_mission(actor, mission_id)
    time = for_sides(deployments.time_entries, actor, mission.id)
    spent = for_sides(deployments.expenses, actor, mission.id)
    lent = [row for row in people_and_things(actor, mission.id) if row.kind != PERSON]
    currency = mission.network.currency
    values = {
        "mission_number": mission.reference,
        "responding_party": mission.responding_party.name,
        "requesting_party": mission.requesting_party.name,
        "arrived_at": mission.arrived_at,
        "demobilized_at": mission.demobilized_at,
        "closed_at": mission.closed_at,
        "summary": mission.aid_request.title,
        "time": [_entry(each, mission.network) for each in time],
        "expenses": [
            [each.incurred_on, label(each.category), each.description]
            + [cents(each.amount_cents, currency)]
            for each in spent
        ],
        "equipment": [
            [row.label, row.quantity, row.quantity_returned, row.quantity_lost, label(row.state)]
            + [row.end_note]
            for row in lent
        ],
        "claim_due": _claim_due(actor, mission),
        "finance_contact": finance_contact(actor, mission.responding_party_id),
    }
    return filled_from("mission", mission, mission.reference, values)


def _entry(each: Any, network: Any) -> list[Any]:
    return [
        day_of(each.starts_at, network),
        each.deployment.label,
        label(each.kind),
        hour_of(each.starts_at, network),
        hour_of(each.ends_at, network),
        show_number(each.hours),
        each.task,
    ]


def _claim_due(actor: Actor, mission: Any) -> Any:
    """When the bill is due by the mission's own terms; both parties and officers may know."""
    return claims.due_at(mission, deployments.terms_of_mission(mission))["bill"]

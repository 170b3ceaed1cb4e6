"""The agreement's mission form from a mission and its deployments."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.deployments import queries as deployments
from muster.exchange.filling import (
    Filled,
    agreement_of,
    filled_from,
    for_sides,
    joined,
    label,
    people_and_things,
)
from muster.rules.actor import Actor


def read(actor: Actor, mission_id: UUID) -> Filled:
    """What was agreed, and each change since, as far as the reader may see it."""
    mission = aid.get_mission(actor, mission_id)
    asked = mission.aid_request
    values = {
        "mission_number": mission.reference,
        "references": joined(
            asked.incident.reference, asked.reference, _offer_number(actor, mission)
        ),
        "requesting_party": mission.requesting_party.name,
        "responding_party": mission.responding_party.name,
        "starts_at": mission.starts_at,
        "ends_at": mission.ends_at,
        "state": label(mission.state),
        "place": mission.place,
        "reports_to": {"Name": mission.reporting_contact, "Telephone": mission.reporting_phone},
        "supervisor": {"Name": mission.supervisor_name, "Telephone": mission.supervisor_phone},
        "access": mission.access_note,
        "resources": _resources(actor, mission),
        "agreement": agreement_of(mission.agreement_version),
        "share": _share(actor, mission),
        "authorized_by": {"Name": mission.authorized_by_name, "Date/Time": mission.authorized_at},
        **_changes(actor, mission),
    }
    return filled_from("mission", mission, mission.reference, values)


def _offer_number(actor: Actor, mission: Any) -> str:
    return mission.offer.reference if deployments.is_side_of(actor, mission) else ""


def _resources(actor: Actor, mission: Any) -> list[list[Any]]:
    """What is out; before anybody is named, what was promised."""
    rows = people_and_things(actor, mission.id)
    if rows:
        return [
            [row.label, label(row.kind), row.quantity, row.departed_at]
            + [row.checked_in_at, row.ended_at]
            for row in rows
        ]
    return [
        [item.label, label(item.kind), item.quantity, None, None, None]
        for item in aid.mission_items(actor, mission.id)
    ]


def _share(actor: Actor, mission: Any) -> str:
    agreed = for_sides(aid.cost_shares, actor, mission.id)
    return next((f"{each.percent} %" for each in agreed if each.state == "agreed"), "")


def _changes(actor: Actor, mission: Any) -> dict[str, list[list[Any]]]:
    handed = for_sides(deployments.hand_overs, actor, mission.id)
    longer = for_sides(deployments.extensions, actor, mission.id)
    recalled = for_sides(deployments.recalls, actor, mission.id)
    return {
        "hand_overs": [
            [each.at, each.deployment.label, each.quantity, label(each.direction)]
            + [joined(label(each.condition), each.condition_note), each.received_by]
            for each in handed
        ],
        "extensions": [
            [each.asked_at, each.until, each.reason, label(each.state), each.answered_at]
            for each in longer
        ],
        "recalls": [[each.noticed_at, each.effective_at, each.reason] for each in recalled],
    }

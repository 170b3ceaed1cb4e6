"""What of this room is readable on a phone without a network: where its person is deployed."""

from __future__ import annotations

from typing import Any

from muster.deployments import queries
from muster.rules.actor import Actor
from muster.rules.lifecycle import DeploymentState
from muster.web.offline_sections import Item, facts, moment, register_offline_section

BEFORE_ARRIVAL = (DeploymentState.PROMISED, DeploymentState.EN_ROUTE, DeploymentState.NO_SHOW)


def my_deployments(actor: Actor) -> list[Item]:
    """Where the actor serves: no name of the incident, so that it may be kept under any label."""
    return [_deployment(row) for row in queries.my_deployments(actor)]


def _deployment(row: Any) -> Item:
    mission, party = row.mission, row.mission.requesting_party.name
    return {
        "id": str(row.id),
        "title": f"{mission.reference} at {party}",
        "facts": facts(
            ("State", row.state.replace("_", " ")),
            ("Checked in", moment(row.checked_in_at)),
            ("Went home", moment(row.ended_at)),
            ("Mission ends", moment(mission.ends_at)),
        ),
        "data": {
            "id": str(row.id),
            "words": f"{mission.reference}, {party}",
            "may_check_in": row.state in BEFORE_ARRIVAL,
        },
    }


register_offline_section(
    "deployments",
    "Where I am deployed",
    my_deployments,
    empty="You are not deployed now.",
    permission="deployment.log_time",
    order=5,
)

"""A row for each promised person and each lot of things, made before anyone looks."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.aid import queries as aid
from muster.deployments import queries
from muster.deployments.models import Deployment
from muster.rules.actor import Actor, system_actor
from muster.rules.lifecycle import DeploymentState

MOST_PEOPLE = 500


def ensure_deployments(actor: Actor, mission_id: UUID) -> None:
    """Make the rows that a mission lacks; done again, it changes nothing."""
    system = system_actor(actor.network_id)
    items = aid.mission_items(system, mission_id)
    if not _missing(items):
        return
    with transaction.atomic():
        mission = aid.get_mission(system, mission_id, lock=True)
        for item, count in _missing(items):
            _add(mission, item, count)


def _missing(items: list[Any]) -> list[tuple[Any, int]]:
    """Items with the number of rows that they still need."""
    ids = [item.id for item in items]
    rows = Deployment.objects.filter(mission_item_id__in=ids).values_list(
        "mission_item_id", flat=True
    )
    there = Counter(rows)
    return [(item, lacking) for item in items if (lacking := _wanted(item) - there[item.id]) > 0]


def _wanted(item: Any) -> int:
    return min(item.quantity, MOST_PEOPLE) if item.kind == queries.PEOPLE else 1


def _add(mission: Any, item: Any, count: int) -> None:
    is_person = item.kind == queries.PEOPLE
    wanted = _wanted(item)
    details = getattr(item.resource, "person_details", None) if is_person else None
    responder_id = details.person_id if details and wanted == 1 else None
    Deployment.objects.bulk_create(
        Deployment(
            network_id=mission.network_id,
            mission=mission,
            mission_item=item,
            resource_id=item.resource_id,
            responder_id=responder_id,
            kind=item.kind,
            label=f"{item.label} {number}" if wanted > 1 else item.label,
            quantity=1 if is_person else item.quantity,
            state=DeploymentState.PROMISED,
        )
        for number in range(wanted - count + 1, wanted + 1)
    )

"""What follows from facts of the rooms below."""

from __future__ import annotations

from typing import Any

from muster.aid.events import MissionAuthorized
from muster.deployments.commands import ensure_deployments
from muster.journal.handling import on
from muster.rules.actor import system_actor


@on(MissionAuthorized)
def make_deployments(happened: MissionAuthorized, fact: Any) -> None:
    """A row for each promised person and lot, as soon as the mission is authorized."""
    ensure_deployments(system_actor(fact.network_id), happened.mission_id)

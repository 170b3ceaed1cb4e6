"""What follows from facts of the rooms below."""

from __future__ import annotations

from typing import Any

from muster.access.events import AccessRemoved
from muster.aid.events import MissionAuthorized, MissionStoodDown
from muster.deployments.commands import (
    ensure_deployments,
    note_free_help,
    release_stood_down,
    settle_after_removal,
)
from muster.deployments.events import TimeLogged
from muster.journal.handling import FIRST, on
from muster.rules.actor import system_actor


@on(MissionAuthorized, priority=FIRST)
def make_deployments(happened: MissionAuthorized, fact: Any) -> None:
    """A row for each promised person and lot, as soon as the mission is authorized."""
    ensure_deployments(system_actor(fact.network_id), happened.mission_id)


@on(MissionStoodDown)
def release_deployments(happened: MissionStoodDown, fact: Any) -> None:
    """Whoever was promised learns that nobody goes."""
    actor = system_actor(fact.network_id)
    ensure_deployments(actor, happened.mission_id)
    release_stood_down(actor, happened.mission_id, happened.reason)


@on(AccessRemoved, priority=FIRST)
def finish_where_all_are_home(happened: AccessRemoved, fact: Any) -> None:
    """A mission that waited for nothing else is demobilized with its last access."""
    settle_after_removal(system_actor(fact.network_id), happened.mission_id)


@on(TimeLogged)
def look_at_free_help_of(happened: TimeLogged, fact: Any) -> None:
    """Hours just written down may use the free help up."""
    note_free_help(system_actor(fact.network_id), mission_id=happened.mission_id)

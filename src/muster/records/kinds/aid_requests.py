"""Incidents, aid requests, offers."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from muster.aid import commands as aid
from muster.aid import queries
from muster.clocks.commands import dispose_happenings
from muster.journal.commands import dispose_payloads
from muster.response import commands as response
from muster.rules.actor import Actor
from muster.rules.retention import Due

TITLE = "Incidents, requests and offers"
WHAT_GOES = (
    "Titles, texts, places, names, numbers and notes; why one was given its place among those that "
    "compete, and by whom; what the facts about them say."
)
WHAT_STAYS = "References, kinds and quantities, times, states, the agreement version."


def due(network_id: UUID, before: datetime, limit: int) -> list[Due]:
    return queries.aid_requests_to_dispose(network_id, before, limit)


def dispose(actor: Actor, keys: Collection[str]) -> int:
    ids = [UUID(key) for key in keys]
    dispose_payloads(actor, subject_ids=ids)
    count = aid.dispose_aid_requests(actor, aid_request_ids=ids)
    response.dispose_places(actor, aid_request_ids=ids)
    dispose_happenings(actor, subject_ids={*ids, *queries.disposed_incidents_of(ids)})
    return count

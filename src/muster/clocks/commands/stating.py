"""Deadlines of other laws than the agreement, for rooms above: they say how long, this room keeps it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.clocks import events
from muster.clocks.commands.keeping import head_of, remind_of, tell
from muster.clocks.models import Deadline
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.clocks import Calendar, StatedClock, deadline
from muster.rules.happenings import Scope

OF_THE_TYPE = ("title", "effect", "rolls", "silence", "note")
"""What the row says itself, and what every stated clock has alike."""


@command("clock.keep")
def start_stated(
    actor: Actor,
    *,
    scope: Scope,
    subject_id: UUID,
    subject_reference: str,
    owner_party_id: UUID | None,
    key: str,
    stated: StatedClock,
    started_at: datetime,
    calendar: Calendar,
    version: Any = None,
) -> Deadline:
    """Start a deadline of another law, once; no owner is the coordinator. `version` is the one whose
    days of rest the calendar holds.

    Refuses nothing. Records DeadlineStarted. Clause: none; the law that `stated` names.
    """
    found = deadline(stated, started_at, calendar)
    kept = {name: value for name, value in asdict(stated).items() if name not in OF_THE_TYPE}
    row, is_new = Deadline.objects.get_or_create(
        scope=scope,
        subject_id=subject_id,
        clock_key=key,
        defaults={
            "network_id": actor.network_id,
            "agreement_version": version,
            "stated": {**kept, "unit": str(stated.unit)},
            "title": stated.title[:200],
            "subject_reference": subject_reference[:200],
            "owner_party_id": owner_party_id,
            "started_at": started_at,
            "last_day": found.last_day,
            "ends_at": found.ends_at,
            "warns_at": found.warns_at,
        },
    )
    if is_new:
        started = events.DeadlineStarted(*head_of(row), owner_party_id, row.last_day, row.ends_at)
        tell(actor, row, started)
        remind_of(row, clock.now())
    return row


@command("clock.keep")
def stop_stated(actor: Actor, *, scope: Scope, subject_id: UUID, at: datetime) -> int:
    """Stop what runs of a subject: what it waited for was done, in time or late.

    Refuses nothing. Records DeadlineStopped for each. Clause: none.
    """
    running = Deadline.objects.select_for_update().filter(
        network_id=actor.network_id,
        scope=scope,
        subject_id=subject_id,
        stated__isnull=False,
        stopped_at__isnull=True,
    )
    rows = list(running.order_by("id"))
    for row in rows:
        row.stopped_at = max(at, row.started_at)
        row.save(update_fields=["stopped_at"])
        is_kept = row.stopped_at < row.ends_at
        stopped = events.DeadlineStopped(*head_of(row), row.owner_party_id, row.stopped_at, is_kept)
        tell(actor, row, stopped)
    return len(rows)

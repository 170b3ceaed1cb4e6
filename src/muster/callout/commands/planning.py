"""Whom to ask of each party, in which step and when: planned at once, written with what is asked now."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from muster.callout.models import Ask, CalledParty, CallOut, PartyState
from muster.duty import queries as duty
from muster.journal.ids import new_id
from muster.journal.inserting_many import insert_many
from muster.rules import callout as rules
from muster.rules.rotas import Step

CODE_DIGITS = 10**6


@dataclass(slots=True)
class Planned:
    """A question that is not written yet; its words are those of `Ask`."""

    called_party_id: UUID
    person_id: UUID
    step: int
    due_at: datetime
    id: UUID = field(default_factory=new_id)
    reply_code: str = field(default_factory=lambda: f"{secrets.randbelow(CODE_DIGITS):06d}")
    asked_at: datetime | None = None
    ways_used: int = 0
    next_way_at: datetime | None = None


COLUMNS = (
    "called_party_id",
    "person_id",
    "step",
    "due_at",
    "id",
    "reply_code",
    "asked_at",
    "ways_used",
    "next_way_at",
)


def plan_people(call_out: CallOut, at: datetime, most: int) -> tuple[int, list[Planned]]:
    """For parties of an open wave the people on duty now, each step with its moment.

    Answers how many parties were seen to, and the questions, for `write_planned`.
    """
    rows = CalledParty.objects.filter(
        call_out=call_out, state=PartyState.ASKING, silent_at__isnull=True
    )
    fresh = list(rows.order_by("place").values_list("id", "party_id")[:most])
    if not fresh:
        return 0, []
    steps = duty.steps_of(call_out.network_id, [party_id for _, party_id in fresh], at)
    planned: list[Planned] = []
    silent: dict[datetime | None, list[UUID]] = defaultdict(list)
    for called_party_id, party_id in fresh:
        found = steps.get(party_id, [])
        afters = [step.after for step in found]
        planned += _questions(called_party_id, found, at)
        silent_at = rules.step_moment(at, afters, len(afters)) if found else None
        silent[silent_at].append(called_party_id)
    for silent_at, ids in silent.items():
        state = PartyState.ASKING if silent_at else PartyState.NOBODY
        CalledParty.objects.filter(id__in=ids).update(state=state, silent_at=silent_at)
    return len(fresh), planned


def write_planned(call_out: CallOut, planned: Sequence[Planned]) -> None:
    """Write questions down, those that are asked now with when and how."""
    rows = ([getattr(each, name) for name in COLUMNS] for each in planned)
    insert_many(Ask, COLUMNS, rows, call_out_id=call_out.id)


def _questions(called_party_id: UUID, steps: Sequence[Step], at: datetime) -> list[Planned]:
    afters = [step.after for step in steps]
    return [
        Planned(called_party_id, person_id, number + 1, rules.step_moment(at, afters, number))
        for number, step in enumerate(steps)
        for person_id in step.person_ids
    ]

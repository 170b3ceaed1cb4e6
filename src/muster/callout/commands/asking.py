"""Putting the question to people: one row a person, one link and one letter a way."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.callout import events
from muster.callout.commands.telling import tell
from muster.callout.letters import Envelope
from muster.callout.models import AnswerLink, Ask, CalledParty, CallOut, PartyState
from muster.duty import queries as duty
from muster.members import queries as members
from muster.messaging import queries as messaging
from muster.messaging.commands import send
from muster.rules import callout as rules
from muster.rules.actor import system_actor

CODE_DIGITS = 10**6


def open_wave(call_out: CallOut, party_ids: Collection[UUID], at: datetime) -> None:
    """Begin asking parties; who of them is asked is looked up a few at a time."""
    CalledParty.objects.filter(call_out=call_out, party_id__in=party_ids).update(
        state=PartyState.ASKING, wave=call_out.wave, asked_at=at
    )


def plan_people(call_out: CallOut, at: datetime, most: int) -> int:
    """For parties of an open wave the people on duty now, each step with its moment; how many."""
    fresh = list(
        CalledParty.objects.filter(
            call_out=call_out, state=PartyState.ASKING, silent_at__isnull=True
        ).order_by("place")[:most]
    )
    if not fresh:
        return 0
    steps = duty.steps_of(call_out.network_id, [each.party_id for each in fresh], at)
    asks: list[Ask] = []
    silent: dict[datetime | None, list[UUID]] = defaultdict(list)
    for each in fresh:
        found = steps.get(each.party_id, [])
        afters = [step.after for step in found]
        for number, step in enumerate(found):
            due_at = rules.step_moment(at, afters, number)
            asks += [_ask(call_out, each, number + 1, person, due_at) for person in step.person_ids]
        silent[rules.step_moment(at, afters, len(afters)) if found else None].append(each.id)
    for silent_at, ids in silent.items():
        state = PartyState.ASKING if silent_at else PartyState.NOBODY
        CalledParty.objects.filter(id__in=ids).update(state=state, silent_at=silent_at)
    Ask.objects.bulk_create(asks, batch_size=500)
    return len(fresh)


def _ask(
    call_out: CallOut, called: CalledParty, step: int, person_id: UUID, due_at: datetime
) -> Ask:
    return Ask(
        call_out=call_out,
        called_party=called,
        person_id=person_id,
        step=step,
        reply_code=f"{secrets.randbelow(CODE_DIGITS):06d}",
        due_at=due_at,
    )


def ask_people(call_out: CallOut, at: datetime, most: int) -> int:
    """Ask everybody whose moment has come, over the first way of each; who has none is passed over.

    Answers how many were seen to; there may be more when it is `most`.
    """
    due = list(
        Ask.objects.select_for_update(skip_locked=True)
        .filter(call_out=call_out, asked_at__isnull=True, due_at__lte=at)
        .order_by("due_at", "id")[:most]
    )
    if not due:
        return 0
    ways = _ways(call_out, due, at)
    for ask in due:
        ask.asked_at, ask.ways_used = at, min(1, len(ways.get(ask.person_id, [])))
        ask.next_way_at = _next_way(ask, ways)
    _save_ways(due)
    reached = [ask for ask in due if ask.ways_used]
    _send(call_out, [(ask, ways[ask.person_id][0]) for ask in reached], at)
    _pass_over([ask for ask in due if not ask.ways_used], at)
    if reached:
        _tell_asked(call_out, reached)
    return len(due)


def _pass_over(unreachable: list[Ask], at: datetime) -> None:
    """Where no way leads to anybody of a step, the next step is due now. Whoever answers meanwhile
    holds the rows of the party and decides about them: those are not waited for."""
    for called_party_id, step in {(ask.called_party_id, ask.step) for ask in unreachable}:
        asks = Ask.objects.filter(called_party_id=called_party_id)
        if asks.filter(step=step, ways_used__gt=0).exists():
            continue
        planned = asks.filter(asked_at__isnull=True, due_at__gt=at)
        following = planned.order_by("step").values_list("step", flat=True).first()
        free = planned.filter(step=following).select_for_update(skip_locked=True)
        asks.filter(id__in=[each.id for each in free]).update(due_at=at)


def _tell_asked(call_out: CallOut, reached: list[Ask]) -> None:
    happened = events.PeopleAsked(
        call_out.id,
        call_out.aid_request_id,
        call_out.aid_request.reference,
        tuple(ask.id for ask in reached),
        len(reached),
    )
    tell(system_actor(call_out.network_id), happened, call_out)


def note_silence(call_out: CallOut, at: datetime, most: int) -> int:
    """Parties of which nobody has answered in time keep silent; answers how many."""
    due = CalledParty.objects.filter(call_out=call_out, state=PartyState.ASKING, silent_at__lte=at)
    found = list(due.select_for_update().order_by("silent_at", "place")[:most])
    if found:
        CalledParty.objects.filter(id__in=[each.id for each in found]).update(
            state=PartyState.SILENT, silent_at=None
        )
        party_ids = tuple(each.party_id for each in found)
        happened = events.CallUnanswered(
            call_out.id, call_out.aid_request_id, call_out.aid_request.reference, party_ids
        )
        tell(system_actor(call_out.network_id), happened, call_out, *party_ids)
    return len(found)


def try_next_ways(call_out: CallOut, at: datetime, most: int) -> int:
    """Try silent people over the next way of their list; answers how many were seen to."""
    due = list(
        Ask.objects.select_for_update(skip_locked=True)
        .filter(call_out=call_out, next_way_at__lte=at)
        .order_by("next_way_at", "id")[:most]
    )
    if not due:
        return 0
    ways, pairs = _ways(call_out, due, at), []
    for ask in due:
        found = ways.get(ask.person_id, [])
        if ask.ways_used < len(found):
            pairs.append((ask, found[ask.ways_used]))
            ask.ways_used += 1
        ask.next_way_at = _next_way(ask, ways)
    _save_ways(due)
    _send(call_out, pairs, at)
    return len(due)


def _save_ways(asks: Iterable[Ask]) -> None:
    """In as many statements as there are different values: a handful, for any number of rows."""
    alike: dict[tuple[Any, ...], list[UUID]] = defaultdict(list)
    for ask in asks:
        alike[ask.asked_at, ask.ways_used, ask.next_way_at].append(ask.id)
    for (asked_at, ways_used, next_way_at), ids in alike.items():
        Ask.objects.filter(id__in=ids).update(
            asked_at=asked_at, ways_used=ways_used, next_way_at=next_way_at
        )


def _ways(call_out: CallOut, asks: Iterable[Ask], at: datetime) -> dict[UUID, list[Any]]:
    is_urgent = rules.is_urgent(is_exercise=call_out.exercise_id is not None)
    return messaging.ways_of({ask.person_id for ask in asks}, is_urgent=is_urgent, at=at)


def _next_way(ask: Ask, ways: dict[UUID, list[Any]]) -> datetime | None:
    found = ways.get(ask.person_id, [])
    return rules.way_moment(ask.asked_at, ask.ways_used, len(found)) if ask.ways_used else None


def _send(call_out: CallOut, pairs: list[tuple[Ask, Any]], at: datetime) -> None:
    network = members.get_network(system_actor(call_out.network_id))
    envelope = Envelope(call_out, call_out.aid_request, network, at)
    written = [envelope.letter(ask, way) for ask, way in pairs]
    AnswerLink.objects.bulk_create(link for _, link in written)
    send([letter for letter, _ in written])

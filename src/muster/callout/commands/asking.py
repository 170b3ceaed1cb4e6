"""Putting the question to people: one row a person, one link and one letter a way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.callout import events
from muster.callout.commands.planning import Planned, write_planned
from muster.callout.commands.telling import tell
from muster.callout.letters import Envelope
from muster.callout.models import AnswerLink, Ask, CalledParty, CallOut, PartyState
from muster.journal.inserting_many import insert_many
from muster.members import queries as members
from muster.messaging import queries as messaging
from muster.messaging.commands import Copy, send_copies
from muster.rules import callout as rules
from muster.rules.actor import system_actor


def open_wave(call_out: CallOut, party_ids: Collection[UUID] | None, at: datetime) -> None:
    """Begin asking parties, all that wait where none are named; who of them is asked is looked up a
    few at a time."""
    waiting = CalledParty.objects.filter(call_out=call_out, state=PartyState.WAITING)
    chosen = waiting if party_ids is None else waiting.filter(party_id__in=party_ids)
    chosen.update(state=PartyState.ASKING, wave=call_out.wave, asked_at=at)


def ask_people(call_out: CallOut, planned: Sequence[Planned], at: datetime, most: int) -> int:
    """Ask everybody whose moment has come, over the first way of each; who has none is passed over.

    Writes the `planned` questions too, whether they are asked now or later. Answers how many were
    seen to; there may be more when it is `most`.
    """
    waiting = list(
        Ask.objects.select_for_update(skip_locked=True)
        .filter(call_out=call_out, asked_at__isnull=True, due_at__lte=at)
        .order_by("due_at", "id")[:most]
    )
    fresh = [each for each in planned if each.due_at <= at][: most - len(waiting)]
    due: list[Ask | Planned] = [*waiting, *fresh]
    ways = _ways(call_out, due, at) if due else {}
    for ask in due:
        ask.asked_at, ask.ways_used = at, min(1, len(ways.get(ask.person_id, [])))
        ask.next_way_at = _next_way(ask, ways)
    write_planned(call_out, planned)
    _save_ways(waiting)
    reached = [ask for ask in due if ask.ways_used]
    _send(call_out, [(ask, ways[ask.person_id][0]) for ask in reached], at)
    _pass_over([ask for ask in due if not ask.ways_used], at)
    if reached:
        _tell_asked(call_out, reached)
    return len(due)


def _pass_over(unreachable: list[Ask | Planned], at: datetime) -> None:
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


def _tell_asked(call_out: CallOut, reached: Sequence[Ask | Planned]) -> None:
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


def _ways(call_out: CallOut, asks: Iterable[Ask | Planned], at: datetime) -> dict[UUID, list[Any]]:
    is_urgent = rules.is_urgent(is_exercise=call_out.exercise_id is not None)
    return messaging.ways_of({ask.person_id for ask in asks}, is_urgent=is_urgent, at=at)


def _next_way(ask: Ask | Planned, ways: dict[UUID, list[Any]]) -> datetime | None:
    found = ways.get(ask.person_id, [])
    return rules.way_moment(ask.asked_at, ask.ways_used, len(found)) if ask.ways_used else None


def _send(call_out: CallOut, pairs: Sequence[tuple[Ask | Planned, Any]], at: datetime) -> None:
    """One letter a person, each with a link of its own; one statement a channel."""
    if not pairs:
        return
    network = members.get_network(system_actor(call_out.network_id))
    envelope = Envelope(call_out, call_out.aid_request, network, at)
    copies: dict[str, list[Copy]] = defaultdict(list)
    links = []
    for ask, way in pairs:
        copy, digest = envelope.copy(ask, way)
        copies[way.channel].append(copy)
        links.append((ask.id, digest, way.channel, way.is_stoppable))
    names = ("ask_id", "digest", "channel", "is_stoppable")
    insert_many(AnswerLink, names, links, expires_at=envelope.expires_at)
    for channel, written in copies.items():
        send_copies(envelope.pattern(channel), written)

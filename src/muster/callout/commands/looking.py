"""The heart of a call-out: do whatever is due now, then make the appointment for the next look.

A look is one transaction with the job that causes it. Whoever dies in the middle has done nothing,
and the job is given to another worker; whoever looks twice finds nothing due the second time.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Min

from muster.aid import queries as aid
from muster.callout import events, queries
from muster.callout.commands.asking import (
    ask_people,
    note_silence,
    open_wave,
    try_next_ways,
)
from muster.callout.commands.planning import plan_people
from muster.callout.commands.telling import tell
from muster.callout.letters import coordinator_letters
from muster.callout.models import AnswerLink, Ask, CalledParty, CallOut, PartyState
from muster.journal import clock
from muster.journal.command import command
from muster.journal.handling import FIRST, ON_TIME, enqueue, task
from muster.members import queries as members
from muster.messaging import queries as messaging
from muster.messaging.commands import send
from muster.rules import callout as rules
from muster.rules.actor import Actor, NetworkRole, system_actor
from muster.rules.callout import Ending, LineFacts, Pace, PaceKind
from muster.rules.lifecycle import AidRequestState, LineState

AT_ONCE = 250
"""Parties or people seen to in one transaction: the first letters leave while others are written,
and SQLite's only pen is held no longer than that."""


@command("call_out.run")
def look_again(actor: Actor, *, call_out_id: UUID) -> CallOut:
    """Ask whoever is due, widen or end a call-out; looking at it too often changes nothing.

    *Refuses* nothing. *Records* PeopleAsked, WaveSent, CallUnanswered, CoordinatorCalled,
    CallOutEnded, as they are due. *Clause*: response.
    """
    call_out = queries.get_call_out(actor, call_out_id, lock=True)
    look(call_out, clock.now())
    return call_out


@task
def look_when_due(call_out_id: str) -> None:
    """The appointment: see `look_again`."""
    look_again(system_actor(), call_out_id=UUID(call_out_id))


def ask_for_look(network_id: UUID, call_out_id: UUID, run_at: datetime | None = None) -> None:
    """Have a call-out looked at, now or at a moment. A look that somebody's silence made due comes
    before the offers of those who answered: it is the next person's time to come that runs."""
    is_appointment = run_at is not None and run_at > clock.now()
    enqueue(
        look_when_due,
        run_at=run_at,
        network_id=network_id,
        priority=ON_TIME if is_appointment else FIRST,
        call_out_id=str(call_out_id),
    )


def look(call_out: CallOut, at: datetime, most: int = AT_ONCE) -> None:
    """Do what is due, for so many parties and people; another look at once sees to the rest. The
    caller holds the row."""
    if call_out.ended_at is not None:
        return
    lines = line_facts(call_out)
    if because := rules.ending(AidRequestState(call_out.aid_request.state), lines, at):
        end(system_actor(call_out.network_id), call_out, because, at)
        return
    open_lines = rules.lines_still_open(lines, at)
    _widen_if_due(call_out, open_lines, at)
    silent = note_silence(call_out, at, most)
    parties, planned = plan_people(call_out, at, most)
    asked = ask_people(call_out, planned, at, most)
    seen_to = max(silent, parties, asked, try_next_ways(call_out, at, most))
    is_more = seen_to >= most
    if not is_more and _is_spent(call_out):
        is_more = bool(widen(call_out, open_lines, at, by=None))
        if not is_more:
            _call_the_coordinator(call_out, at)
    _make_appointment(call_out, lines, at, is_more=is_more)


def _widen_if_due(call_out: CallOut, open_lines: list[UUID], at: datetime) -> None:
    is_due = call_out.next_wave_at is not None and call_out.next_wave_at <= at
    if is_due and not widen(call_out, open_lines, at, by=None):
        call_out.next_wave_at = None


def widen(call_out: CallOut, open_lines: list[UUID], at: datetime, *, by: Actor | None) -> int:
    """Open the next wave; how many parties it asks. The caller saves the call-out by a look."""
    rows = CalledParty.objects.filter(call_out=call_out, state=PartyState.WAITING)
    waiting = list(rows.order_by("place").values_list("party_id", "lines"))
    ranks = [(party_id, _ranks(lines)) for party_id, lines in waiting]
    chosen = set(rules.next_wave(ranks, open_lines, pace_of(call_out).size_of(call_out.wave + 1)))
    if not chosen:
        return 0
    call_out.wave += 1
    is_last = len(chosen) == len(waiting)
    call_out.next_wave_at = None if is_last else at + pace_of(call_out).between
    open_wave(call_out, None if is_last else chosen, at)
    happened = events.WaveSent(
        call_out.id,
        call_out.aid_request_id,
        call_out.aid_request.requesting_party_id,
        call_out.aid_request.reference,
        call_out.wave,
        len(chosen),
        by is not None,
    )
    tell(by or system_actor(call_out.network_id), happened, call_out)
    return len(chosen)


def pace_of(call_out: CallOut) -> Pace:
    return Pace(PaceKind(call_out.pace), call_out.first, call_out.growth, call_out.minutes)


def line_facts(call_out: CallOut) -> list[LineFacts]:
    """The lines of a call-out as they stand."""
    wanted = set(call_out.line_ids)
    return [
        LineFacts(line.id, LineState(line.state), line.needed_until)
        for line in aid.lines_of(call_out.aid_request_id)
        if str(line.id) in wanted
    ]


def _ranks(lines: list[dict[str, Any]]) -> dict[UUID, int]:
    return {UUID(line["line_id"]): line["rank"] for line in lines}


def _is_spent(call_out: CallOut) -> bool:
    """Whether nobody who was asked can still say yes."""
    return not CalledParty.objects.filter(call_out=call_out, state=PartyState.ASKING).exists()


def _call_the_coordinator(call_out: CallOut, at: datetime) -> None:
    """Once: the last step of all is a person who looks at the whole."""
    if call_out.coordinator_called_at is not None:
        return
    call_out.coordinator_called_at = at
    coordinators = members.officers(call_out.network_id, NetworkRole.COORDINATOR)
    is_urgent = rules.is_urgent(is_exercise=call_out.exercise_id is not None)
    ways = messaging.ways_of([each.id for each in coordinators], is_urgent=is_urgent, at=at)
    network = members.get_network(system_actor(call_out.network_id))
    send(list(coordinator_letters(call_out, call_out.aid_request, network, ways)))
    ends = queries.ends_of(call_out)
    happened = events.CoordinatorCalled(
        call_out.id,
        call_out.aid_request_id,
        call_out.aid_request.requesting_party_id,
        call_out.aid_request.reference,
        ends["asked"],
        ends["declined"],
        ends["silent"],
    )
    tell(system_actor(call_out.network_id), happened, call_out)


def _make_appointment(
    call_out: CallOut, lines: list[LineFacts], at: datetime, *, is_more: bool
) -> None:
    """One job for the next moment at which something is due; none where there is one already."""
    moment = at if is_more else _next_moment(call_out, lines, at)
    call_out.looks += 1
    is_new = is_more or moment != call_out.next_due_at
    call_out.next_due_at = moment
    call_out.save(
        update_fields=[
            "wave", "looks", "next_wave_at", "next_due_at", "coordinator_called_at"
        ]
    )  # fmt: skip
    if is_new:
        ask_for_look(call_out.network_id, call_out.id, moment)


def _next_moment(call_out: CallOut, lines: list[LineFacts], at: datetime) -> datetime:
    """The earliest of the next wave, the next person, the next way and the end of the need."""
    asking = CalledParty.objects.filter(call_out=call_out, state=PartyState.ASKING)
    asks = Ask.objects.filter(call_out=call_out)
    planned = asks.filter(asked_at__isnull=True, due_at__isnull=False)
    moments = [
        call_out.next_wave_at,
        asking.aggregate(next=Min("silent_at"))["next"],
        planned.aggregate(next=Min("due_at"))["next"],
        asks.filter(next_way_at__isnull=False).aggregate(next=Min("next_way_at"))["next"],
        max(line.needed_until for line in lines if line.state is LineState.OPEN),
    ]
    # A moment that has gone by is left over from a bounded look: the next one follows at once.
    return max(min(each for each in moments if each is not None), at + timedelta(milliseconds=1))


def end(actor: Actor, call_out: CallOut, because: Ending, at: datetime, note: str = "") -> None:
    """Ask nobody any more; links expire, and what was asked and answered stays on the record."""
    call_out.ended_at, call_out.ended_because, call_out.end_note = at, because, note
    call_out.next_wave_at = call_out.next_due_at = None
    call_out.save(
        update_fields=["ended_at", "ended_because", "end_note", "next_wave_at", "next_due_at"]
    )
    # Parties, questions, links: whoever answers holds them in this order too.
    CalledParty.objects.filter(call_out=call_out).update(silent_at=None)
    Ask.objects.filter(call_out=call_out).update(next_way_at=None)
    Ask.objects.filter(call_out=call_out, asked_at__isnull=True).update(due_at=None)
    AnswerLink.objects.filter(ask__call_out=call_out, expires_at__gt=at).update(expires_at=at)
    happened = events.CallOutEnded(
        call_out.id,
        call_out.aid_request_id,
        call_out.aid_request.requesting_party_id,
        call_out.aid_request.reference,
        because,
        **queries.ends_of(call_out),
    )
    tell(actor, happened, call_out)

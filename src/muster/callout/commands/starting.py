"""Having people asked for a request, widening the circle by hand, and stopping."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.callout import events, queries
from muster.callout.commands.looking import end, line_facts, look, widen
from muster.callout.commands.telling import tell
from muster.callout.models import CalledParty, CallOut
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.inserting_many import insert_many
from muster.members import queries as members
from muster.rules import callout as rules
from muster.rules.actor import Actor, system_actor
from muster.rules.callout import Ending, Listed, Pace, PaceKind
from muster.rules.lifecycle import AidRequestState, LineState
from muster.rules.refusal import Refusal, Refused, refuse_if

NOTE_LENGTH = 500
FIRST = 25
"""So many are asked in the transaction of whoever presses the button, the rest by the worker."""


@command("call_out.start")
def start_call_out(
    actor: Actor,
    *,
    aid_request_id: UUID,
    line_ids: Collection[UUID] = (),
    pace: str = PaceKind.WAVES,
    first: int = 5,
    growth: int = 2,
    minutes: int = 10,
    party_ids: Collection[UUID] = (),
    call_out_id: UUID | None = None,
) -> CallOut:
    """Have people asked for an open request: the best of each line first and the circle widening,
    all at once, or the parties named. Without lines, for all that still need somebody.

    *Refuses* `call_out.not_yours`, `call_out.not_open`, `call_out.running`, `call_out.unknown_line`,
    `call_out.unknown_party`, `call_out.nobody_fits`, `id.taken` and every reason of
    `rules.callout.refusals_for_pace`. *Records* CallOutStarted, WaveSent, PeopleAsked. *Clause*:
    response.
    """
    aid_request = _own_request(actor, aid_request_id)
    if earlier := _known(aid_request_id, call_out_id):
        return earlier
    if queries.running_call_out(aid_request_id, lock=True):
        raise Refused(Refusal("call_out.running", "response"))
    if aid_request.state != AidRequestState.OPEN:
        raise Refused(Refusal("call_out.not_open", "response"))
    wanted = Pace(_kind(pace), first, growth, minutes)
    refuse_if(rules.refusals_for_pace(wanted, party_ids))
    _check_parties(actor, aid_request, party_ids)
    lines = _lines(aid_request, line_ids)
    listed = rules.audience(
        queries.fits_by_line(aid_request, lines, party_ids), _answered(actor, aid_request)
    )
    if not listed:
        raise Refused(Refusal("call_out.nobody_fits", "response"))
    at = clock.now()
    call_out = CallOut.objects.create(
        id=call_out_id or new_id(),
        network_id=aid_request.network_id,
        exercise_id=aid_request.exercise_id,
        aid_request=aid_request,
        line_ids=[str(line.id) for line in lines],
        pace=wanted.kind,
        first=wanted.first,
        growth=wanted.growth,
        minutes=wanted.minutes,
        started_at=at,
        started_by_id=actor.person_id,
        next_wave_at=at,
    )
    _write_audience(call_out, listed, {line.id: line.number for line in lines})
    _tell_started(actor, call_out, len(listed))
    look(call_out, at, FIRST)
    return call_out


def _own_request(actor: Actor, aid_request_id: UUID) -> Any:
    aid_request = aid.get_aid_request(actor, aid_request_id, lock=True)
    if not members.may_act_for(actor, aid_request.requesting_party_id):
        raise Refused(Refusal("call_out.not_yours"))
    return aid_request


def _known(aid_request_id: UUID, call_out_id: UUID | None) -> CallOut | None:
    """What an earlier submission under the same client-made id became. Refuses `id.taken`."""
    found = CallOut.objects.filter(pk=call_out_id).first() if call_out_id else None
    if found is not None and found.aid_request_id != aid_request_id:
        raise Refused(Refusal("id.taken"))
    return found


def _kind(word: str) -> PaceKind:
    if word not in set(PaceKind):
        raise Refused(Refusal("field.unknown_choice", field="pace"))
    return PaceKind(word)


def _check_parties(actor: Actor, aid_request: Any, party_ids: Collection[UUID]) -> None:
    if not party_ids:
        return
    may = members.in_force_among(actor, party_ids) - {aid_request.requesting_party_id}
    if not set(party_ids) <= may:
        raise Refused(Refusal("call_out.unknown_party", field="party_ids"))


def _lines(aid_request: Any, line_ids: Collection[UUID]) -> list[Any]:
    """The lines asked for that still need somebody; all of them where none is named."""
    still = [line for line in aid.lines_of(aid_request.id) if line.state == LineState.OPEN]
    chosen = [line for line in still if not line_ids or line.id in set(line_ids)]
    if not chosen or len(chosen) < len(set(line_ids)):
        raise Refused(Refusal("call_out.unknown_line", field="line_ids"))
    return chosen


def _answered(actor: Actor, aid_request: Any) -> set[UUID]:
    """Who is not asked: the requester, who has offered, and who has said that it cannot."""
    asked = system_actor(aid_request.network_id)
    declined = {each.party_id for each in aid.declines(asked, aid_request.id)}
    return {aid_request.requesting_party_id, *declined, *aid.answering_parties(aid_request.id)}


def _write_audience(call_out: CallOut, listed: Iterable[Listed], numbers: dict[UUID, int]) -> None:
    insert_many(
        CalledParty,
        ("id", "party_id", "place", "lines"),
        [
            (new_id(), each.party_id, place, _lines_of(each, numbers))
            for place, each in enumerate(listed, 1)
        ],
        call_out_id=call_out.id,
    )


def _lines_of(listed: Listed, numbers: dict[UUID, int]) -> list[dict[str, Any]]:
    """What a party could fill and why, as `CalledParty` keeps it."""
    return [
        {
            "line_id": str(line_id),
            "number": numbers[line_id],
            "rank": listed.ranks[line_id],
            "score": round(fit.score, 4),
            "reasons": list(fit.reasons),
        }
        for line_id, fit in listed.fits.items()
    ]


def _tell_started(actor: Actor, call_out: CallOut, count: int) -> None:
    aid_request = call_out.aid_request
    happened = events.CallOutStarted(
        call_out.id,
        aid_request.id,
        aid_request.requesting_party_id,
        aid_request.reference,
        call_out.pace,
        count,
    )
    tell(actor, happened, call_out)


@command("call_out.widen")
def widen_call_out(actor: Actor, *, call_out_id: UUID) -> CallOut:
    """Open the next wave now.

    *Refuses* `call_out.not_yours`, `call_out.over`, `call_out.nobody_left`. *Records* WaveSent,
    PeopleAsked. *Clause*: response.
    """
    call_out, at = _running(actor, call_out_id), clock.now()
    open_lines = rules.lines_still_open(line_facts(call_out), at)
    if not widen(call_out, open_lines, at, by=actor):
        raise Refused(Refusal("call_out.nobody_left", "response"))
    look(call_out, at, FIRST)
    return call_out


@command("call_out.stop")
def stop_call_out(actor: Actor, *, call_out_id: UUID, reason: str = "") -> CallOut:
    """Ask nobody any more; what was asked and answered stays on the record.

    *Refuses* `call_out.not_yours`, `call_out.over`. *Records* CallOutEnded. *Clause*: response.
    """
    call_out, at = _running(actor, call_out_id), clock.now()
    end(actor, call_out, Ending.STOPPED, at, reason.strip()[:NOTE_LENGTH])
    return call_out


def _running(actor: Actor, call_out_id: UUID) -> CallOut:
    call_out = queries.get_call_out(actor, call_out_id, lock=True)
    if not members.may_act_for(actor, call_out.aid_request.requesting_party_id):
        raise Refused(Refusal("call_out.not_yours"))
    if call_out.ended_at is not None:
        raise Refused(Refusal("call_out.over"))
    return call_out

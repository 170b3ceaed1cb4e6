"""From "coming: 2 people in 3 hours" to the party's offer, under the roles that the person holds."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.aid import commands as aid
from muster.aid import queries as requests
from muster.aid.commands import OfferedLine
from muster.aid.matches import line_matches
from muster.callout import events, queries
from muster.callout.commands.telling import tell
from muster.callout.models import Ask, OfferState
from muster.callout.people import actor_asked
from muster.journal import clock
from muster.journal.command import command
from muster.rules import callout as rules
from muster.rules.actor import Actor
from muster.rules.lifecycle import LineState
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound, Refusal, Refused


@command("call_out.run")
def make_offer(actor: Actor, *, ask_id: UUID) -> Ask:
    """Make the offer that an answer announces, or tell the party's approvers that it waits for them.

    What cannot be offered as it was said is kept with its reasons, to be offered by hand.
    *Refuses* nothing. *Records* OfferSubmitted or AnswerNeedsApproval. *Clauses*: response, standing.
    """
    ask = _locked(queries.get_ask(actor, ask_id))
    if ask.offer_state != OfferState.MAKING:
        return ask
    call_out, party_id = ask.call_out, ask.called_party.party_id
    somebody = actor_asked(call_out.network_id, party_id, ask.person_id, via=ask.via)
    if somebody is not None and is_permitted(somebody, "offer.submit"):
        return _offer(somebody, ask)
    ask.offer_state = OfferState.APPROVAL
    ask.save(update_fields=["offer_state"])
    happened = events.AnswerNeedsApproval(
        call_out.id,
        ask.id,
        call_out.aid_request_id,
        party_id,
        call_out.aid_request.reference,
        ask.people or 0,
        ask.hours or 0,
    )
    tell(actor, happened, call_out, party_id)
    return ask


@command("call_out.approve")
def approve_answer(actor: Actor, *, ask_id: UUID) -> Ask:
    """Stand by what somebody of the own party answered: it becomes the party's offer.

    *Refuses* `answer.not_your_party`, `answer.not_waiting`, `answer.nothing_fits` and every reason
    of `rules.eligibility.refusals_for_offer`. *Records* AnswerApproved, OfferSubmitted. *Clauses*:
    response, standing.
    """
    ask = _locked(queries.get_ask(actor, ask_id))
    if ask.called_party.party_id != actor.party_id:
        raise Refused(Refusal("answer.not_your_party"))
    if ask.offer_state not in (OfferState.APPROVAL, OfferState.STUCK):
        raise Refused(Refusal("answer.not_waiting"))
    ask.offer_id = _submit(actor, ask)
    ask.offer_state, ask.stuck_because = OfferState.OFFERED, []
    ask.save(update_fields=["offer_state", "offer_id", "stuck_because"])
    call_out = ask.call_out
    happened = events.AnswerApproved(
        call_out.id, ask.id, call_out.aid_request_id, actor.party_id, call_out.aid_request.reference
    )
    tell(actor, happened, call_out, actor.party_id)
    return ask


def _locked(ask: Ask) -> Ask:
    """The question with its row held, and with what was read beside it."""
    held = Ask.objects.select_for_update(of=("self",)).get(id=ask.id)
    held.call_out, held.called_party = ask.call_out, ask.called_party
    return held


def _offer(actor: Actor, ask: Ask) -> Ask:
    try:
        with transaction.atomic():
            ask.offer_id = _submit(actor, ask)
        ask.offer_state = OfferState.OFFERED
    except Refused as refused:
        ask.offer_state = OfferState.STUCK
        ask.stuck_because = [each.code for each in refused.refusals]
    except NotFound:
        ask.offer_state, ask.stuck_because = OfferState.STUCK, ["answer.nothing_fits"]
    ask.save(update_fields=["offer_state", "offer_id", "stuck_because"])
    return ask


def _submit(actor: Actor, ask: Ask) -> UUID:
    """The party's best things for the open lines, as many as were announced."""
    aid_request = requests.get_aid_request(actor, ask.call_out.aid_request_id)
    offered = _things(actor, aid_request, ask)
    if not offered:
        raise Refused(Refusal("answer.nothing_fits", "response"))
    offer = aid.submit_offer(
        actor,
        aid_request_id=aid_request.id,
        lines=offered,
        arrives_at=max(clock.now(), ask.answered_at + timedelta(hours=ask.hours or 0)),
        note=ask.reason,
    )
    return offer.id


def _things(actor: Actor, aid_request: Any, ask: Ask) -> list[OfferedLine]:
    wanted = {line["line_id"] for line in ask.called_party.lines}
    lines = [
        line
        for line in requests.lines_of(aid_request.id)
        if line.state == LineState.OPEN and str(line.id) in wanted
    ]
    found = line_matches(actor, aid_request, lines, party_id=actor.party_id)
    rows, seen = [], set()
    for line, match in found:
        for row in match.chosen:
            if row.candidate_id not in seen:
                seen.add(row.candidate_id)
                rows.append((line, row))
    needed = {line.id: line.quantity - line.filled_quantity for line in lines}
    free = [(line.id, 1 if row.kind == "package" else row.quantity) for line, row in rows]
    taken = rules.share_out(ask.people or 0, free, needed)
    return [
        OfferedLine(
            line_id=line.id,
            resource_id=None if row.kind == "package" else row.candidate_id,
            package_id=row.candidate_id if row.kind == "package" else None,
            quantity=count,
        )
        for (line, row), count in zip(rows, taken, strict=True)
        if count
    ]

"""Answers: by link or call without signing in, by text, or by the person signed in."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.db import transaction

from muster.aid import commands as aid
from muster.aid import queries as requests
from muster.callout import events, queries
from muster.callout.commands.looking import ask_for_look
from muster.callout.commands.noting import ask_next_person, resume_asking, settle_party
from muster.callout.commands.telling import tell
from muster.callout.models import AnswerLink, Ask, CalledParty, OfferState, PartyState
from muster.callout.people import actor_asked
from muster.journal import clock
from muster.journal.command import command
from muster.messaging import queries as messaging
from muster.rules import callout as rules
from muster.rules.actor import Actor
from muster.rules.callout import LinkFacts, LinkRefusal, Reply
from muster.rules.permissions import is_permitted
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

NO_REASON = "No reason was given."
ANSWERED = (
    "answered_at",
    "via",
    "seen_at",
    "is_coming",
    "reason",
    "people",
    "hours",
    "offer_state",
    "offer_id",
    "next_way_at",
    "stuck_because",
)


@command("call_out.answer")
def answer_call(
    actor: Actor,
    *,
    ask_id: UUID,
    is_coming: bool,
    people: int = 0,
    hours: int = 0,
    reason: str = "",
) -> Ask:
    """Answer what one was asked, or change the answer; "coming" becomes the party's offer.

    *Refuses* `answer.not_asked`, `call_out.over`, `answer.people`, `answer.hours`,
    `answer.reason_too_long`, and what withdrawing an earlier offer refuses. *Records* CallAnswered;
    HelpDeclined where the person may speak for the party. *Clause*: response.
    """
    ask = queries.get_ask(actor, ask_id)
    if ask.person_id != actor.person_id:
        raise Refused(Refusal("answer.not_asked"))
    return take_answer(actor, ask, Reply(is_coming, people, hours, reason.strip()))


@command("call_out.answer_by_link")
def answer_by_link(
    actor: Actor,
    *,
    token: str,
    is_coming: bool,
    people: int = 0,
    hours: int = 0,
    reason: str = "",
    by_call: bool = False,
) -> Ask:
    """Answer by a link that was sent to one person for one question, without signing in.

    A link answers once. `by_call`: it is the one that a call was given for its keys. *Refuses* `answer.link_expired`, `answer.link_replayed`,
    `answer.link_forwarded`, `answer.link_fenced`, `answer.link_ended`, `answer.not_asked` and what
    `answer_call` refuses. *Records* CallAnswered. *Clause*: response.
    """
    _hold(queries.ask_of_token(token))
    # Read anew: while the rows were waited for, somebody may have answered, or ended it.
    link = queries.link_of_token(token, by_call=by_call)
    if because := refusal_of_link(link, actor):
        raise Refused(Refusal(f"answer.link_{because}"))
    ask, via = link.ask, "call" if by_call else "link"
    somebody = actor_asked(
        ask.call_out.network_id, ask.called_party.party_id, ask.person_id, via=via
    )
    if somebody is None:
        raise Refused(Refusal("answer.not_asked"))
    reply = Reply(is_coming, people, hours, reason.strip())
    answered = take_answer(somebody, ask, reply, via=via)
    AnswerLink.objects.filter(id=link.id).update(used_at=clock.now())
    return answered


def refusal_of_link(link: AnswerLink, actor: Actor) -> LinkRefusal | None:
    """Why this link may not answer now for whoever holds it."""
    ask = link.ask
    stopped = link.is_stoppable and bool(messaging.stopped_people([ask.person_id]))
    facts = LinkFacts(
        addressee_id=ask.person_id,
        signed_in_as=actor.person_id,
        expires_at=link.expires_at,
        is_answered=ask.answered_at is not None,
        has_ended=ask.call_out.ended_at is not None,
        is_fenced=stopped,
    )
    return rules.link_refusal(facts, clock.now())


def take_answer(actor: Actor, ask: Ask, reply: Reply, via: str = "") -> Ask:
    """Write an answer down and what follows from it for the party."""
    refuse_if(rules.refusals_for_reply(reply))
    called, held = _hold(ask)
    if queries.has_ended(ask.call_out_id):
        raise Refused(Refusal("call_out.over"))
    if called.state == PartyState.COMING and not held.is_coming:
        raise Refused(Refusal("answer.party_has_answered"))
    _take_back_offer(actor, held)
    held.answered_at, held.via = clock.now(), via or actor.via
    held.seen_at = held.seen_at or held.answered_at
    held.is_coming, held.reason = reply.is_coming, reply.reason
    held.people = reply.people if reply.is_coming else None
    held.hours = reply.hours if reply.is_coming else None
    held.offer_state = OfferState.MAKING if reply.is_coming else ""
    held.offer_id, held.next_way_at, held.stuck_because = None, None, []
    held.save(update_fields=ANSWERED)
    if reply.is_coming:
        settle_party(called, PartyState.COMING)
    else:
        _say_no(actor, ask, called, reply.reason)
    _tell_answered(actor, ask, held)
    return held


def _hold(ask: Ask) -> tuple[CalledParty, Ask]:
    """The party's row, then the question's. Links come last: whoever ends a call-out takes the same
    order, so that neither waits for the other for ever."""
    called = CalledParty.objects.select_for_update(of=("self",)).get(id=ask.called_party_id)
    return called, Ask.objects.select_for_update(of=("self",)).get(id=ask.id)


def _take_back_offer(actor: Actor, held: Ask) -> None:
    """Who changes the answer takes the offer back that the earlier one became."""
    if held.offer_state == OfferState.OFFERED and held.offer_id:
        aid.withdraw_offer(actor, offer_id=held.offer_id, reason="The answer was changed.")


def _say_no(actor: Actor, ask: Ask, called: CalledParty, reason: str) -> None:
    """Whoever may speak for the party says no for it; else the next of its people is asked now, also
    where the same person said yes before and nothing was offered on that."""
    if is_permitted(actor, "aid_request.decline_to_help"):
        with suppress(Refused, NotFound), transaction.atomic():
            aid.decline_to_help(
                actor, aid_request_id=ask.call_out.aid_request_id, reason=reason or NO_REASON
            )
        settle_party(called, PartyState.DECLINED, reason)
    elif called.state != PartyState.COMING:
        ask_next_person(called)
    elif called.party_id not in requests.answering_parties(ask.call_out.aid_request_id):
        resume_asking(called)
    ask_for_look(ask.call_out.network_id, ask.call_out_id)


def _tell_answered(actor: Actor, ask: Ask, held: Ask) -> None:
    call_out, party_id = ask.call_out, ask.called_party.party_id
    happened = events.CallAnswered(
        call_out.id,
        ask.id,
        call_out.aid_request_id,
        call_out.aid_request.requesting_party_id,
        party_id,
        ask.person_id,
        call_out.aid_request.reference,
        bool(held.is_coming),
        held.people or 0,
        held.hours or 0,
        held.via,
    )
    tell(actor, happened, call_out, party_id)


def note_seen(ask_id: UUID) -> None:
    """Note that the page of a question was opened by somebody's browser; the first time counts.

    Not a command: it changes nothing but a moment on the panel, and needs no permission.
    """
    Ask.objects.filter(id=ask_id, seen_at__isnull=True).update(seen_at=clock.now())

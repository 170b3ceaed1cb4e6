"""Keys pressed on a call: what they answer, and what is said back to whoever pressed them."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import caches
from django.http import HttpRequest

from muster.callout import commands, links
from muster.callout.commands.answering import refusal_of_link
from muster.callout.letters import keys_url
from muster.callout.models import AnswerLink
from muster.journal import clock
from muster.journal.once import digest_of, once
from muster.members.strangers import stranger
from muster.messaging.carriers.arrival import Pressed
from muster.messaging.commands import take_up_call
from muster.rules import callout as rules
from muster.rules.callout import LinkRefusal
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.web.wording import sentences

MOST_READINGS = 10
"""So often the words are read again on one call: a machine that presses keys must not talk all night."""
HOUR = 3600
COMING = "Thank you. You are down as coming: one person, at once. To change that, sign in. Goodbye."
NOT_COMING = "Taken down as not coming. Thank you. Goodbye."
NO_MORE = "Please look at your messages, or open Muster. Goodbye."
NOT_TAKEN = {
    LinkRefusal.EXPIRED: "It is too late to answer by this call. Please sign in to answer.",
    LinkRefusal.REPLAYED: "This was answered already. Sign in to change the answer.",
    LinkRefusal.ENDED: "Thank you. Nobody is asked for this any more.",
}
NO_ANSWER_HERE = "This call cannot answer. Please look at your messages, or sign in."


@dataclass(frozen=True)
class SaidBack:
    """What is read to whoever pressed a key; with `gathers` a key may be pressed after it."""

    words: str
    gathers: bool = False


def press(request: HttpRequest, token: str, number: int, pressed: Pressed) -> SaidBack:
    """Take a key of which the carrier proved that it was pressed on its call `pressed.call`, given
    the token and the attempt that stand in the address. Raises `NotFound` for a guess."""
    link = links.find_link(request, token, by_call=True)
    try:
        call = take_up_call(link.ask_id, keys_url(token), number, pressed.call)
    except NotFound:
        links.note_guess(request)
        raise
    refusal = rules.call_refusal(call.begun_at, clock.now(), is_same=call.is_same)
    if refusal is None and pressed.digit in rules.KEYS:
        return _answer(request, token, link, pressed)
    refusal = refusal or refusal_of_link(link, stranger(request))
    if refusal is not None:
        return _not_taken(link, Refused(Refusal(f"{links.PREFIX}{refusal}")))
    commands.note_seen(link.ask_id)
    if _has_heard_enough(link, number):
        return SaidBack(NO_MORE)
    return SaidBack(call.words, gathers=True)


def _answer(request: HttpRequest, token: str, link: AnswerLink, pressed: Pressed) -> SaidBack:
    reply = rules.KEYS[pressed.digit]

    def write() -> bool:
        links.use_link(
            request,
            token,
            is_coming=reply.is_coming,
            people=reply.people,
            hours=reply.hours,
            by_call=True,
        )
        return True

    # A carrier that had no answer posts the same key of the same call again: that is no replay.
    key = digest_of(pressed.call, pressed.digit)
    try:
        once(f"link:{link.id}", key, key, write)
    except Refused as refused:
        return _not_taken(link, refused)
    return SaidBack(COMING if reply.is_coming else NOT_COMING)


def _not_taken(link: AnswerLink, refused: Refused) -> SaidBack:
    links.note_refusal(link, refused)
    code = refused.refusals[0].code
    if not code.startswith(links.PREFIX):
        return SaidBack(" ".join(sentences(refused.refusals)))
    return SaidBack(NOT_TAKEN.get(LinkRefusal(code.removeprefix(links.PREFIX)), NO_ANSWER_HERE))


def _has_heard_enough(link: AnswerLink, number: int) -> bool:
    cache, key = caches["process"], f"call-readings:{link.id}:{number}"
    cache.add(key, 0, HOUR)
    return cache.incr(key) > MOST_READINGS

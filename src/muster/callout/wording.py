"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    "call_out.not_yours": "Only the requesting party or the coordinator may have people asked.",
    "call_out.not_open": "People are asked for open requests only. Open the request first.",
    "call_out.running": "People are being asked already. Widen that call-out, or stop it first.",
    "call_out.over": "This call-out has ended. Start another one if help is still needed.",
    "call_out.nobody_left": "Everybody who could help is asked already. Tell the coordinator.",
    "call_out.nobody_fits": (
        "Nobody who could help is left to ask. Change what you ask for, or name the parties."
    ),
    "call_out.unknown_line": "Choose lines of this request that still need somebody.",
    "call_out.unknown_party": "Name parties of the network that may help, other than your own.",
    "call_out.wave_size": "Ask at least 1 and at most {most} parties first.",
    "call_out.growth": "Let each wave be 1 to {most} times as large as the one before.",
    "call_out.minutes": "Leave 1 to {most} minutes between two waves.",
    "call_out.nobody_named": "Choose at least one party to ask.",
    "call_out.names_not_asked": "Choose a named list to name the parties yourself.",
    "answer.people": "Say how many come: a number from 1 to {most}.",
    "answer.hours": "Say in how many hours: a number from 0 to {most}.",
    "answer.reason_too_long": "Give the reason in at most {most} characters.",
    "answer.not_asked": "This question was put to somebody else.",
    "answer.party_has_answered": (
        "Your party has offered help already. Sign in to see the offer, or to take it back."
    ),
    "answer.link_unknown": (
        "This link is not known. Open the newest message, or sign in and answer there."
    ),
    "answer.link_expired": "This link has expired. Sign in to answer.",
    "answer.link_replayed": "This link has answered already. Sign in to change the answer.",
    "answer.link_forwarded": "This link was sent to somebody else. It cannot answer for them.",
    "answer.link_fenced": (
        "Links sent to this mailbox are not taken at present. Sign in, or answer by phone."
    ),
    "answer.link_ended": "Thank you. Nobody is asked for this any more.",
    "answer.not_waiting": "This answer does not wait for an approval any more. Reload the page.",
    "answer.not_your_party": "Only the party that was asked approves this answer.",
    "answer.nothing_fits": (
        "Nothing that your party lists fits what is still needed. Offer it by hand on the request."
    ),
}
ENDS = {
    "filled": "everything asked for is promised",
    "closed": "the request was closed",
    "cancelled": "the request was taken back",
    "too_late": "it would have come too late",
    "stopped": "it was stopped",
}
LINKS = {
    "unknown": "Answer links were guessed ({tries} tries from one address).",
    "expired": "An expired answer link was used.",
    "replayed": "An answer link was used a second time.",
    "forwarded": "An answer link was used by somebody else than its addressee.",
    "fenced": "An answer link was used out of a mailbox that is fenced off.",
}


def _answered(fact: Mapping[str, Any]) -> str:
    if not fact.get("is_coming"):
        return "Answered that they cannot help."
    return f"Answered: {fact.get('people')} coming, in {fact.get('hours')} hours."


def _ended(fact: Mapping[str, Any]) -> str:
    because = ENDS.get(str(fact.get("because")), "it ended")
    return f"Nobody is asked any more: {because}. Asked {_counted(fact, 'asked', PARTIES)}."


PARTIES, PEOPLE = ("party", "parties"), ("person", "people")


def _counted(fact: Mapping[str, Any], name: str, nouns: tuple[str, str]) -> str:
    """A number of a fact with its noun."""
    count = fact.get(name)
    return f"{count} {nouns[0] if count == 1 else nouns[1]}"


def _wave(fact: Mapping[str, Any]) -> str:
    asked = _counted(fact, "party_count", PARTIES)
    return f"Asked {asked} for {fact.get('reference')} (wave {fact.get('wave')})."


def _started(fact: Mapping[str, Any]) -> str:
    able = _counted(fact, "party_count", PARTIES)
    return f"Had people asked for {fact.get('reference')}: {able} could help."


def _people_asked(fact: Mapping[str, Any]) -> str:
    return f"Asked {_counted(fact, 'people_count', PEOPLE)} for {fact.get('reference')}."


def _refused(fact: Mapping[str, Any]) -> str:
    words = LINKS.get(str(fact.get("reason")), "An answer link was refused.")
    return words.format(tries=fact.get("tries", ""))


register_wording(REFUSALS)
register_fact_words(
    {
        "CallOutStarted": _started,
        "WaveSent": _wave,
        "PeopleAsked": _people_asked,
        "CallAnswered": _answered,
        "AnswerNeedsApproval": "An answer for {reference} waits for an approver.",
        "AnswerApproved": "Approved an answer for {reference}.",
        "CallUnanswered": "Parties asked for {reference} kept silent.",
        "CoordinatorCalled": "Nobody is left to ask for {reference}: the coordinator was called.",
        "CallOutEnded": _ended,
        "AnswerLinkRefused": _refused,
    }
)

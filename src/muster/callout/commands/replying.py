"""Answers in words, by text or mail: read as people write them, and always confirmed the same way."""

from __future__ import annotations

from uuid import UUID

from muster.callout import queries
from muster.callout.commands.answering import take_answer
from muster.callout.models import Ask
from muster.callout.people import actor_asked
from muster.journal import clock
from muster.journal.command import command
from muster.messaging import queries as messaging
from muster.messaging.commands import Letter, send
from muster.rules.actor import Actor
from muster.rules.callout import read_reply
from muster.rules.refusal import Refused
from muster.web.wording import sentences

HOW = "Write {code} YES 2 3 (2 people, in 3 hours) or {code} NO and why."


@command("call_out.run")
def answer_in_words(
    actor: Actor, *, ask_id: UUID, person_id: UUID | None, text: str, via: str, reply_id: UUID
) -> Ask:
    """Take what somebody wrote back as the answer to what they were asked; say how it was taken.

    What cannot be read, or is refused, is answered with how to write it. *Refuses* nothing.
    *Records* CallAnswered. *Clause*: response.
    """
    ask = queries.get_ask(actor, ask_id)
    if ask.person_id != person_id:
        return ask
    somebody = actor_asked(
        ask.call_out.network_id, ask.called_party.party_id, ask.person_id, via=via
    )
    reply = read_reply(text)
    if somebody is None or reply is None:
        _write_back(ask, via, reply_id, "Not understood. " + HOW.format(code=ask.reply_code))
        return ask
    try:
        answered = take_answer(somebody, ask, reply)
    except Refused as refused:
        _write_back(ask, via, reply_id, " ".join(sentences(refused.refusals)))
        return ask
    words = f"{reply.people} coming, in {reply.hours} hours" if reply.is_coming else "you cannot"
    _write_back(ask, via, reply_id, f"Thank you. Noted: {words}.")
    return answered


def _write_back(ask: Ask, via: str, reply_id: UUID, words: str) -> None:
    """Over the way on which the answer came, where it is still the person's own."""
    is_urgent = ask.call_out.exercise_id is None
    ways = messaging.ways_of([ask.person_id], is_urgent=is_urgent, at=clock.now())
    way = next((each for each in ways.get(ask.person_id, []) if each.channel == via), None)
    if way is None:
        return
    said = f"{ask.call_out.network.name}: {words}"
    send(
        [
            Letter(
                network_id=ask.call_out.network_id,
                person_id=ask.person_id,
                channel=way.channel,
                address=way.address,
                contact_point_id=way.contact_point_id,
                subject=said[:200],
                body=f"{said}\n",
                short=said[:300],
                unique_key=f"ask/{ask.id}/reply/{reply_id}",
                is_urgent=is_urgent,
                exercise_id=ask.call_out.exercise_id,
            )
        ]
    )

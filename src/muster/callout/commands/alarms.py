"""Alarms about answer links: each refused one goes to the journal, guesses once an hour an address."""

from __future__ import annotations

from django.core.cache import caches

from muster.callout import events
from muster.callout.models import AnswerLink
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor, system_actor
from muster.rules.callout import LinkRefusal

HOUR = 3600
ALARMING_TRIES = 3
MOST_NETWORKS = 20


@command("call_out.run")
def raise_link_alarm(
    actor: Actor, *, reason: str, link: AnswerLink | None = None, address: str = ""
) -> bool:
    """Write into the journal that an answer link was refused; whether it was written.

    The same link for the same reason counts once an hour, and so does one address that guesses:
    nobody fills the journal from outside. *Refuses* nothing. *Records* AnswerLinkRefused. *Clause*:
    none.
    """
    if link is None:
        return _guessed(address)
    if not caches["process"].add(f"link-alarm:{link.id}:{reason}", True, HOUR):
        return False
    ask = link.ask
    call_out, party_id = ask.call_out, ask.called_party.party_id
    happened = events.AnswerLinkRefused(
        new_id(), reason, ask.id, call_out.aid_request_id, party_id, ask.person_id, 1
    )
    record(
        happened,
        actor=system_actor(call_out.network_id),
        subjects=[("call_out", call_out.id), ("person", ask.person_id)],
        audience=[party_id],
        network_id=call_out.network_id,
        exercise_id=call_out.exercise_id,
    )
    return True


def _guessed(address: str) -> bool:
    """The first tries may be a link cut in two by a mail program; then it is an alarm."""
    cache, key = caches["process"], f"link-guess:{address}"
    cache.add(key, 0, HOUR)
    tries = cache.incr(key)
    if tries != ALARMING_TRIES:
        return False
    for network_id in members.network_ids()[:MOST_NETWORKS]:
        record(
            events.AnswerLinkRefused(new_id(), LinkRefusal.UNKNOWN, None, None, None, None, tries),
            actor=system_actor(network_id),
            subjects=[],
            audience=[],
            network_id=network_id,
        )
    return True

"""What a call-out does when something happens to its request, or somebody answers elsewhere."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import events as aid
from muster.callout import commands, queries
from muster.callout.commands.looking import ask_for_look
from muster.callout.commands.noting import note_party_answer
from muster.callout.events import CallAnswered
from muster.journal.handling import on
from muster.rules.actor import system_actor


@on(CallAnswered)
def make_the_offer(event: CallAnswered, fact: Any) -> None:
    """An answer that help is coming becomes an offer, apart from the answer: an offer that is
    refused never costs the answer."""
    if event.is_coming:
        commands.make_offer(system_actor(fact.network_id), ask_id=event.ask_id)


@on(aid.LineFilled, aid.AidRequestClosed, aid.AidRequestCancelled)
def look_at_once(event: Any, fact: Any) -> None:
    """The need may be met or over."""
    running = queries.running_call_out(event.aid_request_id)
    if running is not None:
        ask_for_look(running.network_id, running.id)


@on(aid.OfferSubmitted)
def party_offers(event: aid.OfferSubmitted, fact: Any) -> None:
    """Who offers on the request's page is not asked any further."""
    _answered(event.aid_request_id, event.responding_party_id, is_coming=True)


@on(aid.HelpDeclined)
def party_declines(event: aid.HelpDeclined, fact: Any) -> None:
    """Who says no on the request's page is not asked any further."""
    _answered(event.aid_request_id, event.responding_party_id, is_coming=False, reason=event.reason)


def _answered(aid_request_id: UUID, party_id: UUID, *, is_coming: bool, reason: str = "") -> None:
    running = queries.running_call_out(aid_request_id)
    if running is not None and note_party_answer(running, party_id, is_coming, reason):
        ask_for_look(running.network_id, running.id)

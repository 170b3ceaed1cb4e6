"""What a call-out does when something happens to its request, or somebody answers elsewhere."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from muster.aid import events as aid
from muster.aid import queries as requests
from muster.callout import commands, queries
from muster.callout.commands.looking import ask_for_look
from muster.callout.commands.noting import note_party_answer
from muster.callout.events import CallAnswered
from muster.callout.letters import ABOUT
from muster.journal.handling import FIRST, on
from muster.messaging.events import ReplyReceived
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import Refused
from muster.rules.sharing import SharingLabel, label_of


@on(aid.AidRequestOpened, priority=FIRST)
def start_if_wanted(event: aid.AidRequestOpened, fact: Any) -> None:
    """Who asked for help may have asked for people at once. Where nobody fits, or only recipients
    named one by one may know, the request's page offers to start it by hand."""
    if event.calls_out:
        person = {"person_id": fact.actor_person_id, "name": fact.actor_name}
        start_as_wished(replace(system_actor(fact.network_id), **person), event.aid_request_id)


def start_as_wished(starter: Actor, aid_request_id: UUID) -> None:
    """Start a call-out at the usual pace, unless one asks already or nobody fits."""
    if not _is_for_named_alone(starter.network_id, aid_request_id):
        with suppress(Refused), transaction.atomic():
            commands.start_call_out(starter, aid_request_id=aid_request_id)


def _is_for_named_alone(network_id: UUID, aid_request_id: UUID) -> bool:
    aid_request = requests.get_aid_request(system_actor(network_id), aid_request_id)
    return label_of(aid_request.incident.sharing_label) is SharingLabel.RED


@on(CallAnswered, priority=FIRST)
def make_the_offer(event: CallAnswered, fact: Any) -> None:
    """An answer that help is coming becomes an offer, apart from the answer: an offer that is
    refused never costs the answer."""
    if event.is_coming:
        commands.make_offer(system_actor(fact.network_id), ask_id=event.ask_id)


@on(ReplyReceived, priority=FIRST)
def take_reply(event: ReplyReceived, fact: Any) -> None:
    """Somebody asked has answered by text or mail; the room below has proved who it was."""
    if event.about_kind == ABOUT:
        commands.answer_in_words(
            system_actor(fact.network_id),
            ask_id=event.about_id,
            person_id=event.person_id,
            text=event.text,
            via=event.channel,
            reply_id=event.reply_id,
        )


@on(aid.LineFilled, aid.AidRequestClosed, aid.AidRequestCancelled, priority=FIRST)
def look_at_once(event: Any, fact: Any) -> None:
    """The need may be met or over."""
    running = queries.running_call_out(event.aid_request_id)
    if running is not None:
        ask_for_look(running.network_id, running.id)


@on(aid.OfferSubmitted, priority=FIRST)
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

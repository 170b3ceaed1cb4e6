"""What waits for somebody: questions to answer, answers to stand by."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from muster.callout import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.todo import Todo, register_todos


def asked_here(actor: Actor) -> Iterable[Todo]:
    """For whoever is asked: one sentence and the page to answer on."""
    if actor.party_id is None or not is_permitted(actor, "call_out.answer"):
        return []
    return [
        Todo(
            f"You are asked: {ask.call_out.aid_request.requesting_party.name} needs help",
            reverse("callout:call", args=[ask.id]),
            urgent=True,
        )
        for ask in queries.asks_of(actor)
    ]


def to_approve(actor: Actor) -> Iterable[Todo]:
    """For whoever may offer: what the own party's people announced."""
    if actor.party_id is None or not is_permitted(actor, "call_out.approve"):
        return []
    return [
        Todo(
            f"Your people say {ask.people} can come for {ask.call_out.aid_request.reference}: "
            "make it your offer",
            reverse("callout:approve", args=[ask.id]),
            urgent=True,
        )
        for ask in queries.answers_to_approve(actor)
    ]


register_todos(asked_here)
register_todos(to_approve)

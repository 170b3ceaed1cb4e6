"""Messaging in the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from muster.messaging import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry(
    "Deliveries", "messaging:deliveries", order=80, permission="delivery.view", place="more"
)

register_entry("How to reach me", "messaging:ways", order=20, place="account")


def stuck_messages(actor: Actor) -> Iterable[Todo]:
    """For the coordinator: messages that nobody got."""
    if not is_permitted(actor, "delivery.retry"):
        return []
    count = queries.dead_count(actor)
    if not count:
        return []
    words = "1 message was given up" if count == 1 else f"{count} messages were given up"
    return [
        Todo(
            f"{words}: reach these people another way",
            reverse("messaging:deliveries") + "?state=dead",
        )
    ]


register_todos(stuck_messages)

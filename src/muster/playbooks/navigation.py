"""Where the playbooks are found, and which of them are to be gone through again."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from muster.journal import clock
from muster.playbooks import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

SOON = timedelta(days=14)

register_entry("Playbooks", "playbooks:playbooks", order=31, place="more")


def reviews_due(actor: Actor) -> list[Todo]:
    """Own playbooks that are to be gone through within two weeks, or should have been."""
    if not is_permitted(actor, "playbook.write"):
        return []
    day = (clock.now() + SOON).date()
    return [
        Todo(
            f"Go through the playbook “{each.title}” again.",
            reverse("playbooks:revise", args=[each.playbook_id]),
            last_day=each.review_by,
        )
        for each in queries.to_review(actor, day)
    ]


register_todos(reviews_due)

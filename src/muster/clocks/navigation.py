"""Where this room stands in the navigation, and which deadlines need somebody now."""

from __future__ import annotations

from django.urls import reverse

from muster.clocks import queries
from muster.rules.actor import Actor
from muster.rules.clocks import ClockState
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

MOST = 6

register_entry("Deadlines", "clocks:deadlines", order=42, place="more")


def due_here(actor: Actor) -> list[Todo]:
    """The own party's deadlines that are near, due or missed."""
    return [
        Todo(
            f"{each.row.title}: {each.row.subject_reference}.",
            reverse("clocks:deadline", args=[each.id]),
            due=each.row.ends_at,
            last_day=each.whole_day,
            urgent=each.state in (ClockState.DUE, ClockState.MISSED),
        )
        for each in queries.nearest(actor, limit=MOST)
        if each.is_pressing
    ]


register_todos(due_here)

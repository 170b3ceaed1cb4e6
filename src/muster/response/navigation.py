"""The board in the navigation; its live topic; the reports that are due."""

from __future__ import annotations

from django.urls import reverse

from muster.journal import clock
from muster.response import queries, topics
from muster.rules.actor import Actor
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Board", "response:board", order=10)

__all__ = ["topics"]


def due_here(actor: Actor) -> list[Todo]:
    """Situation reports that are due, and posts that somebody asks the reader to take."""
    now = clock.now()
    todos = [
        Todo(
            f"Write the situation report of {operation.incident.reference}.",
            reverse("response:report", args=[operation.id]),
            due=operation.report_due_at,
            urgent=True,
        )
        for operation in queries.operations_to_lead(actor)
        if operation.report_due_at <= now and operation.incident.closed_at is None
    ]
    todos += [
        Todo(
            f"{offered.from_name} asks you to take over as {offered.post}.",
            reverse("response:take_post", args=[offered.id]),
            urgent=True,
        )
        for offered in queries.posts_offered_to(actor)
    ]
    return todos


register_todos(due_here)

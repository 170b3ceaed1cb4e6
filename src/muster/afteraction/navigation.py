"""Where this room stands in the navigation, and which findings are due."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from django.urls import reverse

from muster.afteraction import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

SOON = timedelta(days=14)

register_entry("Reviews", "afteraction:reviews", order=45, place="more")
register_entry("Findings", "afteraction:findings", order=46, place="more")


def due_here(actor: Actor) -> list[Todo]:
    """Findings of the own party that are due within two weeks, or overdue."""
    if not is_permitted(actor, "finding.progress"):
        return []
    now = clock.now()
    return [
        Todo(
            f"Finding {finding.number} of review {finding.review.reference}: {finding.text[:120]}",
            reverse("afteraction:review", args=[finding.review_id]),
            due=datetime.combine(finding.due_on, time(23, 59), UTC),
            urgent=finding.due_on < now.date(),
        )
        for finding in queries.findings_due(actor, (now + SOON).date())
    ]


register_todos(due_here)

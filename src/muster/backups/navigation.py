"""Backups in the frame of every page."""

from __future__ import annotations

from collections.abc import Iterable

from django.urls import reverse

from muster.backups import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Backups", "backups:backups", order=82, permission="backup.view", place="more")


def overdue_places(actor: Actor) -> Iterable[Todo]:
    """For the coordinator: places that no backup has reached for two intervals."""
    if not is_permitted(actor, "backup.view"):
        return []
    return [
        Todo(f"No backup reaches {label}", reverse("backups:backups"), urgent=True)
        for label in queries.overdue_labels()
    ]


def waiting_of_the_host(actor: Actor) -> Iterable[Todo]:
    """For the coordinator: what happened at the returned host alone, and is not settled."""
    if not is_permitted(actor, "reconciliation.settle"):
        return []
    return [
        Todo(
            f"The host returned: {each.waiting} of its things to settle",  # type: ignore[attr-defined]
            reverse("backups:reconciliation", args=[each.id]),
        )
        for each in queries.waiting_by_reconciliation(actor)
    ]


register_todos(overdue_places)
register_todos(waiting_of_the_host)

"""Exercises of the network acted in."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from muster.journal.kept import kept
from muster.members.models import Exercise
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

LONGEST_LIST = 200


def exercises(actor: Actor) -> list[Exercise]:
    """The newest exercises, open or closed."""
    rows = Exercise.objects.filter(network_id=actor.network_id)
    return list(rows.order_by("-opened_at", "id")[:LONGEST_LIST])


def open_exercises(actor: Actor) -> list[Exercise]:
    """Exercises that something new may still be put into."""
    return _open(network_id=actor.network_id)


@kept
def _open(*, network_id: UUID | None) -> QuerySet[Exercise]:
    rows = Exercise.objects.filter(network_id=network_id, closed_at__isnull=True)
    return rows.order_by("-opened_at", "id")[:LONGEST_LIST]


def get_exercise(actor: Actor, exercise_id: UUID, lock: bool = False) -> Exercise:
    """One exercise of the network."""
    rows = Exercise.objects.select_for_update() if lock else Exercise.objects
    found = rows.filter(network_id=actor.network_id, id=exercise_id).first()
    if found is None:
        raise NotFound("exercise")
    return found

"""Exercises: a drill's envelope, opened and closed by the coordinator."""

from __future__ import annotations

from uuid import UUID

from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries
from muster.members.checks import Reasons
from muster.members.events import ExerciseClosed, ExerciseOpened
from muster.members.models import Exercise
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("exercise.open")
def open_exercise(actor: Actor, *, name: str, exercise_id: UUID | None = None) -> Exercise:
    """Open an exercise; what is asked and offered inside it never counts as real.

    Refuses `field.required`. Records ExerciseOpened.
    """
    network = queries.get_network(actor)
    reasons = Reasons()
    name = reasons.line("name", name, 200, required=True)
    reasons.raise_any()
    known_id = {"id": exercise_id} if exercise_id else {}
    exercise = Exercise.objects.create(
        network=network, name=name, opened_at=clock.now(), **known_id
    )
    record(
        ExerciseOpened(exercise.id, exercise.name),
        actor=actor,
        subjects=[("exercise", exercise.id)],
        audience=EVERYONE,
        exercise_id=exercise.id,
    )
    return exercise


@command("exercise.close")
def close_exercise(actor: Actor, *, exercise_id: UUID) -> Exercise:
    """Close an exercise: nothing new goes into it, what is in it stays readable.

    Refuses `exercise.closed`. Records ExerciseClosed.
    """
    exercise = queries.get_exercise(actor, exercise_id, lock=True)
    if exercise.closed_at is not None:
        raise Refused(Refusal("exercise.closed"))
    exercise.closed_at = clock.now()
    exercise.save(update_fields=["closed_at"])
    record(
        ExerciseClosed(exercise.id, exercise.name),
        actor=actor,
        subjects=[("exercise", exercise.id)],
        audience=EVERYONE,
        exercise_id=exercise.id,
    )
    return exercise

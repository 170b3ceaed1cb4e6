"""What of this room needs somebody now: access that is over and not confirmed removed."""

from __future__ import annotations

from django.urls import reverse

from muster.access import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.todo import Todo, register_todos


def waiting_here(actor: Actor) -> list[Todo]:
    """Each grant of the own party that ran out, or outlived its mission, until it is confirmed gone."""
    if actor.party_id is None or not is_permitted(actor, "access_grant.remove"):
        return []
    return [
        Todo(
            f"{'Exercise: ' if grant.mission.exercise_id else ''}Confirm that access of "
            f"{grant.helper_name} to {grant.system} is gone, mission {grant.mission.reference}.",
            reverse("access:remove", args=[grant.id]),
            due=grant.ends_at,
            urgent=True,
        )
        for grant in queries.to_confirm(actor, clock.now())
    ]


register_todos(waiting_here)

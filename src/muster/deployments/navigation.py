"""Where this room stands in the navigation, and what of it needs somebody now."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.deployments import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry(
    "My deployment", "deployments:mine", order=15, permission="deployment.log_time", place="more"
)


register_entry(
    "Call everything home",
    "deployments:recall_everything",
    order=66,
    permission="mission.recall",
    place="more",
)


def waiting_here(actor: Actor) -> list[Todo]:
    """The own next step, names to give, longer stays to answer, missions to close."""
    if actor.party_id is None:
        return []
    mine = reverse("deployments:mine")
    todos = [
        Todo(
            f"{_exercise(row)}You are deployed: {row.label}, {row.mission.reference}. "
            "Open your page.",
            mine,
            due=row.mission.starts_at,
            urgent=row.checked_in_at is None,
        )
        for row in queries.my_deployments(actor)[:3]
        if row.ended_at is None
    ]
    if is_permitted(actor, "deployment.assign"):
        todos += [
            Todo(
                f"Name who serves as {row.label} on mission {row.mission.reference}.",
                reverse("deployments:assign", args=[row.id]),
                due=row.mission.starts_at,
            )
            for row in queries.unassigned(actor)
        ]
    if is_permitted(actor, "clearance.accept"):
        todos += [
            Todo(
                f"{_exercise(row)}Accept for {row.label}: {each.asked.label}, mission "
                f"{row.mission.reference}. Nobody is checked in before.",
                reverse("deployments:accept_clearance", args=[row.id, each.asked.key]),
                due=row.mission.starts_at,
                urgent=True,
            )
            for row, each in queries.to_accept(actor)
        ]
    if is_permitted(actor, "mission.extend"):
        todos += [
            Todo(
                f"Answer whether mission {each.mission.reference} may go on longer.",
                reverse("deployments:answer_extension", args=[each.id]),
                due=each.mission.ends_at,
                urgent=True,
            )
            for each in queries.extensions_to_answer(actor)
        ]
    if is_permitted(actor, "mission.close"):
        todos += [
            Todo(
                f"Close mission {mission.reference}: everything is accounted for.",
                reverse("deployments:close", args=[mission.id]),
            )
            for mission in queries.missions_to_close(actor)
        ]
    return todos


def _exercise(row: Any) -> str:
    return "Exercise: " if row.mission.exercise_id else ""


register_todos(waiting_here)

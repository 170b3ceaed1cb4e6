"""Where this room stands in the navigation, and which disposals wait."""

from __future__ import annotations

from django.urls import reverse

from muster.records import queries
from muster.records.kinds import kind_of
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Records", "records:records", order=75, permission="record.view", place="more")

register_entry(
    "Records requests",
    "records:requests",
    order=77,
    permission="records_request.view",
    place="more",
)
register_entry("Our data", "records:own", order=76, permission="party_export.make", place="more")


def waiting_here(actor: Actor) -> list[Todo]:
    """Disposals that the actor may approve or carry out."""
    if not is_permitted(actor, "disposal.approve"):
        return []
    return [
        Todo(
            f"Disposal of records: {kind_of(each.kind).TITLE}",
            reverse("records:disposal", args=[each.id]),
        )
        for each in queries.open_disposals(actor)
        if each.approved_by_id is None or each.approved_by_id != actor.person_id
    ]


register_todos(waiting_here)

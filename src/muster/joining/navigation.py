"""Where this room stands in the navigation, and which steps wait for somebody."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from muster.agreements import queries as agreements
from muster.joining import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.terms import JoiningKind
from muster.web.display import label_text
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Joining and signing", "joining:joinings", order=61, place="more")
register_entry("Register on a day", "joining:register", order=64, place="more")


def steps_waiting(actor: Actor) -> Iterator[Todo]:
    """The next step of the own party's papers; for coordinators those that they file."""
    if not is_permitted(actor, "joining.record"):
        return
    found = queries.open_joinings(actor)
    ways = queries.progresses(found)
    for joining in found:
        step = queries.next_words(joining, ways[joining.id])
        is_mine = actor.party_id in queries.sides_of(joining)
        is_filing = step in queries.BY_COORDINATOR
        if step is None or (is_filing and not actor.is_coordinator) or not (is_mine or is_filing):
            continue
        words = "adopt" if joining.purpose == "adopt" else "join"
        yield Todo(
            f"{label_text(step)}, so that {joining.party.name} may {words} “{joining.version.label}”",
            reverse("joining:joining", args=[joining.id]),
        )


def adoption_waiting(actor: Actor) -> Iterator[Todo]:
    """A version in force that the own party is bound to look at, has not adopted and has not begun to."""
    party_id = actor.party_id
    if party_id is None or not is_permitted(actor, "joining.begin"):
        return
    version = agreements.version_in_force(actor)
    if version is None or agreements.terms_of(version).joining.kind is JoiningKind.BILATERAL:
        return
    adopted = queries.adopted_by(actor, [party_id])[party_id]
    if not adopted.version_ids or version.id in adopted.version_ids:
        return
    if not any(each.version_id == version.id for each in queries.under_way(actor, party_id)):
        yield Todo(
            f"Version “{version.label}” of the agreement is in force: decide whether to adopt it",
            reverse("joining:joinings"),
        )


register_todos(steps_waiting)
register_todos(adoption_waiting)

"""Where this room stands in the navigation, and what of it needs somebody now."""

from __future__ import annotations

from django.urls import reverse

from muster.duty import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.display import when_text
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("On duty", "duty:own", order=44, place="more")
register_entry("Nobody tonight", "duty:tonight", order=45, permission="duty.oversee", place="more")


def gaps_here(actor: Actor) -> list[Todo]:
    """The own party's first gap of the coming fortnight, for whoever can fill it."""
    if actor.party_id is None or not is_permitted(actor, "duty.edit"):
        return []
    gaps = queries.gaps_ahead(actor, actor.party_id, ahead=queries.FORTNIGHT)
    if not gaps:
        return []
    first, *more = gaps
    others = f" and at {len(more)} more times" if more else ""
    return [
        Todo(
            f"Nobody is on duty from {when_text(first.since)} to {when_text(first.until)}{others}.",
            reverse("duty:rota", args=[actor.party_id]),
            due=first.since,
            urgent=first.since - clock.now() < queries.SOON,
        )
    ]


def nights_here(actor: Actor) -> list[Todo]:
    """For the coordinator: how many parties have nobody tonight."""
    if not actor.is_coordinator:
        return []
    bare = [each for each in queries.tonight(actor) if each.has_nobody]
    if not bare:
        return []
    words = f"{bare[0].party_name} has" if len(bare) == 1 else f"{len(bare)} parties have"
    return [Todo(f"{words} nobody on duty tonight.", reverse("duty:tonight"))]


register_todos(gaps_here)
register_todos(nights_here)

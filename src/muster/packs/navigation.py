"""Where the pack is found, and who is told that a new one is due."""

from __future__ import annotations

from django.urls import reverse

from muster.agreements import queries as agreements
from muster.packs import queries
from muster.rules.actor import Actor, PartyRole
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Our pack", "packs:own", order=57, permission="pack.make", place="more")


def packs_to_make(actor: Actor) -> list[Todo]:
    """For a party's representatives: none was ever made, or the last one ends within two weeks."""
    if actor.party_id is None or not actor.holds(PartyRole.AUTHORIZED_REPRESENTATIVE):
        return []
    last = queries.last_made(actor, actor.party_id)
    url = reverse("packs:party", args=[actor.party_id])
    if last is None:
        return [Todo("Print our pack: there is none for the night without a network", url)]
    if not last.is_due:
        return []
    return [
        Todo(
            "Print a new pack: the last one ends",
            url,
            due=agreements.end_of_day(actor, last.expires_on),
            urgent=last.is_over,
            last_day=last.expires_on,
        )
    ]


register_todos(packs_to_make)

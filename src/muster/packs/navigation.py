"""Where the pack is found, and who is told that a new one is due."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.urls import reverse

from muster.packs import queries
from muster.rules.actor import Actor, PartyRole
from muster.web.display import day_text
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
    ends = datetime.combine(last.expires_on, time(), UTC)
    words = f"Print a new pack: the last is good until {day_text(last.expires_on)}"
    return [Todo(words, url, due=ends, urgent=last.is_over)]


register_todos(packs_to_make)

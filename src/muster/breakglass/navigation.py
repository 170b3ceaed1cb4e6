"""Where this room stands in the navigation, and what waits for somebody."""

from __future__ import annotations

from django.urls import reverse

from muster.breakglass import queries
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Vouch", "breakglass:vouch", order=58, permission="break_glass.vouch", place="more")


def sheets_to_renew(actor: Actor) -> list[Todo]:
    """Sheets of the own party that end within a month, for whoever may make new ones."""
    if not is_permitted(actor, "break_glass.issue"):
        return []
    at = clock.now()
    return [
        Todo(
            f"Print a new sheet of one-time codes: sheet {sheet.sign} ends soon",
            reverse("breakglass:codes", args=[sheet.party_id]),
            due=sheet.expires_at,
            urgent=(sheet.expires_at - at).days < 7,
        )
        for sheet in queries.lapsing_sheets(actor)
    ]


def words_to_second(actor: Actor) -> list[Todo]:
    """Somebody vouched for a person who cannot sign in; a second word is missing."""
    if not is_permitted(actor, "break_glass.vouch"):
        return []
    return [
        Todo(
            f"{each.first_person_name} vouched for {each.person.name} of {each.party.name}; "
            "a second one must",
            reverse("breakglass:vouch_person", args=[each.party_id, each.person_id]),
            due=each.expires_at,
            urgent=True,
        )
        for each in queries.waiting_vouchings(actor)
    ]


register_todos(sheets_to_renew)
register_todos(words_to_second)

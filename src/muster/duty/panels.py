"""What a party's page and the start page show of who is on duty."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.duty import queries
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.web.panels import register_panel


def on_duty_at(actor: Actor, party_id: UUID) -> dict[str, Any] | None:
    """Names of whoever is on duty; no number but the party's contacts, which the page shows."""
    sees_rota = queries.sees_rota_of(actor, party_id)
    found = queries.who_answers(actor, party_id)
    names = members.person_names(each.person_id for each in found)
    return {
        "people": [(each, names[each.person_id]) for each in found],
        "sees_rota": sees_rota,
    }


def own_duty(actor: Actor, _subject: None) -> dict[str, Any] | None:
    """That the reader is on duty now, with the last note that somebody else left."""
    if actor.party_id is None or actor.person_id is None:
        return None
    found = queries.own_duty(actor)
    return {"duty": found[0], "note": found[1], "party_id": actor.party_id} if found else None


register_panel("party.side", "party", on_duty_at, "duty/_party.html", None, 20)
register_panel("home.main", "home", own_duty, "duty/_home.html", None, 10)

"""What of this room is readable on a phone without a network: whom to call."""

from __future__ import annotations

from django.conf import settings

from muster.members.queries.calling import call_list
from muster.rules.actor import Actor
from muster.web.offline_sections import Item, facts, register_offline_section


def contacts(actor: Actor) -> list[Item]:
    """Every party's contacts in call order; the coordinator's number before them."""
    return [*_coordinator(), *(_party(party, rows) for party, rows in call_list(actor))]


def _coordinator() -> list[Item]:
    number = settings.MUSTER_COORDINATOR_PHONE
    return (
        [{"id": "coordinator", "title": "The coordinator", "facts": [["Phone", number]]}]
        if number
        else []
    )


def _party(party, rows) -> Item:
    return {
        "id": str(party.id),
        "title": party.name,
        "facts": facts(*((_who(row), row.phone or row.email) for row in rows)),
    }


def _who(row) -> str:
    return (
        ", ".join(part for part in (row.name, row.position_title) if part) or row.get_kind_display()
    )


register_offline_section("contacts", "Whom to call", contacts, empty="Nobody is listed.", order=30)

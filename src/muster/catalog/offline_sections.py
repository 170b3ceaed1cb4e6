"""What of this room is kept on a phone without a network: what may be asked for, and offered."""

from __future__ import annotations

from muster.catalog import queries
from muster.rules.actor import Actor
from muster.web.offline_sections import Item, register_offline_section

MOST_PACKAGES = 50


def work_packages(actor: Actor) -> list[Item]:
    """The presets for asking."""
    return [_choice(each.id, each.label) for each in queries.work_packages(actor)]


def things(actor: Actor) -> list[Item]:
    """The own party's ready packages and whatever else it lends."""
    if actor.party_id is None:
        return []
    packages = queries.packages(actor, party_id=actor.party_id, limit=MOST_PACKAGES).items
    return [
        *(_choice(each.id, f"{each.name} (ready package)", kind="package") for each in packages),
        *(_choice(each[0], each[1], kind="resource") for each in queries.lendable_of_party(actor)),
    ]


def _choice(each_id, words: str, **more: str) -> Item:
    return {"id": str(each_id), "data": {"id": str(each_id), "words": words, **more}}


register_offline_section("work_packages", "", work_packages, permission="aid_request.open")
register_offline_section("things", "", things, permission="offer.submit")

"""What of this room is readable on a phone without a network: the board, own missions, the asking."""

from __future__ import annotations

from typing import Any

from muster.aid import queries
from muster.aid.forms.asking import KINDS
from muster.aid.queries.offline import wanted_lines
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState
from muster.web.offline_sections import (
    Item,
    facts,
    may_be_kept,
    moment,
    register_offline_section,
)

MOST_REQUESTS, MOST_MISSIONS = 40, 40
READ_ONLINE = "TLP:RED: read it where you sign in."


def board(actor: Actor) -> list[Item]:
    """The open requests that the actor may see, the newest first, with what is still wanted."""
    wanted = queries.AidRequestFilter(state=AidRequestState.OPEN)
    found = queries.aid_requests(actor, wanted, limit=MOST_REQUESTS).items
    kept = [row for row in found if may_be_kept(row.incident.sharing_label)]
    lines = wanted_lines(row.id for row in kept)
    return [_request(row, lines.get(row.id, [])) for row in kept]


def _request(row: Any, lines: list[Any]) -> Item:
    wanted = [
        (line, f"{line.quantity - line.filled_quantity} × {line.resource_type.label}")
        for line in lines
    ]
    return {
        "id": str(row.id),
        "title": f"{row.reference}: {row.title}",
        "facts": facts(
            ("Asked by", row.requesting_party.name),
            ("Place", row.place),
            ("Still wanted", ", ".join(words for _, words in wanted)),
            ("From", moment(row.needed_from)),
            ("Until", moment(row.needed_until)),
            ("Sharing", row.incident.sharing_label),
        ),
        "data": {
            "id": str(row.id),
            "words": f"{row.reference}, {row.requesting_party.name}",
            "lines": [{"id": str(line.id), "words": words} for line, words in wanted],
        },
    }


def own_missions(actor: Actor) -> list[Item]:
    """The missions of the actor's party that are under way: where, whom to report to, how to get in."""
    if actor.party_id is None:
        return []
    found = queries.missions(actor, under_way=True, limit=MOST_MISSIONS).items
    return [_mission(row) for row in found if _is_own(actor, row)]


def _is_own(actor: Actor, row: Any) -> bool:
    return actor.party_id in (row.requesting_party_id, row.responding_party_id)


def _mission(row: Any) -> Item:
    data = {"id": str(row.id), "words": f"Mission {row.reference}"}
    if not may_be_kept(row.aid_request.incident.sharing_label):
        return {"id": str(row.id), "title": row.reference, "text": READ_ONLINE, "data": data}
    return {
        "id": str(row.id),
        "title": f"{row.reference}: {row.responding_party.name} at {row.requesting_party.name}",
        "text": row.access_note,
        "facts": facts(
            ("State", row.state.replace("_", " ")),
            ("Place", row.place),
            ("Report to", row.reporting_contact),
            ("Their phone", row.reporting_phone),
            ("Supervisor", row.supervisor_name),
            ("Supervisor's phone", row.supervisor_phone),
            ("From", moment(row.starts_at)),
            ("Until", moment(row.ends_at)),
            ("Sharing", row.aid_request.incident.sharing_label),
        ),
        "data": data,
    }


def kinds(actor: Actor) -> list[Item]:
    """What may have happened, for the form that asks for help."""
    return [{"id": key, "data": {"id": key, "words": words}} for key, words in KINDS]


def own_means(actor: Actor) -> list[Item]:
    """One item where the party must say that its own means are used up, for the same form."""
    wanted = queries.asks_own_means(actor, actor.party_id)
    return [{"id": "own_means", "data": {"id": "own_means"}}] if wanted else []


def may_answer(actor: Actor) -> list[Item]:
    """One item where the actor may offer help."""
    return [{"id": "offer", "data": {"id": "offer"}}] if actor.party_id else []


register_offline_section(
    "missions", "Our missions", own_missions, empty="No mission is under way.", order=10
)
register_offline_section("board", "The board", board, empty="Nobody asks for help.", order=20)
register_offline_section("kinds", "", kinds, permission="aid_request.open")
register_offline_section("own_means", "", own_means, permission="aid_request.open")
register_offline_section("may_answer", "", may_answer, permission="offer.submit")

"""What the request's page and the start page show of call-outs."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.callout import links, queries
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.panels import register_panel


def panel_of_request(actor: Actor, aid_request_id: UUID) -> dict[str, Any] | None:
    """The newest call-out as far as the reader may see it, and what the reader may do about it."""
    aid_request = aid.get_aid_request(actor, aid_request_id)
    found = queries.call_out_of(actor, aid_request_id)
    may_direct = is_permitted(actor, "call_out.start") and members.may_act_for(
        actor, aid_request.requesting_party_id
    )
    is_running = found is not None and found.call_out.ended_at is None
    may_start = may_direct and not is_running and aid_request.state == "open"
    if found is None and not may_start:
        return None
    return {
        "found": found,
        "aid_request": aid_request,
        "is_running": is_running,
        "may_direct": may_direct and is_running,
        "may_start": may_start,
    }


def asked_now(actor: Actor, _: object) -> list[dict[str, Any]] | None:
    """What the reader is asked and has not answered."""
    if actor.party_id is None:
        return None
    found = queries.asks_of(actor)
    if not found:
        return None
    lines = aid.lines_by_request({ask.call_out.aid_request_id for ask in found})
    return [
        {
            "ask": ask,
            "question": links.question_of(
                ask, is_known=True, lines=lines[ask.call_out.aid_request_id]
            ),
        }
        for ask in found
    ]


register_panel(
    "aid_request.main", "aid_request", panel_of_request, "callout/_request.html", None, 20
)
register_panel("home.main", "home", asked_now, "callout/_asked.html", "call_out.answer", 5)

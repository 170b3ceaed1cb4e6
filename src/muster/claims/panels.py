"""What the mission's page shows of its claim: the claim, or what one would come to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.claims import queries
from muster.claims.reasons import reason_sentences
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.rules.settlement import show_number
from muster.web.panels import register_panel


def money_of_mission(actor: Actor, mission_id: UUID) -> dict[str, Any] | None:
    """For the two parties: the mission's claim, or its settlement as it stands with the reasons."""
    claim = queries.claim_of_mission(actor, mission_id)
    if claim is not None:
        return {"claim": claim, "balance": queries.balance_of(claim)}
    found = queries.preview(actor, mission_id)
    settled = found.settlement
    if not settled.lines:
        return None
    return {
        "currency": settled.currency,
        "total_cents": settled.total.cents,
        "beyond_cents": settled.beyond.cents,
        "gross_cents": settled.gross.cents,
        "free_cents": settled.free.cents,
        "hours": show_number(settled.hours),
        "free_hours": show_number(settled.free_hours_used),
        "share": None if settled.share_percent is None else show_number(settled.share_percent),
        "reasons": reason_sentences([*settled.reasons, *settled.refusals, *settled.warnings]),
        "bill_due_at": queries.due_at(found.mission, found.terms)["bill"],
        "may_draft": actor.party_id == found.mission.responding_party_id
        and is_permitted(actor, "claim.draft"),
    }


register_panel("mission.money", "mission", money_of_mission, "claims/_mission.html", None, 40)

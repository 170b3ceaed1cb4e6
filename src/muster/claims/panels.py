"""What the mission's page shows of its claim: the claim, or what one would come to."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.claims import queries
from muster.claims.reasons import reason_sentences
from muster.rules.actor import Actor
from muster.rules.lifecycle import ClaimState
from muster.rules.permissions import is_permitted
from muster.rules.settlement import show_number
from muster.web.panels import register_panel


def money_of_mission(actor: Actor, mission_id: UUID) -> dict[str, Any] | None:
    """For the two parties: the mission's claim, or its settlement as it stands with the reasons."""
    claims = queries.claims_of_mission(actor, mission_id)
    if claims:
        return {
            "claims": [(claim, queries.balance_of(claim)) for claim in claims],
            "left_cents": _left_to_claim(actor, mission_id, claims),
            "currency": claims[0].currency,
        }
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


def _left_to_claim(actor: Actor, mission_id: UUID, claims: list[Any]) -> int:
    """What a supplementary claim would come to; for the claimant, where the terms allow one."""
    is_claimant = actor.party_id == claims[0].claimant_party_id
    if not (is_claimant and is_permitted(actor, "claim.draft")):
        return 0
    found = queries.preview(actor, mission_id)
    has_draft = any(claim.state == ClaimState.DRAFT for claim in claims)
    return found.settlement.total.cents if found.earlier and not has_draft else 0


register_panel("mission.money", "mission", money_of_mission, "claims/_mission.html", None, 40)

"""What a claim would come to now, and until when a claim is billed or paid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.claims.models import Claim
from muster.claims.queries.covered import charged_by, covered_by, credited_by, standing_claims
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.clocks import deadlines
from muster.rules.money import Money
from muster.rules.settlement import Reason, Settlement, settle, supplement
from muster.rules.terms import Check, ClockEvent, Terms


@dataclass(frozen=True)
class Preview:
    """A mission settled as it stands, with its terms. `mission` as its two parties see it.

    After `earlier` claims only what they do not hold is settled, where the terms allow another one.
    """

    mission: Any
    terms: Terms
    settlement: Settlement
    earlier: tuple[Claim, ...] = ()


def preview(actor: Actor, mission_id: UUID) -> Preview:
    """What a claim for the mission would come to now; for its two parties. Raises `NotFound`."""
    mission = deployments.get_mission_of_side(actor, mission_id)
    terms = deployments.terms_of_mission(mission)
    earlier = standing_claims(mission_id) if terms.checks.second_claim is Check.WARN else []
    whole = settle(deployments.settlement_facts(actor, mission_id), terms)
    if not earlier:
        return Preview(mission, terms, whole)
    covered = covered_by(earlier)
    left = settle(deployments.settlement_facts(actor, mission_id, covered=covered), terms)
    charged = _charged(actor, mission_id, earlier, whole, terms)
    settlement = supplement(left, whole, charged, terms)
    named = ", ".join(each.reference for each in earlier)
    second = Reason("claim.second_claim", "checks", {"earlier": named})
    warnings = (*settlement.warnings, second)
    return Preview(mission, terms, replace(settlement, warnings=warnings), tuple(earlier))


def _charged(
    actor: Actor, mission_id: UUID, earlier: list[Claim], whole: Settlement, terms: Terms
) -> Money:
    """What the earlier claims charge of what is on record now.

    What was struck out since left the whole: where credit notes gave it back it leaves this as well.
    Any other credit belongs to its own claim, and makes a later one neither dearer nor cheaper.
    """
    charged, credited = (of(earlier, terms.currency) for of in (charged_by, credited_by))
    if not credited:
        return charged
    kept = deployments.settlement_facts(actor, mission_id, standing=covered_by(earlier))
    struck_out = max(settle(kept, terms).total - whole.total, Money.zero(terms.currency))
    return charged - min(credited, struck_out)


def doubts_of(claim: Claim) -> list[Any]:
    """What is doubtful about a claim: what its settlement kept, and that it is late. Term: checks."""
    kept = claim.settlement
    found: list[Any] = [*kept.get("refusals", ()), *kept.get("warnings", ())]
    due = due_at(claim.mission, agreements.terms_of(claim.mission.agreement_version))["bill"]
    billed_at = claim.submitted_at or clock.now()
    if due is not None and billed_at >= due:
        found.append(Reason("claim.too_late", "billing", {"due_on": due, "billed_on": billed_at}))
    return found


def due_at(mission: Any, terms: Terms, claim: Claim | None = None) -> dict[str, datetime | None]:
    """When the claim is to be billed and when paid, by the terms' own clocks; None: no clock runs."""
    happened = {
        ClockEvent.MISSION_ENDED: mission.demobilized_at or mission.closed_at,
        ClockEvent.CLAIM_BILLED: claim and claim.submitted_at,
        ClockEvent.CLAIM_RECEIVED: claim and claim.submitted_at,
        ClockEvent.CLAIM_APPROVED: claim and claim.approved_at,
    }
    found = deadlines(terms, {event: at for event, at in happened.items() if at})
    ends = {key: each.ends_at if each else None for key, each in found.items()}
    return {key: ends.get(key) for key in ("bill", "protest", "pay")}

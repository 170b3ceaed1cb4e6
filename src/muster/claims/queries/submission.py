"""What submitting a claim looks at, gathered for the rules."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from muster.claims.models import Claim
from muster.claims.queries.claims import visible_claims
from muster.claims.queries.preview import Preview, due_at
from muster.claims.reasons import reason_sentences
from muster.deployments import queries as deployments
from muster.rules.actor import system_actor
from muster.rules.eligibility.claiming import ClaimFacts
from muster.rules.eligibility.serving import refusals_for_closing
from muster.rules.lifecycle import ClaimState, MissionState
from muster.rules.settlement import Settlement

# What an agreement may want with a claim, and how one sees that it is there.
EVIDENCE: dict[str, Callable[[Claim, Settlement], bool]] = {
    "proof_of_work": lambda claim, found: all(line.evidence for line in found.lines),
    "receipts": lambda claim, found: not _lacks_receipts(found),
    "invoice": lambda claim, found: bool(claim.invoice_number),
}


def submission_facts(claim: Claim, found: Preview, at: datetime) -> ClaimFacts:
    """The claim's mission as it stands, the settlement and the deadline."""
    settlement = found.settlement
    others = visible_claims(system_actor(claim.network_id)).filter(mission_id=claim.mission_id)
    return ClaimFacts(
        mission_state=MissionState(found.mission.state),
        everything_accounted_for=not refusals_for_closing(
            deployments.outstanding(claim.mission_id)
        ),
        total_cents=settlement.total.cents,
        share_agreed=settlement.share_percent is not None,
        claimable_lines=sum(1 for line in settlement.lines if line.amount),
        other_live_claim=others.exclude(pk=claim.pk).exclude(state=ClaimState.WITHDRAWN).exists(),
        bill_due_at=due_at(found.mission, found.terms)["bill"],
        missing_evidence=tuple(
            name
            for name in found.terms.billing.evidence
            if name in EVIDENCE and not EVIDENCE[name](claim, settlement)
        ),
        at=at,
        faults=tuple(reason_sentences(settlement.refusals)),
    )


def _lacks_receipts(settlement: Settlement) -> bool:
    doubts = (*settlement.warnings, *settlement.refusals)
    return any(each.code == "expense.no_receipt" for each in doubts)

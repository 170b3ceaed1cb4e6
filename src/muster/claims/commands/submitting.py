"""The claimant stands by its claim, or takes it back."""

from __future__ import annotations

from uuid import UUID

from muster.claims import events, queries
from muster.claims.commands.computing import digest_of, plain_settlement
from muster.claims.commands.recording import claim_of_claimant, record_about, required
from muster.claims.models import Claim
from muster.claims.queries.submission import submission_facts
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility.claiming import refusals_for_claim
from muster.rules.lifecycle import CLAIM, ClaimState, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("claim.submit", step_up=True)
def submit_claim(actor: Actor, *, claim_id: UUID) -> Claim:
    """Stand by a claim: from now on its lines and its settlement never change.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`, `claim.record_changed`,
    `claim.mission_not_over`, `claim.not_everything_accounted_for`, `claim.share_not_agreed`,
    `claim.nothing_to_claim`, `claim.evidence_missing`, `claim.faults`, `claim.too_late`.
    *Records* ClaimSubmitted. *Clause*: billing, checks.
    """
    claim = claim_of_claimant(actor, claim_id)
    state = move(CLAIM, claim.state, "submit")
    found = queries.preview(actor, claim.mission_id)
    at = clock.now()
    refuse_if(refusals_for_claim(submission_facts(claim, found, at), found.terms))
    # What is signed is what was read: a record that changed since the draft is drafted anew.
    if digest_of(plain_settlement(found.settlement)) != claim.settlement_sha256:
        raise Refused(Refusal("claim.record_changed", "billing"))
    claim.state = state
    claim.submitted_by_id, claim.submitted_at = actor.person_id, at
    claim.save(update_fields=["state", "submitted_by_id", "submitted_at"])
    record_about(
        events.ClaimSubmitted,
        actor,
        claim,
        at=at,
        total_cents=claim.total_cents,
        settlement_sha256=claim.settlement_sha256,
    )
    return claim


@command("claim.withdraw")
def withdraw_claim(actor: Actor, *, claim_id: UUID, reason: str) -> Claim:
    """Take a claim back before it is approved; the mission may then be claimed anew.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`, `claim.no_reason`.
    *Records* ClaimWithdrawn. *Clause*: billing.
    """
    claim = claim_of_claimant(actor, claim_id)
    state = move(CLAIM, claim.state, "withdraw")
    text = required(reason, "claim.no_reason", "reason", 500)
    was_draft = claim.state == ClaimState.DRAFT
    at = clock.now()
    claim.state, claim.settled_at = state, at
    claim.save(update_fields=["state", "settled_at"])
    record_about(events.ClaimWithdrawn, actor, claim, at=at, draft=was_draft, reason=text)
    return claim

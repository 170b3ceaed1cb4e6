"""What of claims waits for somebody: short, bounded lists for the start page. Exercises are left out."""

from __future__ import annotations

from muster.claims.models import Claim, ClaimQuestion, Payment
from muster.claims.queries.claims import visible_claims
from muster.rules.actor import Actor
from muster.rules.lifecycle import ClaimState

MOST = 6


def questions_to_answer(actor: Actor) -> list[ClaimQuestion]:
    """Questions on the own party's claims."""
    rows = ClaimQuestion.objects.filter(
        claim__network_id=actor.network_id,
        claim__claimant_party_id=actor.party_id,
        claim__exercise__isnull=True,
        claim__state=ClaimState.QUESTIONED,
        answered_at__isnull=True,
    )
    return list(rows.select_related("claim").order_by("id")[:MOST])


def claims_to_approve(actor: Actor) -> list[Claim]:
    """Claims that the own party is to approve, those that the actor submitted left out."""
    rows = visible_claims(actor).filter(
        owing_party_id=actor.party_id, state=ClaimState.SUBMITTED, exercise__isnull=True
    )
    rows = rows.exclude(submitted_by_id=actor.person_id).select_related("claimant_party")
    return list(rows.order_by("submitted_at")[:MOST])


def claims_to_pay(actor: Actor) -> list[Claim]:
    """Claims that the own party approved and has not paid in full."""
    rows = visible_claims(actor).filter(
        owing_party_id=actor.party_id,
        state__in=(ClaimState.APPROVED, ClaimState.PART_PAID),
        exercise__isnull=True,
    )
    return list(rows.select_related("claimant_party").order_by("approved_at")[:MOST])


def payments_to_confirm(actor: Actor) -> list[Payment]:
    """Payments to the own party that nobody has confirmed."""
    rows = Payment.objects.filter(
        claim__network_id=actor.network_id,
        claim__claimant_party_id=actor.party_id,
        claim__exercise__isnull=True,
        received_at__isnull=True,
    )
    return list(rows.select_related("claim").order_by("id")[:MOST])

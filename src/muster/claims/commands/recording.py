"""What every command of this room shares: whose claim it is, and to whom its facts go."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.claims import queries
from muster.claims.models import Claim
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


def claim_of_claimant(actor: Actor, claim_id: UUID) -> Claim:
    """The claim, locked, for the party that makes it. Refuses `claim.not_claimant`.

    Its mission is locked first, as whoever drafts holds it: what is being submitted is not drafted
    anew meanwhile, nor what is being drafted submitted.
    """
    aid.get_mission(actor, queries.get_claim(actor, claim_id).mission_id, lock=True)
    claim = queries.get_claim(actor, claim_id, lock=True)
    if actor.party_id != claim.claimant_party_id:
        raise Refused(Refusal("claim.not_claimant", "billing"))
    return claim


def claim_of_owing_party(actor: Actor, claim_id: UUID) -> Claim:
    """The claim, locked, for the party that is to pay it. Refuses `claim.not_owing`."""
    claim = queries.get_claim(actor, claim_id, lock=True)
    if actor.party_id != claim.owing_party_id:
        raise Refused(Refusal("claim.not_owing", "payment"))
    return claim


def record_about(
    event: type, actor: Actor, claim: Claim, *, at: datetime, draft: bool = False, **values: Any
) -> None:
    """Record a fact of the claim, to its two parties; of a draft to its own party alone."""
    audience = [claim.claimant_party_id]
    if not draft:
        audience.append(claim.owing_party_id)
    record(
        event(
            claim_id=claim.id,
            mission_id=claim.mission_id,
            claimant_party_id=claim.claimant_party_id,
            owing_party_id=claim.owing_party_id,
            reference=claim.reference,
            currency=claim.currency,
            **values,
        ),
        actor=actor,
        subjects=[
            ("claim", claim.id),
            ("mission", claim.mission_id),
            ("aid_request", claim.mission.aid_request_id),
            ("incident", claim.mission.aid_request.incident_id),
        ],
        audience=audience,
        exercise_id=claim.exercise_id,
        at=at,
    )


def required(text: str, code: str, field: str, longest: int) -> str:
    """The text without space around it. Refuses `code` when there is none."""
    if not text.strip():
        raise Refused(Refusal(code, field=field))
    return text.strip()[:longest]

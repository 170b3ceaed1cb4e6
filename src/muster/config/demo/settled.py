"""The past mission's claim: computed, submitted, questioned, part waived, approved and paid."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

from muster.claims import commands as claims
from muster.claims import queries as billed
from muster.config.demo.past import PastMission
from muster.config.demo.stage import Stage, read


def tell(stage: Stage, past: PastMission) -> UUID:
    """The county bills, the city asks, the county answers and waives, the city pays."""
    said = read("story.toml")["past"]["claim"]
    claim_id = _submit(stage, past, said)
    _question(stage, claim_id, said)
    _pay(stage, claim_id, said)
    return claim_id


def _submit(stage: Stage, past: PastMission, said: dict[str, Any]) -> UUID:
    preparer = stage.actor(said["prepared_by"])
    with stage.at(said["built"]):
        claim = claims.draft_claim(preparer, mission_id=past.mission_id)
        claims.edit_claim(
            preparer,
            claim_id=claim.id,
            invoice_number=said["invoice_number"],
            account_code=said["claimant_account_code"],
            note=said["note"],
        )
    with stage.at(said["submitted"]):
        claims.submit_claim(stage.actor(said["submitted_by"]), claim_id=claim.id)
    return claim.id


def _question(stage: Stage, claim_id: UUID, said: dict[str, Any]) -> None:
    with stage.at(said["questioned"]):
        asked = claims.question_claim(
            stage.actor(said["questioned_by"]), claim_id=claim_id, question=said["question"]
        )
    with stage.at(said["answered"]):
        claims.answer_question(
            stage.actor(said["answered_by"]), question_id=asked.id, answer=said["answer"]
        )
    with stage.at(said["waived"]):
        claims.waive_part(
            stage.actor(said["waived_by"]),
            claim_id=claim_id,
            amount_cents=int(Decimal(said["waived_amount"]) * 100),
            reason=said["waiver_reason"],
        )


def _pay(stage: Stage, claim_id: UUID, said: dict[str, Any]) -> None:
    with stage.at(said["approved"]):
        claims.approve_claim(
            stage.actor(said["approved_by"]),
            claim_id=claim_id,
            purchase_order=said["purchase_order"],
            account_code=said["account_code"],
        )
    payer = stage.actor(said["paid_by"])
    with stage.at(said["paid"]) as paid_at:
        owed = billed.balance_of(billed.get_claim(payer, claim_id)).owed_cents
        payment = claims.record_payment(
            payer,
            claim_id=claim_id,
            amount_cents=owed,
            payment_reference=said["payment_reference"],
            paid_on=paid_at.date(),
        )
    with stage.at(said["confirmed"]):
        claims.confirm_payment(stage.actor(said["confirmed_by"]), payment_id=payment.id)

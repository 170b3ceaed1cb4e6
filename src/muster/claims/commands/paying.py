"""Paying, in whole or in parts, and confirming that it came."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from muster.claims import events, queries
from muster.claims.commands.recording import (
    claim_of_claimant,
    claim_of_owing_party,
    record_about,
    required,
)
from muster.claims.models import Payment
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility.paying import refusals_for_payment
from muster.rules.lifecycle import CLAIM, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("claim.pay")
def record_payment(
    actor: Actor, *, claim_id: UUID, amount_cents: int, payment_reference: str, paid_on: date
) -> Payment:
    """Write down what the owing party paid; a claim may be paid in parts.

    *Refuses* `claim.not_owing`, `claim.wrong_state`, `payment.no_amount`,
    `payment.more_than_owed`, `payment.in_the_future`, `payment.no_reference`.
    *Records* PaymentRecorded. *Clause*: payment.
    """
    claim = claim_of_owing_party(actor, claim_id)
    balance = queries.balance_of(claim)
    at = clock.now()
    is_last = amount_cents == balance.owed_cents
    state = move(CLAIM, claim.state, "pay" if is_last else "pay_part")
    today = at.astimezone(queries.terms_of_claim(claim).zone).date()
    refuse_if(refusals_for_payment(amount_cents, paid_on, today, balance))
    reference = required(payment_reference, "payment.no_reference", "payment_reference", 100)
    payment = Payment.objects.create(
        claim=claim,
        amount_cents=amount_cents,
        payment_reference=reference,
        paid_on=paid_on,
        recorded_by_id=actor.person_id,
        recorded_at=at,
    )
    claim.state = state
    claim.paid_cents += amount_cents
    claim.settled_at = at if is_last else None
    claim.save(update_fields=["state", "paid_cents", "settled_at"])
    record_about(
        events.PaymentRecorded,
        actor,
        claim,
        at=at,
        payment_id=payment.id,
        amount_cents=amount_cents,
        payment_reference=reference,
        paid_on=paid_on,
        left_cents=queries.balance_of(claim).owed_cents,
    )
    return payment


@command("claim.confirm_payment")
def confirm_payment(actor: Actor, *, payment_id: UUID) -> Payment:
    """Confirm that a payment arrived.

    *Refuses* `claim.not_claimant`, `payment.confirmed_already`. *Records* PaymentConfirmed.
    *Clause*: payment.
    """
    seen = queries.get_payment(actor, payment_id)
    claim = claim_of_claimant(actor, seen.claim_id)
    payment = Payment.objects.get(pk=payment_id)
    if payment.received_at is not None:
        raise Refused(Refusal("payment.confirmed_already", "payment"))
    payment.received_by_id, payment.received_at = actor.person_id, clock.now()
    payment.save(update_fields=["received_by_id", "received_at"])
    record_about(
        events.PaymentConfirmed,
        actor,
        claim,
        at=payment.received_at,
        payment_id=payment.id,
        amount_cents=payment.amount_cents,
    )
    return payment

"""What the claimant gives up, and what it corrects: the submitted claim itself stays as it was."""

from __future__ import annotations

from uuid import UUID

from muster.claims import events, queries
from muster.claims.commands.recording import claim_of_claimant, record_about, required
from muster.claims.models import Claim, CreditNote, Waiver
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.rules.actor import Actor
from muster.rules.eligibility.paying import refusals_for_credit, refusals_for_waiver
from muster.rules.lifecycle import CLAIM, ClaimState, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("claim.waive", step_up=True)
def waive_part(actor: Actor, *, claim_id: UUID, amount_cents: int, reason: str) -> Waiver:
    """Give up a part of what is owed, or all of it.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`, `waiver.no_amount`,
    `waiver.more_than_owed`, `waiver.only_whole`, `claim.no_reason`. *Records* ClaimPartWaived.
    *Clause*: waiver.
    """
    claim = claim_of_claimant(actor, claim_id)
    balance = queries.balance_of(claim)
    is_rest = amount_cents == balance.owed_cents
    state = move(CLAIM, claim.state, "waive" if is_rest else "waive_part")
    refuse_if(refusals_for_waiver(amount_cents, balance, queries.terms_of_claim(claim)))
    text = required(reason, "claim.no_reason", "reason", 500)
    at = clock.now()
    waiver = Waiver.objects.create(
        claim=claim, amount_cents=amount_cents, reason=text, by_id=actor.person_id, at=at
    )
    claim.state = state
    claim.waived_cents += amount_cents
    claim.settled_at = at if is_rest else None
    claim.save(update_fields=["state", "waived_cents", "settled_at"])
    record_about(
        events.ClaimPartWaived,
        actor,
        claim,
        at=at,
        amount_cents=amount_cents,
        reason=text,
        left_cents=queries.balance_of(claim).owed_cents,
    )
    return waiver


@command("claim.credit")
def issue_credit_note(
    actor: Actor,
    *,
    claim_id: UUID,
    amount_cents: int,
    reason: str,
    line_number: int | None = None,
) -> CreditNote:
    """Correct a submitted claim downwards; the claim and its lines stay as they were.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`, `credit.no_amount`,
    `credit.more_than_owed`, `credit.more_than_line`, `claim.no_such_line`, `claim.no_reason`.
    *Records* CreditNoteIssued. *Clause*: billing.
    """
    claim = claim_of_claimant(actor, claim_id)
    move(CLAIM, claim.state, "credit")
    refuse_if(refusals_for_credit(amount_cents, queries.balance_of(claim)))
    _check_line(claim, line_number, amount_cents)
    text = required(reason, "claim.no_reason", "reason", 500)
    at = clock.now()
    note = CreditNote.objects.create(
        claim=claim,
        reference=next_reference(claim.network_id, "CN", at),
        line_number=line_number,
        amount_cents=amount_cents,
        reason=text,
        by_id=actor.person_id,
        at=at,
    )
    claim.credited_cents += amount_cents
    _settle(claim, at)
    claim.save(update_fields=["state", "credited_cents", "settled_at"])
    record_about(
        events.CreditNoteIssued,
        actor,
        claim,
        at=at,
        credit_note_id=note.id,
        credit_reference=note.reference,
        amount_cents=amount_cents,
        reason=text,
    )
    return note


def _settle(claim: Claim, at) -> None:
    """A correction that leaves nothing to pay ends the claim; a paid one stays paid."""
    if claim.state == ClaimState.PAID or queries.balance_of(claim).owed_cents > 0:
        return
    action = "pay" if claim.state == ClaimState.PART_PAID else "credit"
    claim.state, claim.settled_at = move(CLAIM, claim.state, action), at


def _check_line(claim: Claim, line_number: int | None, amount_cents: int) -> None:
    if line_number is None:
        return
    line = claim.lines.filter(number=line_number).first()
    if line is None:
        raise Refused(Refusal("claim.no_such_line", field="line_number"))
    earlier = claim.credit_notes.filter(line_number=line_number)
    left = line.amount_cents - sum(each.amount_cents for each in earlier)
    if amount_cents > left:
        raise Refused(Refusal("credit.more_than_line", "billing", "amount", {"line": line_number}))

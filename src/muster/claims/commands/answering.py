"""The owing party asks, the claimant answers, the owing party approves: two persons, always."""

from __future__ import annotations

from uuid import UUID

from muster.claims import events, queries
from muster.claims.commands.recording import (
    claim_of_claimant,
    claim_of_owing_party,
    record_about,
    required,
)
from muster.claims.models import Claim, ClaimQuestion
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility.claiming import ApprovalFacts, refusals_for_approval
from muster.rules.lifecycle import CLAIM, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("claim.question")
def question_claim(
    actor: Actor, *, claim_id: UUID, question: str, line_number: int | None = None
) -> ClaimQuestion:
    """Ask about a claim or one of its lines; it waits for the answer.

    *Refuses* `claim.not_owing`, `claim.wrong_state`, `claim.no_question`, `claim.no_such_line`.
    *Records* ClaimQuestioned. *Clause*: dispute.
    """
    claim = claim_of_owing_party(actor, claim_id)
    claim.state = move(CLAIM, claim.state, "question")
    text = required(question, "claim.no_question", "question", 2000)
    _check_line(claim, line_number)
    at = clock.now()
    asked = ClaimQuestion.objects.create(
        claim=claim,
        line_number=line_number,
        question=text,
        asked_by_id=actor.person_id,
        asked_by_name=actor.name[:200],
        asked_at=at,
    )
    claim.save(update_fields=["state"])
    values = {"question_id": asked.id, "line_number": line_number}
    record_about(events.ClaimQuestioned, actor, claim, at=at, **values)
    return asked


@command("claim.answer")
def answer_question(actor: Actor, *, question_id: UUID, answer: str) -> ClaimQuestion:
    """Answer a question; the claim goes back to the owing party.

    *Refuses* `claim.not_claimant`, `claim.wrong_state`, `claim.answered_already`,
    `claim.no_answer`. *Records* ClaimAnswered. *Clause*: dispute.
    """
    seen = queries.get_question(actor, question_id)
    claim = claim_of_claimant(actor, seen.claim_id)
    asked = ClaimQuestion.objects.get(pk=question_id)
    if asked.answered_at is not None:
        raise Refused(Refusal("claim.answered_already", "dispute"))
    claim.state = move(CLAIM, claim.state, "answer")
    asked.answer = required(answer, "claim.no_answer", "answer", 2000)
    asked.answered_by_name, asked.answered_at = actor.name[:200], clock.now()
    asked.save(update_fields=["answer", "answered_by_name", "answered_at"])
    claim.save(update_fields=["state"])
    record_about(events.ClaimAnswered, actor, claim, at=asked.answered_at, question_id=question_id)
    return asked


@command("claim.approve", step_up=True)
def approve_claim(
    actor: Actor, *, claim_id: UUID, purchase_order: str = "", account_code: str = ""
) -> Claim:
    """Agree to pay a claim, under the payer's own purchase order and account code.

    Never by the person who submitted it, whichever party that person acts for now.
    *Refuses* `claim.not_owing`, `claim.same_person`, `claim.wrong_state`, `claim.questions_open`.
    *Records* ClaimApproved. *Clause*: payment, billing.
    """
    claim = claim_of_owing_party(actor, claim_id)
    # Whatever the terms say of the number of persons: nobody approves what they submitted.
    if claim.submitted_by_id is not None and claim.submitted_by_id == actor.person_id:
        raise Refused(Refusal("claim.same_person", "billing", values={"persons": 2}))
    state = move(CLAIM, claim.state, "approve")
    facts = ApprovalFacts(
        submitted_by_id=claim.submitted_by_id,
        approving_id=actor.person_id,
        open_questions=queries.open_questions(actor, claim.id),
    )
    refuse_if(refusals_for_approval(facts, queries.terms_of_claim(claim)))
    at = clock.now()
    claim.state = state
    claim.approved_by_id, claim.approved_at = actor.person_id, at
    claim.purchase_order = purchase_order.strip()[:60]
    claim.payer_account_code = account_code.strip()[:60]
    claim.save(
        update_fields=[
            "state",
            "approved_by_id",
            "approved_at",
            "purchase_order",
            "payer_account_code",
        ]
    )
    owed = queries.balance_of(claim).owed_cents
    record_about(events.ClaimApproved, actor, claim, at=at, owed_cents=owed)
    return claim


def _check_line(claim: Claim, line_number: int | None) -> None:
    if line_number is not None and not claim.lines.filter(number=line_number).exists():
        raise Refused(Refusal("claim.no_such_line", field="line_number"))

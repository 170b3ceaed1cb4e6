"""What the two parties do with a claim, one page each."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from muster.claims import commands, queries
from muster.claims.forms import (
    AnswerForm,
    ApprovalForm,
    ClaimForm,
    CreditForm,
    PaymentForm,
    QuestionForm,
    ReasonForm,
    WaiverForm,
)
from muster.claims.views.grant import grant_context
from muster.deployments import queries as deployments
from muster.journal import clock
from muster.rules.actor import Actor
from muster.web.display import money_text
from muster.web.views import CommandView


class DraftClaim(CommandView):
    """Compute the claim of a mission, for the first time or anew."""

    permission = "claim.draft"
    commands = (commands.draft_claim,)
    title = "Compute the claim"
    submit_label = "Compute it"
    intro = (
        "Muster computes the claim from the hours and costs on record. Nobody else sees a draft."
    )
    success_message = "Computed. Read it, add what your books need, then submit it."

    def load(self, actor: Actor) -> None:
        self.mission = deployments.get_mission_of_side(actor, self.kwargs["mission_id"])

    def context(self) -> dict[str, Any]:
        return {"exercise": self.mission.exercise}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.draft_claim(actor, mission_id=self.mission.id)

    def success_url(self, result: Any) -> str:
        return reverse("claims:claim", args=[result.id])

    def back_url(self) -> str:
        return reverse("aid:mission", args=[self.mission.id])


class ClaimCommand(CommandView):
    """What the writing pages of one claim share."""

    def load(self, actor: Actor) -> None:
        self.claim = queries.get_claim(actor, self.kwargs["claim_id"])

    def context(self) -> dict[str, Any]:
        return {"claim": self.claim, "exercise": self.claim.exercise}

    def success_url(self, result: Any) -> str:
        return reverse("claims:claim", args=[self.claim.id])

    def back_url(self) -> str:
        return reverse("claims:claim", args=[self.claim.id])

    def left(self) -> str:
        """What is left to pay, in words."""
        return money_text(queries.balance_of(self.claim).owed_cents, self.claim.currency)


class EditClaim(ClaimCommand):
    permission = "claim.draft"
    commands = (commands.edit_claim,)
    form_class = ClaimForm
    title = "Numbers and note"
    success_message = "Saved."

    def initial(self) -> dict[str, Any]:
        return {
            name: getattr(self.claim, name) for name in ("invoice_number", "account_code", "note")
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.edit_claim(
            actor,
            claim_id=self.claim.id,
            invoice_number=cleaned["invoice_number"],
            account_code=cleaned["account_code"],
            note=cleaned["note"],
        )


class SubmitClaim(ClaimCommand):
    permission = "claim.submit"
    commands = (commands.submit_claim,)
    title = submit_label = "Submit the claim"
    success_message = "Submitted. Someone of the other party approves it, or asks."

    def context(self) -> dict[str, Any]:
        total = money_text(self.claim.total_cents, self.claim.currency)
        return {
            **super().context(),
            "intro": f"{total} is claimed from {self.claim.owing_party.name}. From now on the claim "
            "never changes; a mistake is corrected by a credit note.",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.submit_claim(actor, claim_id=self.claim.id)


class WithdrawClaim(ClaimCommand):
    permission = "claim.withdraw"
    commands = (commands.withdraw_claim,)
    form_class = ReasonForm
    title = submit_label = "Withdraw the claim"
    intro = "It ends here, and the mission may be claimed anew."
    is_danger = True
    success_message = "Withdrawn."

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.withdraw_claim(actor, claim_id=self.claim.id, reason=cleaned["reason"])


class QuestionClaim(ClaimCommand):
    permission = "claim.question"
    commands = (commands.question_claim,)
    form_class = QuestionForm
    title = "Ask about the claim"
    submit_label = "Ask"
    intro = "The claim waits until the other party has answered."
    success_message = "Asked. The other party is told."

    def form_arguments(self) -> dict[str, Any]:
        return {"lines": queries.lines(self.actor, self.claim.id)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.question_claim(
            actor,
            claim_id=self.claim.id,
            question=cleaned["question"],
            line_number=cleaned["line_number"],
        )


class AnswerQuestion(ClaimCommand):
    permission = "claim.answer"
    commands = (commands.answer_question,)
    form_class = AnswerForm
    title = "Answer the question"
    submit_label = "Answer"
    success_message = "Answered. The claim is back with the other party."

    def load(self, actor: Actor) -> None:
        self.question = queries.get_question(actor, self.kwargs["question_id"])
        self.claim = queries.get_claim(actor, self.question.claim_id)

    def context(self) -> dict[str, Any]:
        return {**super().context(), "intro": self.question.question}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.answer_question(
            actor, question_id=self.question.id, answer=cleaned["answer"]
        )


class ApproveClaim(ClaimCommand):
    permission = "claim.approve"
    commands = (commands.approve_claim,)
    form_class = ApprovalForm
    title = submit_label = "Approve the claim"
    success_message = "Approved. Pay it, then write the payment down here."

    def context(self) -> dict[str, Any]:
        return {
            **super().context(),
            "intro": f"{self.left()} is then to be paid to {self.claim.claimant_party.name}.",
        }

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.approve_claim(
            actor,
            claim_id=self.claim.id,
            purchase_order=cleaned["purchase_order"],
            account_code=cleaned["account_code"],
        )


class RecordPayment(ClaimCommand):
    permission = "claim.pay"
    commands = (commands.record_payment,)
    form_class = PaymentForm
    title = "Write a payment down"
    submit_label = "Save the payment"
    success_message = "Saved. The other party confirms when it arrives."

    def initial(self) -> dict[str, Any]:
        owed_cents = queries.balance_of(self.claim).owed_cents
        zone = queries.terms_of_claim(self.claim).zone
        return {"amount": owed_cents, "paid_on": clock.now().astimezone(zone).date()}

    def context(self) -> dict[str, Any]:
        intro = f"{self.left()} is left to pay. It may be paid in parts."
        return {**super().context(), "intro": intro}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.record_payment(
            actor,
            claim_id=self.claim.id,
            amount_cents=cleaned["amount"],
            payment_reference=cleaned["payment_reference"],
            paid_on=cleaned["paid_on"],
        )


class ConfirmPayment(ClaimCommand):
    permission = "claim.confirm_payment"
    commands = (commands.confirm_payment,)
    title = "Did it arrive?"
    submit_label = "Yes, it arrived"
    success_message = "Confirmed."

    def load(self, actor: Actor) -> None:
        self.payment = queries.get_payment(actor, self.kwargs["payment_id"])
        self.claim = queries.get_claim(actor, self.payment.claim_id)

    def context(self) -> dict[str, Any]:
        amount = money_text(self.payment.amount_cents, self.claim.currency)
        paid = f"{amount}, {self.payment.payment_reference}"
        return {**super().context(), "intro": f"{self.claim.owing_party.name} says it paid {paid}."}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.confirm_payment(actor, payment_id=self.payment.id)


class WaivePart(ClaimCommand):
    permission = "claim.waive"
    commands = (commands.waive_part,)
    form_class = WaiverForm
    template_name = "claims/waive.html"
    title = "Give up a part"
    submit_label = "Give it up"
    is_danger = True
    success_message = "Given up. It is kept with its reason."

    def context(self) -> dict[str, Any]:
        intro = f"{self.left()} is left to pay. What you give up cannot be claimed again."
        grant = grant_context(self.request, self.actor, self.claim.id)
        return {**super().context(), **grant, "intro": intro}

    def initial(self) -> dict[str, Any]:
        """The amount that the reader asked about, so that it is not typed twice."""
        asked = grant_context(self.request, self.actor, self.claim.id)["waive_cents"]
        return {"amount": asked} if asked else {}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.waive_part(
            actor,
            claim_id=self.claim.id,
            amount_cents=cleaned["amount"],
            reason=cleaned["reason"],
        )


class IssueCreditNote(ClaimCommand):
    permission = "claim.credit"
    commands = (commands.issue_credit_note,)
    form_class = CreditForm
    title = "Correct the claim"
    submit_label = "Issue the credit note"
    intro = "The claim stays as it was submitted; a credit note lessens what is owed."
    success_message = "Corrected. The credit note is listed with the claim."

    def form_arguments(self) -> dict[str, Any]:
        return {"lines": queries.lines(self.actor, self.claim.id)}

    def run(self, actor: Actor, cleaned: dict[str, Any]) -> Any:
        return commands.issue_credit_note(
            actor,
            claim_id=self.claim.id,
            amount_cents=cleaned["amount"],
            reason=cleaned["reason"],
            line_number=cleaned["line_number"],
        )

"""Every write of this room."""

from muster.claims.commands.answering import answer_question, approve_claim, question_claim
from muster.claims.commands.correcting import issue_credit_note, waive_part
from muster.claims.commands.disposal import dispose_claims
from muster.claims.commands.drafting import draft_claim, edit_claim
from muster.claims.commands.paying import confirm_payment, record_payment
from muster.claims.commands.submitting import submit_claim, withdraw_claim

__all__ = [
    "answer_question",
    "approve_claim",
    "confirm_payment",
    "dispose_claims",
    "draft_claim",
    "edit_claim",
    "issue_credit_note",
    "question_claim",
    "record_payment",
    "submit_claim",
    "waive_part",
    "withdraw_claim",
]

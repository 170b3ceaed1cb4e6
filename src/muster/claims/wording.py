"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from muster.web.display import money_text
from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    "claim.not_claimant": (
        "Only the party that gave the help may do this. Switch to a post of it, or ask it to."
    ),
    "claim.not_owing": (
        "Only the party that received the help may do this. Switch to a post of it, or ask it to."
    ),
    "claim.wrong_state": "This is not possible while the claim is {state}. Reload the page.",
    "claim.nothing_left": (
        "Earlier claims hold everything on record of this mission. Log what is missing first."
    ),
    "claim.second_claim": (
        "This mission has a claim already. Withdraw it first, or correct it by a credit note."
    ),
    "claim.record_changed": (
        "Hours or costs of the mission changed since this was drafted. Compute it anew, read it, "
        "then submit."
    ),
    "claim.mission_not_over": (
        "The mission is {state}. Bring everybody and everything home, then submit the claim."
    ),
    "claim.not_everything_accounted_for": (
        "Some of what was sent is not accounted for. Write down what came back, then submit."
    ),
    "claim.share_not_agreed": (
        "The parties have not agreed on a share. Propose one on the mission's page; the other "
        "party agrees to it."
    ),
    "claim.nothing_to_claim": (
        "There is nothing to claim: all of it is free or stays with you. No claim is needed."
    ),
    "claim.evidence_missing": (
        "Something that the agreement wants with a claim is missing: {missing}. Add it, then submit."
    ),
    "claim.faults": "Mend this first; under the agreement it stands in the way: {faults}",
    "claim.too_late": "The claim was due by {due_at}. Speak to the other party.",
    "claim.same_person": (
        "You submitted this claim. Someone else of the owing party approves it: it takes two people."
    ),
    "claim.questions_open": "A question waits for its answer. Approve once it is answered.",
    "claim.no_question": "Write what you want to know.",
    "claim.no_answer": "Write the answer.",
    "claim.answered_already": "This question was answered already. Reload the page.",
    "claim.no_such_line": "There is no such line in this claim. Choose one of its lines.",
    "claim.no_reason": "Give the reason; it is kept with the claim.",
    "payment.no_amount": "Enter what was paid, more than nothing.",
    "payment.more_than_owed": "That is more than is still owed. Enter at most what is left to pay.",
    "payment.in_the_future": "Give the day on which it was paid, today or earlier.",
    "payment.no_reference": "Enter the number of the check or transfer, so that it can be found.",
    "payment.confirmed_already": "This payment was confirmed already. Reload the page.",
    "waiver.no_amount": "Enter what you give up, more than nothing.",
    "waiver.more_than_owed": "That is more than is still owed. Enter at most what is left to pay.",
    "waiver.only_whole": "The agreement lets you give up all that is owed, not a part of it.",
    "credit.no_amount": "Enter by how much the claim was too high, more than nothing.",
    "credit.more_than_owed": "A credit note cannot exceed what the claim came to. Enter less.",
    "credit.more_than_line": "Line {line} did not come to that much. Enter less, or name no line.",
    "share.fixed_by_terms": "The agreement fixes the share at {percent} %. There is nothing to agree.",
    "grant.bad_percent": "Give the federal part from 0 to 100 per cent.",
    "what_if.no_terms": (
        "Name the terms: version:<id> for a version of the network, ready:<short name> for a ready file."
    ),
    "what_if.other_currency": (
        "The mission is kept in {own} and these terms count in {other}. Choose terms in {own}."
    ),
    "share.out_of_bounds": "Give a share from 0 to 100 per cent.",
}


def _amount(words: str, key: str = "amount_cents") -> Callable[[Mapping[str, Any]], str]:
    """Words around an amount of the fact; without it where only the heading may be seen."""

    def say(fact: Mapping[str, Any]) -> str:
        amount = money_text(fact.get(key), fact.get("currency", "USD")) if key in fact else "…"
        kept = {"amount": amount, "reference": fact.get("reference", ""), "why": ""}
        if fact.get("reason"):
            kept["why"] = f" {fact['reason']}"
        return words.format(**kept)

    return say


def _changed(fact: Mapping[str, Any]) -> str:
    names = ", ".join(str(name).replace("_", " ") for name in fact.get("changed", ()))
    return f"Changed claim {fact.get('reference', '')}: {names}."


FACTS = {
    "ClaimDrafted": _amount("Computed claim {reference}: {amount}.", "total_cents"),
    "ClaimAmended": _changed,
    "ClaimSubmitted": _amount("Submitted claim {reference}: {amount}.", "total_cents"),
    "ClaimQuestioned": "Asked a question on claim {reference}.",
    "ClaimAnswered": "Answered a question on claim {reference}.",
    "ClaimApproved": _amount("Approved claim {reference}; {amount} to pay.", "owed_cents"),
    "PaymentRecorded": _amount("Paid {amount} of claim {reference}."),
    "PaymentConfirmed": _amount("Confirmed that {amount} of claim {reference} arrived."),
    "ClaimPartWaived": _amount("Gave up {amount} of claim {reference}.{why}"),
    "CreditNoteIssued": _amount("Corrected claim {reference} by {amount}.{why}"),
    "ClaimWithdrawn": "Withdrew claim {reference}. {reason}",
}

register_wording(REFUSALS)
register_fact_words(FACTS)

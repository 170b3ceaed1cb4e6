"""Who is told of claims, payments and deadlines."""

from __future__ import annotations

from dataclasses import replace

from muster.notifications.recipients.reaching import (
    ADDRESSED_WITH_MONEY,
    COORDINATORS_OF_UNOWNED,
    DUTY,
    FINANCE,
    MONEY,
    REPRESENTATIVE,
    Reach,
    Telling,
    To,
    party,
)
from muster.rules.happenings import VIEWED_WITH, Scope
from muster.rules.permissions import roles_in_party


def claimant() -> To:
    return To(Reach.PARTY, "claimant_party_id", MONEY)


def owing() -> To:
    return To(Reach.PARTY, "owing_party_id", MONEY)


CLAIMING = (
    Telling(
        "ClaimSubmitted",
        "costs",
        (owing(),),
        "{claimant_party} submitted the claim {reference}",
        "claim",
    ),
    Telling(
        "ClaimQuestioned",
        "costs",
        (claimant(),),
        "{owing_party} questions the claim {reference}",
        "claim",
    ),
    Telling(
        "ClaimAnswered", "costs", (owing(),), "Your question on {reference} was answered", "claim"
    ),
    Telling("ClaimApproved", "costs", (claimant(),), "The claim {reference} is approved", "claim"),
    Telling(
        "PaymentRecorded",
        "costs",
        (claimant(),),
        "{owing_party} recorded a payment of {reference}: please confirm it",
        "claim",
    ),
    Telling(
        "PaymentConfirmed", "costs", (owing(),), "The payment of {reference} has arrived", "claim"
    ),
    Telling(
        "ClaimPartWaived", "costs", (owing(),), "A part of the claim {reference} is waived", "claim"
    ),
    Telling(
        "CreditNoteIssued",
        "costs",
        (owing(),),
        "A credit note corrects the claim {reference}",
        "claim",
    ),
    Telling("ClaimWithdrawn", "costs", (owing(),), "The claim {reference} was withdrawn", "claim"),
)

KEEPING_TIME = (
    Telling(
        "DeadlineNear",
        "deadlines",
        (party("owner_party_id", REPRESENTATIVE, DUTY, FINANCE), COORDINATORS_OF_UNOWNED),
        "Due by {last_day}: {title}, {subject_reference}",
        "deadline",
    ),
    Telling(
        "DeadlinePassed",
        "deadlines",
        (ADDRESSED_WITH_MONEY, COORDINATORS_OF_UNOWNED),
        "The time is over: {title}, {subject_reference}",
        "deadline",
    ),
    Telling(
        "DeadlinesDigested",
        "deadlines",
        (
            party("party_id", REPRESENTATIVE, DUTY, FINANCE),
            replace(COORDINATORS_OF_UNOWNED, field="party_id"),
        ),
        "Deadlines: {missed} missed, {due_today} due today, {due_soon} within the week",
        "deadlines",
    ),
    Telling(
        "RecordsDeadlinesDigested",
        "deadlines",
        (party("party_id", *roles_in_party(VIEWED_WITH[Scope.RECORDS_REQUEST])),),
        "Records requests: {missed} missed, {due_today} due today, {due_soon} within the week",
        "deadlines",
    ),
)

"""The lives of claim and finding: what is owed, and what is learned."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class ClaimState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"  # immutable from here on: corrections are credit notes
    QUESTIONED = "questioned"
    APPROVED = "approved"
    PART_PAID = "part_paid"
    PAID = "paid"
    WAIVED = "waived"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"


class FindingState(StrEnum):
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DROPPED = "dropped"


C, F = ClaimState, FindingState

_OWED = (C.SUBMITTED, C.QUESTIONED, C.APPROVED, C.PART_PAID)

CLAIM = Lifecycle(
    name="claim",
    states=C,
    initial=C.DRAFT,
    ended=frozenset({C.PAID, C.WAIVED, C.CREDITED, C.WITHDRAWN}),
    rows=(
        row("amend", C.DRAFT, C.DRAFT, "claim.draft", "billing"),
        row("submit", C.DRAFT, C.SUBMITTED, "claim.submit", "billing"),
        row("question", C.SUBMITTED, C.QUESTIONED, "claim.question", "dispute"),
        row("answer", C.QUESTIONED, C.SUBMITTED, "claim.answer", "dispute"),
        row("approve", C.SUBMITTED, C.APPROVED, "claim.approve", "payment"),
        row("pay_part", {C.APPROVED, C.PART_PAID}, C.PART_PAID, "claim.pay", "payment"),
        row("pay", {C.APPROVED, C.PART_PAID}, C.PAID, "claim.pay", "payment"),
        *(row("waive_part", each, each, "claim.waive", "waiver") for each in _OWED),
        row("waive", _OWED, C.WAIVED, "claim.waive", "waiver"),
        row("credit", {*_OWED, C.PAID}, C.CREDITED, "claim.credit", "billing"),
        row(
            "withdraw",
            {C.DRAFT, C.SUBMITTED, C.QUESTIONED},
            C.WITHDRAWN,
            "claim.withdraw",
            "billing",
        ),
    ),
)

FINDING = Lifecycle(
    name="finding",
    states=F,
    initial=F.OPEN,
    ended=frozenset({F.DONE, F.DROPPED}),
    rows=(
        row("amend", F.OPEN, F.OPEN, "finding.edit"),
        row("amend", F.IN_PROGRESS, F.IN_PROGRESS, "finding.edit"),
        row("start", F.OPEN, F.IN_PROGRESS, "finding.progress"),
        row("finish", {F.OPEN, F.IN_PROGRESS}, F.DONE, "finding.progress"),
        row("drop", {F.OPEN, F.IN_PROGRESS}, F.DROPPED, "finding.progress"),
        row("reopen", {F.DONE, F.DROPPED}, F.OPEN, "finding.progress"),
    ),
)

"""The lives of a disposal and of a public-records request."""

from enum import StrEnum

from muster.rules.lifecycle.table import Lifecycle, row


class DisposalState(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"  # by one; a second person carries it out
    DONE = "done"
    DECLINED = "declined"


class RecordsRequestState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


D, R = DisposalState, RecordsRequestState

DISPOSAL = Lifecycle(
    name="disposal",
    states=D,
    initial=D.PROPOSED,
    ended=frozenset({D.DONE, D.DECLINED}),
    rows=(
        row("approve", D.PROPOSED, D.APPROVED, "disposal.approve", "retention"),
        row("carry_out", D.APPROVED, D.DONE, "disposal.approve", "retention"),
        row("decline", {D.PROPOSED, D.APPROVED}, D.DECLINED, "disposal.approve", "retention"),
    ),
)

RECORDS_REQUEST = Lifecycle(
    name="records_request",
    states=R,
    initial=R.OPEN,
    ended=frozenset({R.ANSWERED, R.WITHDRAWN}),
    rows=(
        row("edit", R.OPEN, R.OPEN, "records_request.edit"),
        row("answer", R.OPEN, R.ANSWERED, "records_request.edit"),
        row("withdraw", R.OPEN, R.WITHDRAWN, "records_request.edit"),
    ),
)

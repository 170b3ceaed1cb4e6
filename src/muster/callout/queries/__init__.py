"""Every read of this room; each takes the actor first and hides what may not be seen."""

from muster.callout.queries.asks import (
    answers_to_approve,
    ask_of_token,
    asks_of,
    get_ask,
    link_of_token,
    overdue,
    unmade_offers,
)
from muster.callout.queries.audience import fits_by_line
from muster.callout.queries.call_outs import (
    AskRow,
    CallOutRow,
    PartyRow,
    call_out_of,
    ends_of,
    get_call_out,
    has_ended,
    running_call_out,
    wished_and_not_begun,
)

__all__ = [
    "AskRow",
    "CallOutRow",
    "PartyRow",
    "answers_to_approve",
    "ask_of_token",
    "asks_of",
    "call_out_of",
    "ends_of",
    "fits_by_line",
    "get_ask",
    "get_call_out",
    "has_ended",
    "link_of_token",
    "overdue",
    "running_call_out",
    "unmade_offers",
    "wished_and_not_begun",
]

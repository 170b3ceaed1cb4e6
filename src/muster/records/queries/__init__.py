"""Every read of this room: for the network's coordinators and auditors."""

from muster.records.queries.disposals import disposals, get_disposal, items_of, open_disposals
from muster.records.queries.holds import get_hold, held_reach, holds, holds_on, things_held
from muster.records.queries.requests import (
    get_picked,
    get_records_request,
    get_redaction,
    grounds,
    picked_of,
    records_requests,
    shown_fields,
)
from muster.records.queries.retention import KindRow, keeping, schedule
from muster.records.queries.searching import search
from muster.records.queries.visibility import need

__all__ = [
    "get_picked",
    "get_records_request",
    "get_redaction",
    "grounds",
    "picked_of",
    "records_requests",
    "search",
    "shown_fields",
    "KindRow",
    "disposals",
    "get_disposal",
    "get_hold",
    "held_reach",
    "holds",
    "holds_on",
    "items_of",
    "keeping",
    "need",
    "open_disposals",
    "schedule",
    "things_held",
]

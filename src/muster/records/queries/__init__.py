"""Every read of this room: for the network's coordinators and auditors."""

from muster.records.queries.disposals import disposals, get_disposal, items_of, open_disposals
from muster.records.queries.holds import get_hold, held_reach, holds, holds_on, things_held
from muster.records.queries.retention import KindRow, keeping, schedule
from muster.records.queries.visibility import need

__all__ = [
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

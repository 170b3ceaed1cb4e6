"""Every write of this room."""

from muster.records.commands.disposals import (
    approve_disposal,
    carry_out_disposal,
    decline_disposal,
    propose_disposals,
)
from muster.records.commands.holds import place_hold, release_hold
from muster.records.commands.own import take_party_data
from muster.records.commands.retention import set_retention

__all__ = [
    "approve_disposal",
    "carry_out_disposal",
    "decline_disposal",
    "place_hold",
    "propose_disposals",
    "release_hold",
    "set_retention",
    "take_party_data",
]

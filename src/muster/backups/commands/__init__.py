"""Every write of this room."""

from muster.backups.commands.reconciling import (
    dispose_host_facts,
    note_comparison,
    reopen_matter,
    settle_matter,
)
from muster.backups.commands.shipping import (
    begin_shipment,
    fail_shipment,
    fail_what_is_under_way,
    finish_shipment,
    note_removed,
    raise_alarm,
)

__all__ = [
    "begin_shipment",
    "dispose_host_facts",
    "fail_shipment",
    "fail_what_is_under_way",
    "finish_shipment",
    "note_comparison",
    "note_removed",
    "raise_alarm",
    "reopen_matter",
    "settle_matter",
]

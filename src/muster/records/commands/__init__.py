"""Every write of this room."""

from muster.records.commands.disposals import (
    approve_disposal,
    carry_out_disposal,
    decline_disposal,
    propose_disposals,
)
from muster.records.commands.exporting import export_records
from muster.records.commands.holds import place_hold, release_hold
from muster.records.commands.own import take_party_data
from muster.records.commands.redacting import redact, redact_suggested, withdraw_redaction
from muster.records.commands.requests import (
    close_records_request,
    drop_record,
    keep_request_clocks,
    log_records_request,
    pick_records,
    set_redaction_reason,
)
from muster.records.commands.retention import set_retention

__all__ = [
    "close_records_request",
    "drop_record",
    "export_records",
    "keep_request_clocks",
    "log_records_request",
    "pick_records",
    "redact",
    "redact_suggested",
    "set_redaction_reason",
    "withdraw_redaction",
    "approve_disposal",
    "carry_out_disposal",
    "decline_disposal",
    "place_hold",
    "propose_disposals",
    "release_hold",
    "set_retention",
    "take_party_data",
]

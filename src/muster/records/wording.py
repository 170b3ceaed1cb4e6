"""The sentences of this room."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    "retention.not_disposable": "This kind is kept for as long as the network stands.",
    "retention.bad_years": "Give whole years from 1 to 99, or none to keep it for good.",
    "retention.no_source": "Name the schedule, law or decision that says so.",
    "hold.unknown_kind": "A hold is placed on an incident, a mission, a claim or a party.",
    "hold.no_reason": "Say why, such as the case or the letter that asks for it.",
    "hold.released": "This hold was released before.",
    "disposal.wrong_state": "This is not possible while the disposal is {state}. Reload the page.",
    "disposal.no_reason": "Say why the records stay.",
    "records_request.wrong_state": (
        "This is not possible while the public-records request is {state}. Reload the page."
    ),
    "party_export.no_party": "Only somebody who acts for a party takes its data along.",
    "disposal.same_person": "It takes two people: somebody else carries out what you approved.",
}

register_wording(REFUSALS)
register_fact_words(
    {
        "RetentionSet": "Said how long records of the kind {kind} are kept.",
        "HoldPlaced": "Placed a legal hold on {label}.",
        "HoldReleased": "Released the legal hold on {label}.",
        "DisposalProposed": "Proposed {count} records of the kind {kind} for disposal.",
        "DisposalApproved": "Approved a disposal of records of the kind {kind}.",
        "DisposalDeclined": "Declined a disposal of records of the kind {kind}.",
        "PartyDataTaken": "Took the party's data along: {part_count} files.",
        "RecordsDisposed": "Disposed of {count} records of the kind {kind}; a hold keeps {held}.",
    }
)

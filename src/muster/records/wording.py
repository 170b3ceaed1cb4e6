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
    "records_request.no_name": "Say who asks, even if only as they signed.",
    "records_request.no_scope": "Write down what they ask for, in their words.",
    "records_request.bad_dates": "The last day comes before the first.",
    "records_request.not_yet": "The day of receipt is still to come.",
    "records_request.bad_days": "Give 1 to 365 business days.",
    "records_request.nothing_picked": "Pick at least one record.",
    "records_request.too_many": "An answer holds at most 500 records. Make a second request.",
    "records_request.unknown_action": "Choose one of: answer, withdraw.",
    "records_request.no_outcome": "Say how it was answered, or why it was withdrawn.",
    "redaction.unknown_reason": "Choose a ground from the list.",
    "redaction.unknown_field": "There is no such field in this record.",
    "redaction.not_there": "This passage does not stand there. Copy it as it is shown.",
    "redaction.nothing_found": "Nothing that still stands here looks like personal data.",
    "redaction_reason.incomplete": "Give the key, the title, the statute and where you read it.",
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
        "RecordsRequestLogged": "Logged public-records request {reference}.",
        "RecordsPicked": "Changed what is picked for public-records request {reference}.",
        "PassagesRedacted": "Withheld {count} passages for public-records request {reference}.",
        "RedactionWithdrawn": "Let a passage stand again for public-records request {reference}.",
        "RecordsExported": "Packed {count} records for public-records request {reference}.",
        "RecordsRequestClosed": "Closed public-records request {reference}.",
        "RedactionReasonSet": "Set the ground for withholding {title}, {citation}.",
        "PartyDataTaken": "Took the party's data along: {part_count} files.",
        "RecordsDisposed": "Disposed of {count} records of the kind {kind}; a hold keeps {held}.",
    }
)

"""The sentences of this room: refusals that say what to do, and facts as a timeline tells them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

REFUSALS = {
    "review.not_yours": ("Only the incident's own party or the coordinator may write this review."),
    "review.second_review": "This incident has a review already. Ask its party to add to it.",
    "review.closed": "The review is closed. Findings can still be worked on, not changed.",
    "review.no_findings": "Write down at least one finding, a strength or an improvement.",
    "review.finding_without_owner": (
        "Give these improvements an owner and a due date, then close: {numbers}."
    ),
    "finding.not_yours": "Only its owner or the reviewing party may say how far this is.",
    "finding.wrong_state": "This is not possible while the finding is {state}. Reload the page.",
    "finding.unknown_action": "Choose one of: start, finish, drop, reopen.",
    "finding.unknown_kind": "Choose strength or improvement.",
    "finding.no_text": "Write what was found, in a sentence.",
    "finding.no_proof": "Say what proves that it is done, such as the test or the new document.",
    "finding.no_reason": "Say why it is dropped.",
    "finding.bad_date": "Give a day between the years 2000 and 2199.",
}
STEPS = {
    "start": "Took up finding {number} of review {reference}.",
    "finish": "Finished finding {number} of review {reference}.",
    "drop": "Dropped finding {number} of review {reference}.",
    "reopen": "Took finding {number} of review {reference} up again.",
}


def _progressed(fact: Mapping[str, Any]) -> str:
    words = STEPS.get(str(fact.get("action")), "Worked on a finding.")
    return words.format(number=fact.get("number", ""), reference=fact.get("reference", ""))


register_wording(REFUSALS)
register_fact_words(
    {
        "ReviewOpened": "Opened review {reference}.",
        "ReviewAmended": "Wrote in review {reference}.",
        "FindingAdded": "Added finding {number} to review {reference}.",
        "FindingAmended": "Changed finding {number} of review {reference}.",
        "FindingProgressed": _progressed,
        "ReviewClosed": "Closed review {reference} with {finding_count} findings.",
    }
)

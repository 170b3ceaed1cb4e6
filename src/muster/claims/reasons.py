"""Why a figure of a settlement is what it is, as sentences.

They explain, where refusals tell what to do: a code may stand in both with other words.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from muster.web.display import as_moment, day_text, when_text
from muster.web.wording import fill

REASONS = {
    "share.not_agreed": (
        "The parties have not agreed on a share yet: beyond the free hours nothing can be claimed."
    ),
    "free_allowance.applied": "{hours} hours are free under the agreement.",
    "attestation.missing": (
        "Nothing is free: the requesting party had not attested “{title}” when it asked."
    ),
    "attestation.lapsed": (
        "Nothing is free: the requesting party's attestation of “{title}” ended on {valid_until}, "
        "before it asked."
    ),
    "labour.straight_time_not_paid": "The agreement pays overtime alone; regular hours cost nothing.",
    "labour.travel_not_paid": "The agreement does not pay hours of travel.",
    "time.before_start": "{hours} hours lie before reimbursement starts ({from}) and cost nothing.",
    "time.not_declared": "No emergency was declared, as the agreement demands; nothing counts.",
    "time.no_arrival": "No arrival is recorded, so no hour counts yet.",
    "time.later_of_both": "Hours count from {from} on.",
    "time.more_than_a_day": "An entry is longer than a day. Check it.",
    "time.overlaps": "Two entries of {person} claim the same time. Check them.",
    "equipment.use_is_free": "The agreement does not pay for the use of things lent.",
    "equipment.cost_missing": "What {label} costs is not written down; it is left out.",
    "expense.no_receipt": "There is no receipt for “{label}”.",
    "expenses.not_paid": "The agreement does not pay other costs.",
    "travel.not_paid": "The agreement does not pay travel.",
    "waiver.donated": "Given free by the responding party.",
}


def reason_sentence(reason: Any) -> str:
    """A reason of the rules, or one that was kept as JSON, for the reader at hand."""
    kept = isinstance(reason, Mapping)
    code = reason["code"] if kept else reason.code
    values = reason.get("values", {}) if kept else reason.values
    return fill(REASONS.get(code, code), {name: _shown(value) for name, value in values.items()})


def reason_sentences(reasons: Any) -> list[str]:
    """Each sentence once."""
    return list(dict.fromkeys(reason_sentence(each) for each in reasons))


def _shown(value: Any) -> Any:
    """Moments and days in the reader's zone; they are kept as ISO text."""
    if isinstance(value, datetime.datetime):
        return when_text(value)
    if isinstance(value, datetime.date):
        return day_text(value)
    if isinstance(value, str) and len(value) >= 10 and value[4:5] == "-" and value[7:8] == "-":
        if len(value) > 10 and as_moment(value):
            return when_text(value)
        try:
            return day_text(datetime.date.fromisoformat(value))
        except ValueError:
            return value
    return value

"""The sentences of this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

OUTCOMES = {
    "entered_again": "Entered here again",
    "holds_no_more": "Holds no more",
    "both_stand": "Both stand",
}
STANDINGS = {
    "host_only": "Untouched here since",
    "both": "Changed here too",
}


def _settled(fact: Mapping[str, Any]) -> str:
    said = OUTCOMES.get(str(fact.get("outcome")), "settled").lower()
    more = [str(fact[name]) for name in ("became", "reason") if fact.get(name)]
    return f"What the host alone knew of this was settled: {said}{''.join(f'. {each}' for each in more)}."


register_fact_words(
    {
        "BackupShipped": "A backup reached {place}: {name}, {size_bytes} bytes.",
        "BackupFailed": "A backup did not reach {place}, {failures} in a row: {error}.",
        "BackupsOverdue": "No backup has reached {place} for {hours} hours.",
        "BackupRemoved": "The old backup {name} was removed at {place}.",
        "HostCompared": (
            "The returned host {host_url} was compared. Facts there alone: {host_only}; things "
            "that wait: {waiting}, changed here too: {touched_here}; facts here alone: {here_only}."
        ),
        "HostMatterSettled": _settled,
        "HostMatterReopened": "What the host alone knew of this waits again.",
    }
)

register_wording(
    {
        "reconciliation.settled": (
            "{who} settled this a moment ago. Look at what was said; let it wait again to change it."
        ),
        "reconciliation.nothing_to_settle": "There is nothing to enter again: nothing to settle.",
        "reconciliation.not_settled": "This waits already. Reload the page to see how it stands.",
        "reconciliation.unknown_outcome": "Choose one of the listed answers.",
        "reconciliation.became_missing": "Say what it is here now: its number, or its address.",
        "reconciliation.reason_missing": "Say why in a few words. The reason is kept.",
    }
)

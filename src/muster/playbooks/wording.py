"""The sentences of this room."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words
from muster.web.wording import register_wording

register_wording(
    {
        "playbook.not_coordinator": (
            "Only the coordinator writes for the whole network. Write it for your own party."
        ),
        "playbook.not_yours": (
            "Only the party whose playbook it is may change it; the network's, the coordinator. "
            "Write one of your own, or ask them."
        ),
        "playbook.withdrawn": "This playbook was withdrawn. Write a new one instead.",
        "playbook.changed": (
            "{who} wrote version {version} while you were writing. Nothing of yours is lost or "
            "saved: read theirs on this page, take over what must stay, then save again."
        ),
        "playbook.nothing_changed": (
            "Nothing is different from the version in use. If you went through it and all of it "
            "still holds, set the day on which you did and the next one."
        ),
        "playbook.no_title": "Give it a title that is understood at night.",
        "playbook.no_steps": "Write at least one step, each on a line of its own.",
        "playbook.too_many_steps": (
            "These are more than {most} steps. Make two playbooks of it: nobody reads so many."
        ),
        "playbook.long_step": "Step {number} is longer than {limit} characters. Make two of it.",
        "playbook.unknown_kind": "Choose what it is for from the list.",
        "playbook.bad_label": (
            "Choose TLP:AMBER+STRICT, TLP:AMBER, TLP:GREEN or TLP:CLEAR. What is for named readers "
            "only does not belong in a playbook."
        ),
        "playbook.bad_review": (
            "It was reviewed today or earlier, and is to be reviewed on a later day than that, both "
            "between the years 2000 and 2099."
        ),
        "playbook.no_reason": "Say why, so that whoever followed it knows what to do instead.",
    }
)
register_fact_words(
    {
        "PlaybookWritten": "Wrote a playbook.",
        "PlaybookRevised": "Wrote version {version} of a playbook.",
        "PlaybookWithdrawn": "Withdrew a playbook.",
    }
)

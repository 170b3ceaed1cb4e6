"""A playbook as the city writes it."""

from __future__ import annotations

from typing import Any

from muster.playbooks import commands
from muster.playbooks.models import PlaybookVersion
from muster.rules.actor import Actor

STEPS = "1. Pull the cable.\n\n2) Do not switch it off.\n- Call the county."


def written(actor: Actor, **values: Any) -> PlaybookVersion:
    given = {"title": "Opal hour", "kind": "ransomware", "steps": STEPS, **values}
    return commands.write_playbook(actor, **given)


def revised(actor: Actor, version: PlaybookVersion, **values: Any) -> PlaybookVersion:
    """The same again, but for what is given."""
    same = ("title", "kind", "steps", "is_shared", "sharing_label", "reviewed_on", "review_by")
    given = {name: getattr(version, name) for name in same}
    given |= {"playbook_id": version.playbook_id, "version": version.number, **values}
    return commands.revise_playbook(actor, **given)

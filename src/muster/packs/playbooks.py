"""The playbooks that go along in a pack, behind its essentials."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.playbooks import queries as playbooks
from muster.rules.actor import Actor
from muster.web import display

MOST_PLAYBOOKS = 12


@dataclass(frozen=True)
class PackPlaybook:
    """A playbook in plain words, with the label that says how far it may be passed on."""

    id: str
    title: str
    whose: str
    kind: str
    label: str
    when_to_use: str
    steps: tuple[str, ...]
    reviewed: str


def playbooks_of(actor: Actor, party_id: UUID) -> tuple[tuple[PackPlaybook, ...], str]:
    """Those of the party, then the network's, then what others share; and what was left out.

    Only what the maker of the pack and the party itself may both read.
    """
    found = playbooks.of_party(actor, party_id, limit=MOST_PLAYBOOKS + 1)
    note = f"There are more than these {MOST_PLAYBOOKS}; the own ones come first."
    shown = tuple(_playbook(each) for each in found[:MOST_PLAYBOOKS])
    return shown, note if len(found) > MOST_PLAYBOOKS else ""


def _playbook(row: Any) -> PackPlaybook:
    party = row.playbook.party
    return PackPlaybook(
        id=str(row.playbook_id),
        title=row.title,
        whose=party.name if party else "The network",
        kind=display.label_text(row.kind),
        label=row.sharing_label,
        when_to_use=row.when_to_use,
        steps=row.step_list,
        reviewed=f"Version {row.number}, gone through {display.day_text(row.reviewed_on)}",
    )

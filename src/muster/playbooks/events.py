"""What can happen to playbooks. Facts carry ids and numbers, never the texts."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class PlaybookWritten:
    """A party, or the coordinator for the network, wrote a playbook; its first version."""

    playbook_id: UUID
    party_id: UUID | None
    kind: str
    is_shared: bool
    sharing_label: str


@event
@dataclass(frozen=True)
class PlaybookRevised:
    """A new version took the place of the one before, which stays readable."""

    playbook_id: UUID
    party_id: UUID | None
    version: int
    kind: str
    is_shared: bool
    sharing_label: str


@event
@dataclass(frozen=True)
class PlaybookWithdrawn:
    """A playbook is no longer to be followed; its reason stands on its page."""

    playbook_id: UUID
    party_id: UUID | None
    version: int

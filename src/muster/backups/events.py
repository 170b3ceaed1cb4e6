"""What happens to backups that leave, and to what a returned host had alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class BackupShipped:
    """A backup lies whole at its place, under its real name; `checked` says what was compared."""

    network_id: UUID
    place: str
    name: str
    size_bytes: int
    sha256: str
    checked: str


@event
@dataclass(frozen=True)
class BackupFailed:
    """A backup did not reach its place; `failures` in a row, and it is tried again."""

    network_id: UUID
    place: str
    failures: int
    error: str


@event
@dataclass(frozen=True)
class BackupsOverdue:
    """The newest good backup at a place is older than two intervals; said once until one arrives."""

    network_id: UUID
    place: str
    last_good_at: datetime | None
    hours: int


@event
@dataclass(frozen=True)
class BackupRemoved:
    """An old backup was removed at its place, by the rule of how many are kept."""

    network_id: UUID
    place: str
    name: str


@event
@dataclass(frozen=True)
class HostCompared:
    """The returned host's journal was compared with the one here: so much of it is not here.

    `waiting` things wait for a coordinator, `touched_here` of them were touched here as well;
    `here_only` facts happened here alone since the two parted.
    """

    network_id: UUID
    reconciliation_id: UUID
    host_url: str
    fork_position: int
    host_only: int
    waiting: int
    touched_here: int
    here_only: int


@event
@dataclass(frozen=True)
class HostMatterSettled:
    """A coordinator settled what the host had alone of a thing; `became` is what it is here now."""

    network_id: UUID
    matter_id: UUID
    about: str
    outcome: str
    became: str
    reason: str


@event
@dataclass(frozen=True)
class HostMatterReopened:
    """A settled thing of the host waits again."""

    network_id: UUID
    matter_id: UUID
    about: str

"""What happens to backups that leave."""

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

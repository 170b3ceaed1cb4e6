"""Facts about files."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from muster.journal.record import event


@event
@dataclass(frozen=True)
class FileStored:
    """A file was checked and kept; its content is known by the hash."""

    file_id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


@event
@dataclass(frozen=True)
class FileLabelled:
    """A file's party said how far it may travel; `sharing_label` is what counts since."""

    file_id: UUID
    sharing_label: str

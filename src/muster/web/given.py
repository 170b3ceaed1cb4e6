"""What an address or a choice gives, as values."""

from __future__ import annotations

from uuid import UUID


def as_uuid(text: str | None) -> UUID | None:
    """An id from an address or a choice; None for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError:
        return None

"""Numbers that people can say on the phone: AR-2026-0007, M-2026-0012."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.journal.models import Counter


def next_reference(network_id: UUID, prefix: str, at: datetime) -> str:
    """The next reference of a network, counted per prefix and year; needs an open transaction."""
    name = f"{prefix}/{at.year}"
    Counter.objects.bulk_create([Counter(network_id=network_id, name=name)], ignore_conflicts=True)
    row = Counter.objects.select_for_update().get(network_id=network_id, name=name)
    row.value += 1
    row.save(update_fields=["value"])
    return f"{prefix}-{at.year}-{row.value:04d}"

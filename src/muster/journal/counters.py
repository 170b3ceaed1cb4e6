"""Numbers that people can say on the phone: AR-2026-0007, M-2026-0012."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from muster.journal.models import Counter


def next_reference(network_id: UUID, prefix: str, at: datetime) -> str:
    """The next reference of a network, counted per prefix and year; needs an open transaction."""
    name = f"{prefix}/{at.year}"
    rows = Counter.objects.filter(network_id=network_id, name=name)
    # The update locks the row for this transaction; only a year's first number needs more.
    if not rows.update(value=F("value") + 1):
        first = Counter(network_id=network_id, name=name)
        Counter.objects.bulk_create([first], ignore_conflicts=True)
        rows.update(value=F("value") + 1)
    value = rows.values_list("value", flat=True).get()
    return f"{prefix}-{at.year}-{value:04d}"

"""Numbers that people can say on the phone: AR-2026-0007, M-2026-0012."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from muster.journal.models import Counter


def next_reference(network_id: UUID, prefix: str, at: datetime) -> str:
    """The next reference of a network, counted per prefix and year; needs an open transaction."""
    name = f"{prefix}/{at.year}"
    # The update locks the row for this transaction; only a year's first number needs more.
    value = _counted_up(network_id, name)
    if value is None:
        first = Counter(network_id=network_id, name=name)
        Counter.objects.bulk_create([first], ignore_conflicts=True)
        value = _counted_up(network_id, name)
    return f"{prefix}-{at.year}-{value:04d}"


def _counted_up(network_id: UUID, name: str) -> int | None:
    """The number after the last one, in one statement; None before the first."""
    table = connection.ops.quote_name(Counter._meta.db_table)
    key = Counter._meta.get_field("network_id").get_db_prep_value(network_id, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET value = value + 1 WHERE network_id = %s AND name = %s "
            "RETURNING value",
            [key, name],
        )
        row = cursor.fetchone()
    return row[0] if row else None

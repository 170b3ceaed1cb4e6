"""The sentences of this room."""

from __future__ import annotations

from muster.web.fact_words import register_fact_words

register_fact_words(
    {
        "BackupShipped": "A backup reached {place}: {name}, {size_bytes} bytes.",
        "BackupFailed": "A backup did not reach {place}, {failures} in a row: {error}.",
        "BackupsOverdue": "No backup has reached {place} for {hours} hours.",
        "BackupRemoved": "The old backup {name} was removed at {place}.",
    }
)

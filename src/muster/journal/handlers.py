"""Keeping the journal's own house: finished jobs, old receipts and silent workers are swept out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from muster.journal import clock
from muster.journal.models import Job, JobState, Receipt, WorkerBeat
from muster.journal.schedule import KEY, every, kept_for

DONE_KEPT = timedelta(days=7)
RECEIPTS_KEPT = timedelta(days=7)
BEATS_KEPT = timedelta(days=1)
CHUNK = 1000


@every(3600)
def sweep() -> None:
    """Delete what nobody asks for any more; dead jobs stay until somebody has seen to them."""
    at = clock.now()
    done = Job.objects.filter(state=JobState.DONE)
    rounds = done.filter(unique_key__startswith=KEY)
    for name in rounds.order_by().values_list("name", flat=True).distinct():
        _delete(rounds.filter(name=name, finished_at__lt=at - kept_for(name)))
    _delete(done.filter(unique_key__isnull=True, finished_at__lt=at - DONE_KEPT))
    _delete(done.filter(finished_at__lt=at - 12 * DONE_KEPT).exclude(unique_key__startswith=KEY))
    _delete(Receipt.objects.filter(at__lt=at - RECEIPTS_KEPT))
    WorkerBeat.objects.filter(beat_at__lt=at - BEATS_KEPT).delete()


def _delete(rows: QuerySet[Any]) -> None:
    """In small transactions, so that nobody waits behind a long one."""
    while True:
        ids = list(rows.order_by().values_list("pk", flat=True)[:CHUNK])
        if not ids:
            return
        rows.model._default_manager.filter(pk__in=ids).delete()

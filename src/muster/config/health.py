"""`GET /healthz`: 200 with version, database and worker state, or 503 with the reason."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from muster.backups import queries as backups
from muster.journal import clock, queries

WORKER_SILENT_AFTER = timedelta(seconds=30)


def worker_state() -> str:
    """`ok`, or what is the matter with the worker."""
    beat_at = queries.last_worker_beat()
    if beat_at is None:
        return "no worker has ever run: start `muster worker`"
    if clock.now() - beat_at > WORKER_SILENT_AFTER:
        return f"silent since {beat_at:%Y-%m-%d %H:%M:%S} UTC: start `muster worker`"
    return "ok"


def backups_state() -> str:
    """`ok`, `off`, or that none arrives; where they go is nobody's affair here."""
    if not settings.MUSTER_BACKUP_EVERY:
        return "off"
    return "overdue: see `muster backup --status`" if backups.overdue_labels() else "ok"


def healthz(request: HttpRequest) -> JsonResponse:
    """Version, database, worker and backups; 503 while database or worker is not well: late backups
    are no reason to send people elsewhere."""
    state = {
        "version": settings.MUSTER_VERSION,
        "database": "ok",
        "worker": "unknown",
        "backups": "unknown",
    }
    try:
        state["worker"] = worker_state()
        state["backups"] = backups_state()
    except DatabaseError as error:
        state["database"] = f"{connection.vendor} does not answer: {type(error).__name__}"
    is_well = state["database"] == state["worker"] == "ok"
    return JsonResponse(state, status=200 if is_well else 503)

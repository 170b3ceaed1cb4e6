"""`GET /healthz`: 200 with version, database and worker state, or 503 with the reason."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

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


def healthz(request: HttpRequest) -> JsonResponse:
    """Version, database and worker state; 503 with the reason while one of them is not well."""
    state = {"version": settings.MUSTER_VERSION, "database": "ok", "worker": "unknown"}
    try:
        state["worker"] = worker_state()
    except DatabaseError as error:
        state["database"] = f"{connection.vendor} does not answer: {type(error).__name__}"
    is_well = state["database"] == state["worker"] == "ok"
    return JsonResponse(state, status=200 if is_well else 503)

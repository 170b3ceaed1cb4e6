"""`GET /healthz`: 200 with version, database and worker state, or 503 with the reason."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse

from muster.journal import clock
from muster.journal.queries import last_worker_beat

WORKER_SILENT_AFTER = timedelta(seconds=30)


def healthz(request: HttpRequest) -> JsonResponse:
    state = {"version": settings.MUSTER_VERSION, "database": "ok", "worker": "ok"}
    try:
        beat = last_worker_beat()
    except DatabaseError as error:
        state["database"] = f"{connection.vendor} does not answer: {type(error).__name__}"
        state["worker"] = "unknown"
        return JsonResponse(state, status=503)
    if beat is None:
        state["worker"] = "no worker has ever run: start `muster worker`"
    elif clock.now() - beat > WORKER_SILENT_AFTER:
        state["worker"] = f"silent since {beat:%Y-%m-%d %H:%M:%S} UTC"
    return JsonResponse(state, status=200 if state["worker"] == "ok" else 503)

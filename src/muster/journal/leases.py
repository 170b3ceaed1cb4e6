"""Who works at which job: claimed under a lease, fenced by its token, given back when it fails."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet

from muster.journal import clock
from muster.journal.models import Job, JobState
from muster.journal.waiting_lines import walk_the_index

LEASE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
ERROR_LENGTH = 1000


class LeaseLost(Exception):
    """Another worker has taken the job over: what was done for it here must be undone."""


def claim(worker: str, limit: int, leaving: Collection[str] = ()) -> list[Job]:
    """Lease the next waiting jobs: the lowest priority number first, then by due time. Tasks of the
    names in `leaving` are left."""
    at = clock.now()
    due = _waiting(leaving).filter(run_at__lte=at)
    if not due.exists():  # looking costs nothing; claiming takes SQLite's only pen
        return []
    with transaction.atomic():
        walk_the_index()
        ids = list(
            due.order_by("priority", "run_at", "id")
            .select_for_update(skip_locked=True)
            .values_list("id", flat=True)[:limit]
        )
        Job.objects.filter(id__in=ids).update(
            state=JobState.RUNNING,
            lease_token=uuid4(),
            leased_until=at + LEASE,
            attempt=F("attempt") + 1,
            worker=worker,
        )
    jobs = Job.objects.filter(id__in=ids).select_related("fact")
    return list(jobs.order_by("priority", "run_at", "id"))


def extend(worker: str, ids: Collection[int]) -> None:
    """Push the leases of jobs in hand further out."""
    if ids:
        Job.objects.filter(id__in=ids, worker=worker, state=JobState.RUNNING).update(
            leased_until=clock.now() + LEASE
        )


def acknowledge(ids: Collection[int], token: UUID) -> None:
    """Mark jobs as done, in the transaction that holds their effects. Raises `LeaseLost`."""
    if not ids:
        return
    count = _held(ids, token).update(
        state=JobState.DONE,
        finished_at=clock.now(),
        lease_token=None,
        leased_until=None,
        last_error="",
    )
    if count != len(ids):
        raise LeaseLost


def give_up(job: Job, reason: str) -> None:
    """Mark a job as dead: nobody tries it again until a coordinator says so."""
    _held([job.id], job.lease_token).update(
        state=JobState.DEAD,
        finished_at=clock.now(),
        lease_token=None,
        leased_until=None,
        last_error=reason[:ERROR_LENGTH],
    )


def put_back(job: Job, reason: str) -> None:
    """After a failure: wait longer each time, then dead."""
    if job.attempt >= job.max_attempts:
        give_up(job, reason)
        return
    _held([job.id], job.lease_token).update(
        state=JobState.WAITING,
        run_at=clock.now() + pause_after(job.attempt),
        lease_token=None,
        leased_until=None,
        last_error=reason[:ERROR_LENGTH],
    )


def release(worker: str, ids: Collection[int]) -> None:
    """Give back jobs that were claimed and not begun; that was no attempt."""
    Job.objects.filter(id__in=ids, worker=worker, state=JobState.RUNNING, attempt__gt=0).update(
        state=JobState.WAITING, lease_token=None, leased_until=None, attempt=F("attempt") - 1
    )


def recover(dead_workers: Collection[str] = ()) -> int:
    """Put back the jobs whose lease has run out, or whose worker is known to be dead."""
    at = clock.now()
    lost = Job.objects.filter(state=JobState.RUNNING).filter(
        Q(leased_until__lt=at) | Q(worker__in=list(dead_workers))
    )
    if not lost.exists():
        return 0
    with transaction.atomic():
        ids = list(lost.select_for_update(skip_locked=True).values_list("id", flat=True)[:1000])
        jobs = Job.objects.filter(id__in=ids)
        jobs.filter(attempt__gte=F("max_attempts")).update(
            state=JobState.DEAD,
            finished_at=at,
            lease_token=None,
            leased_until=None,
            last_error="The worker ended in the middle of it, each time that it was tried.",
        )
        jobs.filter(state=JobState.RUNNING).update(
            state=JobState.WAITING,
            run_at=at,
            lease_token=None,
            leased_until=None,
            last_error="The worker ended in the middle of it.",
        )
    return len(ids)


def pause_after(attempt: int) -> timedelta:
    """How long to wait before the next try: doubling, spread so that failures do not march."""
    seconds = min(2.0 ** min(attempt, 20), LONGEST_PAUSE.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.75, 1.25))


def seconds_until_due(most: float, leaving: Collection[str] = ()) -> float:
    """How long until the next waiting job is due, in seconds; `most` where that is later."""
    at = clock.now()
    soon = _waiting(leaving).filter(run_at__lte=at + timedelta(seconds=most))
    run_at = soon.order_by("run_at").values_list("run_at", flat=True).first()
    return max(0.0, (run_at - at).total_seconds()) if run_at else most


def _waiting(leaving: Collection[str]) -> QuerySet[Job]:
    waiting = Job.objects.filter(state=JobState.WAITING)
    return waiting.exclude(name__in=leaving) if leaving else waiting


def _held(ids: Collection[int], token: UUID | None) -> QuerySet[Job]:
    return Job.objects.filter(id__in=ids, lease_token=token, state=JobState.RUNNING)

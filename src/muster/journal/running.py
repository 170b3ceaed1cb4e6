"""Running leased jobs: several in one transaction where they only touch the database, else alone."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from muster.journal import leases
from muster.journal.models import Job
from muster.journal.record import from_fact
from muster.journal.registry import events, handlers, runs_in_transaction

logger = logging.getLogger(__name__)

LONGEST_BATCH_SECONDS = 0.03
"""A batch holds SQLite's only pen: after this time it is committed and the rest begins anew."""


def run(jobs: Sequence[Job]) -> None:
    """Run jobs that one claim leased, and settle each: done, to be tried again, or dead."""
    together: Sequence[Job] = [job for job in jobs if runs_in_transaction(job.name)]
    while together:
        together = run_some(together)
    for job in jobs:
        if not runs_in_transaction(job.name):
            run_alone(job)


def run_some(jobs: Sequence[Job]) -> Sequence[Job]:
    """Run as many as fit into one short transaction, or the one that runs alone; answers the rest.

    Jobs that run alone come here one at a time.
    """
    if not runs_in_transaction(jobs[0].name):
        run_alone(jobs[0])
        return jobs[1:]
    return jobs[_run_together(jobs) :]


def _run_together(jobs: Sequence[Job]) -> int:
    """Run as many as fit into one short transaction; answers how many were settled."""
    try:
        return _run_in_one_transaction(jobs)
    except Exception:
        # Nothing of the batch was kept: a lost lease or a deadlock must not cost the others.
        logger.info("a batch of %s jobs was undone; running its first alone", len(jobs))
    try:
        _run_in_one_transaction(jobs[:1])
    except leases.LeaseLost:
        logger.warning("job %s was taken over by another worker", jobs[0].id)
    except Exception as error:
        logger.exception("job %s (%s) failed", jobs[0].id, jobs[0].name)
        leases.put_back(jobs[0], describe(error))
    return 1


def _run_in_one_transaction(jobs: Sequence[Job]) -> int:
    """Effects and acknowledgements in one commit; each job's effects behind a savepoint."""
    until = time.monotonic() + LONGEST_BATCH_SECONDS
    done: list[int] = []
    count = 0
    with transaction.atomic():
        for job in jobs:
            count += 1
            try:
                with transaction.atomic():
                    call(job)
            except UnknownWork as error:
                leases.give_up(job, str(error))
            except Exception as error:
                logger.exception("job %s (%s) failed", job.id, job.name)
                leases.put_back(job, describe(error))
            else:
                done.append(job.id)
            if time.monotonic() > until:
                break
        if done and jobs[0].lease_token is not None:
            leases.acknowledge(done, jobs[0].lease_token)
    return count


def run_alone(job: Job) -> None:
    """Run a job that reaches outside; it commits for itself and is acknowledged afterwards."""
    try:
        call(job)
    except UnknownWork as error:
        leases.give_up(job, str(error))
    except Exception as error:
        logger.exception("job %s (%s) failed", job.id, job.name)
        leases.put_back(job, describe(error))
    else:
        try:
            if job.lease_token is not None:
                leases.acknowledge([job.id], job.lease_token)
        except leases.LeaseLost:
            logger.warning("job %s was taken over by another worker", job.id)


class UnknownWork(Exception):
    """No code of this version answers to the job's name."""


def call(job: Job) -> Any:
    """Run the handler or the task of a job."""
    function = handlers().get(job.name)
    if function is None:
        raise UnknownWork(f"Nothing in this version of Muster is called {job.name}.")
    if job.fact is None:
        return function(**job.payload)
    if job.fact.kind not in events():
        raise UnknownWork(f"No fact in this version of Muster is called {job.fact.kind}.")
    happened = from_fact(job.fact)
    if happened is None:
        return None  # its payload was erased: nobody is to hear of it any more
    return function(happened, job.fact)


def describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".replace("\x00", "")

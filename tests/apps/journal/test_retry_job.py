"""A dead piece of work is tried again when a coordinator says so, and not otherwise."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

import pytest

from muster.journal import clock
from muster.journal.commands import retry_job
from muster.journal.models import Fact, Job, JobState
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refused

pytestmark = pytest.mark.django_db

NETWORK = UUID(int=78)
COORDINATOR = Actor(NETWORK, UUID(int=5), roles=frozenset({"coordinator"}), stepped_up=True)


def job(state: JobState = JobState.DEAD) -> Job:
    """A piece of work that gave up after eight attempts."""
    at = clock.now()
    return Job.objects.create(
        name="journal.nothing", network_id=NETWORK, state=state, attempt=8, run_at=at, created_at=at
    )


def test_a_dead_job_waits_again_from_its_first_attempt() -> None:
    retry_job(COORDINATOR, job_id=job().id)
    again = Job.objects.get()
    assert (again.state, again.attempt, again.finished_at) == (JobState.WAITING, 0, None)
    assert Fact.objects.get().kind == "JobRetried"


@pytest.mark.parametrize("state", [JobState.WAITING, JobState.RUNNING, JobState.DONE])
def test_a_job_that_is_not_dead_is_left_alone(state: JobState) -> None:
    with pytest.raises(Refused) as refused:
        retry_job(COORDINATOR, job_id=job(state).id)
    assert refused.value.refusals[0].code == "job.not_dead"
    assert Job.objects.get().attempt == 8


def test_another_networks_coordinator_finds_no_such_job() -> None:
    with pytest.raises(NotFound):
        retry_job(replace(COORDINATOR, network_id=UUID(int=79)), job_id=job().id)


def test_an_auditor_may_not_retry() -> None:
    with pytest.raises(Refused) as refused:
        retry_job(replace(COORDINATOR, roles=frozenset({"auditor"})), job_id=job().id)
    assert refused.value.refusals[0].code == "permission.denied"

"""Jobs: done once, tried again with patience, given up in the open."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from muster.journal import clock, leases, registry, running, schedule
from muster.journal.handlers import sweep
from muster.journal.models import Counter, Job, JobState, Receipt
from muster.journal.record import EVERYONE, record
from muster.journal.worker import IN_HAND, Worker, drain
from muster.rules.actor import system_actor
from tests.apps.journal import labour

pytestmark = pytest.mark.django_db


def traces(name):
    return sum(Counter.objects.filter(name=name).values_list("value", flat=True))


def test_a_fact_is_handled_once():
    labour.lay(3)
    drain()
    assert [traces(f"stone {number}") for number in range(3)] == [1, 1, 1]
    assert set(Job.objects.values_list("state", flat=True)) == {JobState.DONE}


def test_a_task_that_fails_leaves_nothing_and_waits_longer_each_time():
    labour.enqueue(labour.stumble, name="half")
    pauses = []
    for _ in range(3):
        Job.objects.update(run_at=clock.now())
        before = clock.now()
        drain()
        job = Job.objects.get()
        pauses.append((job.run_at - before).total_seconds())
    assert traces("half") == 0
    assert (job.state, job.attempt) == (JobState.WAITING, 3)
    assert pauses == sorted(pauses)
    assert "the second half does not work" in job.last_error


def test_a_task_is_dead_after_its_last_attempt():
    labour.enqueue(labour.stumble, name="half", max_attempts=1)
    drain()
    job = Job.objects.get()
    assert (job.state, job.attempt) == (JobState.DEAD, 1)


def test_a_failure_costs_its_neighbours_nothing():
    labour.enqueue(labour.count_once, name="before")
    labour.enqueue(labour.stumble, name="half")
    labour.enqueue(labour.count_once, name="after")
    labour.enqueue(labour.count_alone, name="alone")
    drain()
    assert [traces(name) for name in ("before", "half", "after", "alone")] == [1, 0, 1, 1]
    assert Job.objects.filter(state=JobState.DONE).count() == 3


def test_work_that_no_code_answers_to_is_dead_with_a_reason():
    at = clock.now()
    Job.objects.create(name="aid.long_gone", run_at=at, created_at=at)
    drain()
    job = Job.objects.get()
    assert job.state == JobState.DEAD
    assert "aid.long_gone" in job.last_error


def test_a_job_taken_over_by_another_worker_is_undone_here():
    labour.enqueue(labour.count_once, name="contested")
    mine = leases.claim("slow", 10)
    Job.objects.update(leased_until=clock.now() - timedelta(seconds=1))
    assert leases.recover() == 1
    theirs = leases.claim("quick", 10)
    running.run(mine)
    assert traces("contested") == 0
    running.run(theirs)
    assert traces("contested") == 1
    assert Job.objects.get().state == JobState.DONE


def test_a_job_whose_worker_dies_each_time_is_dead_in_the_end():
    labour.enqueue(labour.count_once, name="poison", max_attempts=2)
    for _ in range(2):
        assert leases.claim("victim", 10)
        leases.recover(["victim"])
    assert Job.objects.get().state == JobState.DEAD


def test_a_worker_that_stops_gives_back_what_it_had_not_begun():
    labour.enqueue(labour.count_once, name="later")
    [job] = leases.claim("leaving", 10)
    leases.release("leaving", [job.id])
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.WAITING, 0)


def test_a_heartbeat_keeps_the_lease():
    labour.enqueue(labour.count_once, name="long")
    [job] = leases.claim("steady", 10)
    Job.objects.update(leased_until=clock.now() + timedelta(seconds=1))
    leases.extend("steady", [job.id])
    job.refresh_from_db()
    assert job.leased_until > clock.now() + timedelta(seconds=20)


def test_the_same_unique_key_adds_one_job():
    for _ in range(2):
        labour.enqueue(labour.count_once, unique_key="only", name="only")
    assert Job.objects.count() == 1


def test_urgent_work_goes_first_and_later_work_waits():
    labour.enqueue(labour.count_once, name="usual")
    labour.enqueue(labour.count_once, name="urgent", priority=-5)
    labour.enqueue(
        labour.count_once, name="tomorrow", run_at=clock.now() + timedelta(days=1), priority=-9
    )
    jobs = leases.claim("orderly", 10)
    assert [job.payload["name"] for job in jobs] == ["urgent", "usual"]


def test_what_comes_round_is_put_on_the_list_once_however_many_workers_there_are(monkeypatch):
    monkeypatch.setattr(schedule, "_periodic", {})
    schedule.every(60)(labour.count_alone)
    assert schedule.Timetable().enqueue_due() == 1
    assert schedule.Timetable().enqueue_due() == 0
    assert Job.objects.count() == 1


def test_finished_work_is_swept_out_and_dead_work_stays():
    long_ago = clock.now() - timedelta(days=30)
    for state in (JobState.DONE, JobState.DEAD):
        Job.objects.create(
            name="x", state=state, run_at=long_ago, created_at=long_ago, finished_at=long_ago
        )
    Receipt.objects.create(owner="a", key="k", digest="d", at=long_ago)
    sweep()
    assert list(Job.objects.values_list("state", flat=True)) == [JobState.DEAD]
    assert not Receipt.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_hears_of_new_work_at_once():
    worker = Worker()
    worker.start()
    try:
        key = uuid4().hex
        with transaction.atomic():
            labour.enqueue(labour.count_once, name=key)
        assert is_done_soon(key)
    finally:
        worker.stop()


@pytest.mark.django_db(transaction=True)
def test_short_work_is_done_while_long_work_fills_the_hands():
    """What takes long and is more urgent still leaves room for what takes a moment."""
    labour.ended.clear()
    for _ in range(4 * IN_HAND):
        labour.enqueue(labour.hold_on, priority=-5)
    worker = Worker()
    worker.start()
    try:
        clock_wait(1)  # its hands are as full as they get
        key = uuid4().hex
        with transaction.atomic():
            labour.enqueue(labour.count_once, name=key)
        assert is_done_soon(key)
    finally:
        labour.ended.set()
        worker.stop()


def test_what_others_wait_for_goes_before_telling_anybody():
    for number in range(3):
        opened = labour.BridgeOpened(f"bridge {number}")
        actor = system_actor(labour.NETWORK)
        record(opened, actor=actor, subjects=[], audience=EVERYONE)
    names = [job.name for job in leases.claim("orderly", 10)]
    assert names == 3 * ["tests.cross_the_bridge"] + 3 * ["tests.tell_of_the_bridge"]


@pytest.mark.parametrize(
    "name",
    [
        "callout.take_reply",
        "callout.make_the_offer",
        "callout.start_if_wanted",
        "deployments.make_deployments",
        "deployments.finish_where_all_are_home",
    ],
)
def test_an_answer_and_a_way_home_wait_for_no_notice(name):
    assert registry.priority_of(name) < registry.priority_of("notifications.tell_of")


@pytest.mark.django_db(transaction=True)
def test_urgent_work_goes_before_what_is_in_hand():
    for _ in range(100):
        labour.enqueue(labour.count_slowly, name="usual")
    worker = Worker()
    worker.start()
    try:
        clock_wait(0.5)
        key = uuid4().hex
        with transaction.atomic():
            labour.enqueue(labour.count_once, name=key, priority=-10)
        assert is_done_soon(key)
        assert traces("usual") < 50
    finally:
        worker.stop()


def is_done_soon(key):
    """Whether the work of a key is done once within two seconds or so."""
    for _ in range(100):
        if traces(key):
            break
        clock_wait(0.02)
    return traces(key) == 1


def clock_wait(seconds):
    import time

    time.sleep(seconds)


@pytest.mark.django_db
def test_the_next_moment_is_known_to_whoever_waits() -> None:
    assert leases.seconds_until_due(0.2) == 0.2
    at = clock.now()
    Job.objects.create(name="a.b", run_at=at + timedelta(hours=1), created_at=at)
    assert leases.seconds_until_due(0.2) == 0.2
    Job.objects.create(name="a.b", run_at=clock.now() + timedelta(seconds=5), created_at=at)
    assert 0 < leases.seconds_until_due(60) <= 5
    Job.objects.create(name="a.b", run_at=at, created_at=at)
    assert leases.seconds_until_due(0.2) == 0.0

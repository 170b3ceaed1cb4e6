"""Many rows changed at once take each its own values, and no other row any."""

from __future__ import annotations

from datetime import timedelta

import pytest

from muster.journal import clock
from muster.journal.ids import new_id
from muster.journal.models import Counter, Job
from muster.journal.updating_many import update_many

pytestmark = pytest.mark.django_db


def test_each_row_takes_its_own_values() -> None:
    at = clock.now()
    jobs = [Job.objects.create(name=f"job {n}", run_at=at, created_at=at) for n in range(3)]
    later = at + timedelta(hours=1)
    rows = [("first", later, jobs[0].id), ("{a,b}", None, jobs[1].id)]
    update_many(Job, ["last_error", "finished_at"], ["id"], rows)
    found = [(each.last_error, each.finished_at) for each in Job.objects.order_by("id")]
    assert found == [("first", later), ("{a,b}", None), ("", None)]


def test_rows_are_found_by_several_columns() -> None:
    network_id, other_id = new_id(), new_id()
    for owner in (network_id, other_id):
        Counter.objects.create(network_id=owner, name="m", value=1)
    update_many(Counter, ["value"], ["network_id", "name"], [(7, network_id, "m")])
    assert Counter.objects.get(network_id=network_id).value == 7
    assert Counter.objects.get(network_id=other_id).value == 1


def test_nothing_changes_for_nothing() -> None:
    update_many(Counter, ["value"], ["name"], [])

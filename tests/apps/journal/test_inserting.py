"""Rows written with kept SQL are what `bulk_create` would have written."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from muster.journal import clock
from muster.journal.counters import next_reference
from muster.journal.ids import new_id
from muster.journal.inserting import MOST_AT_ONCE, insert
from muster.journal.models import Fact, Job

pytestmark = pytest.mark.django_db


def facts(count: int) -> list[Fact]:
    network_id = new_id()
    return [
        Fact(
            network_id=network_id,
            kind=f"Kind{number}",
            at=clock.now(),
            via="page",
            subjects=[["offer", "1"]],
            payload={"words": "Ä \U0001f6df", "nothing": None, "number": number},
        )
        for number in range(count)
    ]


@pytest.mark.parametrize("count", [1, 3, MOST_AT_ONCE + 1])
def test_rows_are_written_in_one_statement_and_learn_their_ids(count: int) -> None:
    rows = facts(count)
    with CaptureQueriesContext(connection) as asked:
        insert(rows)
    assert len(asked) == 1
    found = Fact.objects.in_bulk([row.pk for row in rows])
    assert len(found) == count
    for row in rows:
        assert found[row.pk] == row and not row._state.adding
        assert found[row.pk].payload == row.payload
        assert found[row.pk].audience is None
        assert found[row.pk].at == row.at


def test_a_row_may_point_at_one_just_written() -> None:
    (fact,) = facts(1)
    insert([fact])
    insert([Job(name="a.b", fact=fact, run_at=fact.at, created_at=fact.at)])
    assert Job.objects.get(fact=fact).payload == {}


def test_nothing_is_written_for_nothing() -> None:
    with CaptureQueriesContext(connection) as asked:
        insert([])
    assert len(asked) == 0


def test_numbers_count_up_in_one_statement_each() -> None:
    network_id, at = new_id(), clock.now()
    first = next_reference(network_id, "AR", at)
    with CaptureQueriesContext(connection) as asked:
        second = next_reference(network_id, "AR", at)
    assert (first, second) == (f"AR-{at.year}-0001", f"AR-{at.year}-0002")
    assert next_reference(new_id(), "AR", at) == first
    assert len(asked) == 1

"""Many rows written without objects are what `bulk_create` would have written."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from muster.journal import clock
from muster.journal.ids import new_id
from muster.journal.inserting_many import insert_many
from muster.journal.models import Counter, Fact, Job, JobState

pytestmark = pytest.mark.django_db


def test_values_that_differ_that_are_alike_and_defaults_are_kept() -> None:
    at, network_id = clock.now(), new_id()
    payloads = [{"words": 'Ä \U0001f6df "\\N" \t\n', "nothing": None}, {}, {"list": [1, "2"]}]
    rows = [(f"name {number}", payload) for number, payload in enumerate(payloads)]
    with transaction.atomic():
        insert_many(Job, ("name", "payload"), rows, network_id=network_id, run_at=at, created_at=at)
    found = list(Job.objects.filter(network_id=network_id).order_by("id"))
    assert [(each.name, each.payload) for each in found] == rows
    for each in found:
        assert (each.run_at, each.finished_at, each.fact) == (at, None, None)
        assert (each.state, each.attempt, each.max_attempts) == (JobState.WAITING, 0, 8)
        assert (each.worker, each.unique_key) == ("", None)


def test_rows_may_point_at_others_and_hold_backslashes() -> None:
    at = clock.now()
    fact = Fact.objects.create(network_id=new_id(), kind="Kind", at=at, via="page")
    insert_many(Job, ("name",), [("\\.",), ("a\\tb",)], fact=fact.pk, run_at=at, created_at=at)
    assert {each.name for each in fact.jobs.all()} == {"\\.", "a\\tb"}


def test_a_known_key_is_an_integrity_error_and_writes_nothing() -> None:
    network_id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_many(Counter, ("name",), [("m/2026",), ("m/2026",)], network_id=network_id)
    assert not Counter.objects.filter(network_id=network_id).exists()


def test_nothing_is_written_for_nothing() -> None:
    insert_many(Counter, ("name",), [], network_id=new_id())
    assert not Counter.objects.exists()


def test_a_row_without_its_own_id_is_refused() -> None:
    from muster.messaging.models import Message

    with pytest.raises(ValueError, match="an id of its own"):
        insert_many(Message, ("body",), [("words",)])

"""Kept queries answer what the queryset would, for each caller with its own values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from muster.journal import clock
from muster.journal.ids import new_id
from muster.journal.kept import kept
from muster.journal.models import Fact, FactSubject, Job

pytestmark = pytest.mark.django_db


@kept
def facts_of(limit: int, /, *, network_id: UUID | None) -> QuerySet[Fact]:
    return Fact.objects.filter(network_id=network_id).order_by("id")[:limit]


@kept
def jobs_before(*, moment: datetime) -> QuerySet[Job]:
    return Job.objects.filter(run_at__lt=moment).select_related("fact").order_by("id")


@kept
def subjects_of(*, subject_ids: Collection[UUID], kind: str) -> QuerySet[FactSubject, Any]:
    rows = FactSubject.objects.filter(subject_id__in=subject_ids, kind=kind).order_by("id")
    return rows.values_list("subject_id", "fact__kind", named=True)


@kept
def kinds_of(*, network_id: UUID) -> QuerySet[Fact, str]:
    return Fact.objects.filter(network_id=network_id).order_by("id").values_list("kind", flat=True)


@kept
def none_of(*, network_id: UUID) -> QuerySet[Fact]:
    return Fact.objects.filter(network_id=network_id, pk__in=())


def fact(network_id: UUID | None, kind: str = "Happened") -> Fact:
    return Fact.objects.create(
        network_id=network_id, kind=kind, at=clock.now(), via="page", payload={"a": [1]}
    )


def test_a_kept_query_gives_what_the_queryset_gives() -> None:
    network_id = new_id()
    for number in range(3):
        fact(network_id, f"Kind{number}")
    found = facts_of(2, network_id=network_id)
    wanted = list(Fact.objects.filter(network_id=network_id).order_by("id")[:2])
    assert [vars(each) | {"_state": 0} for each in found] == [
        vars(each) | {"_state": 0} for each in wanted
    ]
    assert kinds_of(network_id=network_id) == ["Kind0", "Kind1", "Kind2"]


def test_the_values_of_one_caller_never_reach_the_next() -> None:
    mine, yours = new_id(), new_id()
    fact(mine, "Mine")
    fact(yours, "Yours")
    for _ in range(2):
        assert kinds_of(network_id=mine) == ["Mine"]
        assert kinds_of(network_id=yours) == ["Yours"]
        assert kinds_of(network_id=new_id()) == []


def test_nobody_is_in_no_network() -> None:
    fact(None)
    assert facts_of(5, network_id=None) == []


def test_each_form_has_its_own_query() -> None:
    network_id = new_id()
    for _ in range(4):
        fact(network_id)
    assert [len(facts_of(limit, network_id=network_id)) for limit in (1, 3, 2, 3)] == [1, 3, 2, 3]


def test_many_values_are_filled_in_and_none_asks_nothing() -> None:
    about = [new_id() for _ in range(3)]
    for subject_id in about:
        FactSubject.objects.create(fact=fact(new_id(), "Told"), kind="offer", subject_id=subject_id)
    for count in (1, 3, 2):
        rows = subjects_of(subject_ids=about[:count], kind="offer")
        assert [row.subject_id for row in rows] == about[:count]
        assert {row.fact__kind for row in rows} == {"Told"}
    assert subjects_of(subject_ids=about, kind="mission") == []
    with CaptureQueriesContext(connection) as asked:
        assert subjects_of(subject_ids=[], kind="offer") == []
    assert len(asked) == 0


def test_related_rows_come_along_in_one_statement() -> None:
    told, at = fact(new_id(), "Told"), clock.now()
    Job.objects.create(name="a", fact=told, run_at=at - timedelta(hours=1), created_at=at)
    Job.objects.create(name="b", run_at=at - timedelta(hours=1), created_at=at)
    with CaptureQueriesContext(connection) as asked:
        with_fact, without = jobs_before(moment=at)
        assert with_fact.fact is not None and with_fact.fact.kind == "Told"
        assert with_fact.run_at == at - timedelta(hours=1)
        assert without.fact is None
    assert len(asked) == 1
    assert jobs_before(moment=at - timedelta(days=1)) == []


def test_a_kept_query_may_not_close_over_a_callers_values() -> None:
    def made_for(network_id: UUID) -> Any:
        return kept(lambda: Fact.objects.filter(network_id=network_id))

    with pytest.raises(TypeError, match="may not close over"):
        made_for(new_id())


def test_a_query_that_nothing_can_answer_is_not_asked() -> None:
    with CaptureQueriesContext(connection) as asked:
        assert none_of(network_id=new_id()) == []
    assert len(asked) == 0

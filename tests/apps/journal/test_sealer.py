"""The chain of what happened: no gap, no fork, and no writer waits for it."""

import threading
from uuid import UUID

import pytest
from django.db import connection, transaction

from muster.journal import sealer
from muster.journal.models import ChainHead, Fact
from muster.rules.journal_chain import GENESIS, seal
from tests.apps.journal import labour

pytestmark = pytest.mark.django_db


def test_facts_get_positions_without_a_gap_and_hashes_upon_each_other():
    labour.lay(7)
    assert sealer.seal_some(limit=3) == 3
    assert sealer.seal_all() == 4
    facts = list(Fact.objects.order_by("position"))
    assert [fact.position for fact in facts] == list(range(1, 8))
    previous = GENESIS
    for fact in facts:
        previous = seal(previous, sealer.header_of(fact, fact.position))
        assert fact.hash == previous
    head = ChainHead.objects.get()
    assert (head.position, head.hash) == (7, previous)


def test_a_sealer_that_comes_second_begins_anew(monkeypatch):
    labour.lay(4)
    stale = sealer.head()
    sealer.seal_some(limit=2)
    monkeypatch.setattr(sealer, "head", lambda: stale)
    assert sealer.seal_some() == 0
    monkeypatch.undo()
    assert sealer.seal_some() == 2


@pytest.mark.django_db(transaction=True)
def test_many_sealers_and_writers_at_once_make_one_chain():
    failures = []

    def write(start):
        for number in range(start, start + 15):
            with transaction.atomic():
                labour.record(
                    labour.StoneLaid(number),
                    actor=labour.system_actor(labour.NETWORK),
                    subjects=[("stone", UUID(int=number))],
                    audience=None,
                )
        connection.close()

    def seal_often():
        try:
            for _ in range(30):
                sealer.seal_some(limit=5)
        except Exception as error:
            failures.append(error)
        connection.close()

    threads = [threading.Thread(target=write, args=(start * 100,)) for start in range(3)]
    threads += [threading.Thread(target=seal_often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sealer.seal_all()
    assert failures == []
    facts = list(Fact.objects.order_by("position"))
    assert [fact.position for fact in facts] == list(range(1, 46))
    previous = GENESIS
    for fact in facts:
        previous = seal(previous, sealer.header_of(fact, fact.position))
        assert fact.hash == previous

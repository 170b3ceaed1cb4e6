"""Every fact that somebody is told of leads here; who hears what is the table in `recipients`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from muster.journal.handling import enqueue, task
from muster.journal.queries import fact_and_event
from muster.journal.registry import add_handler
from muster.notifications import retention
from muster.notifications import telling as engine
from muster.notifications.recipients import TELLINGS, Telling
from muster.records.kinds import register_kind

register_kind("notices", retention)

_of_event: dict[str, list[Telling]] = defaultdict(list)
for _telling in TELLINGS:
    _of_event[_telling.event].append(_telling)


def tell_of(happened: Any, fact: Any) -> None:
    """Put each telling of the table on the list; a call to a whole network is split into several.

    The handler itself only enqueues: finding and checking readers asks the database many times,
    and must not hold SQLite's only pen meanwhile.
    """
    for number, telling in enumerate(_of_event[fact.kind]):
        _enqueue(tell_readers, telling, fact, number)
        if engine.is_wide(telling):
            parties = engine.wide_parties(telling, happened, fact)
            for start in range(0, len(parties), engine.PARTIES_AT_ONCE):
                some = parties[start : start + engine.PARTIES_AT_ONCE]
                _enqueue(
                    tell_parties, telling, fact, number, party_ids=[str(each) for each in some]
                )


def _enqueue(work: Any, telling: Telling, fact: Any, number: int, **payload: Any) -> None:
    enqueue(
        work,
        network_id=fact.network_id,
        priority=-5 if telling.is_urgent else 0,
        fact_id=fact.id,
        number=number,
        **payload,
    )


@task(in_transaction=False)
def tell_readers(fact_id: int, number: int) -> None:
    """Tell the people of one telling; done again it adds nothing."""
    fact, happened = fact_and_event(fact_id)
    if happened is not None:
        telling = _of_event[fact.kind][number]
        engine.tell(telling, happened, fact, engine.readers(telling, happened, fact))


@task(in_transaction=False)
def tell_parties(fact_id: int, number: int, party_ids: list[str]) -> None:
    """Tell the people of some parties of a wide telling; done again it adds nothing."""
    fact, happened = fact_and_event(fact_id)
    if happened is not None:
        telling = _of_event[fact.kind][number]
        found = engine.readers_of_parties(telling, fact, [UUID(each) for each in party_ids])
        engine.tell(telling, happened, fact, found)


add_handler("notifications.tell_of", sorted(_of_event), tell_of)

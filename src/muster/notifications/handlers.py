"""Every fact that somebody is told of leads here; who hears what is the table in `recipients`."""

from __future__ import annotations

from collections import defaultdict
from typing import Any
from uuid import UUID

from muster.journal.handling import enqueue, task
from muster.journal.queries import fact_and_event
from muster.journal.registry import add_handler
from muster.notifications import telling as engine
from muster.notifications.recipients import TELLINGS, Telling

_of_event: dict[str, list[Telling]] = defaultdict(list)
for _telling in TELLINGS:
    _of_event[_telling.event].append(_telling)


def tell_of(happened: Any, fact: Any) -> None:
    """Tell all whom the table names; a call to a whole network is split into several jobs."""
    for number, telling in enumerate(_of_event[fact.kind]):
        engine.tell(telling, happened, fact, engine.readers(telling, happened, fact))
        if engine.is_wide(telling):
            parties = engine.wide_parties(telling, happened, fact)
            for start in range(0, len(parties), engine.PARTIES_AT_ONCE):
                enqueue(
                    tell_parties,
                    network_id=fact.network_id,
                    priority=-5 if telling.is_urgent else 0,
                    fact_id=fact.id,
                    number=number,
                    party_ids=[
                        str(each) for each in parties[start : start + engine.PARTIES_AT_ONCE]
                    ],
                )


@task
def tell_parties(fact_id: int, number: int, party_ids: list[str]) -> None:
    """Tell the people of some parties of a wide telling."""
    fact, happened = fact_and_event(fact_id)
    if happened is None:
        return
    telling = _of_event[fact.kind][number]
    found = engine.readers_of_parties(telling, fact, [UUID(each) for each in party_ids])
    engine.tell(telling, happened, fact, found)


add_handler("notifications.tell_of", sorted(_of_event), tell_of)

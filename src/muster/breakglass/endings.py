"""What else ends when accounts are fenced: rooms above register what they keep for a person.

Feeds, push subscriptions, enrolled devices: whatever would still read for whoever holds the stricken
party's machines. Each runs inside the fence's own transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from uuid import UUID

from muster.rules.actor import Actor

Ending = Callable[[Actor, Collection[UUID]], object]

_ENDINGS: list[Ending] = []


def register(ending: Ending) -> None:
    """Call `ending(actor, person_ids)` whenever accounts are fenced."""
    if ending not in _ENDINGS:
        _ENDINGS.append(ending)


def end_all(actor: Actor, person_ids: Collection[UUID]) -> None:
    """End everything that rooms above keep for these people."""
    for ending in _ENDINGS:
        ending(actor, person_ids)

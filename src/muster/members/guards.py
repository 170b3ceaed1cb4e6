"""What upper rooms have to say before a standing is changed by hand.

A party whose papers are being gathered is not put in force past them: the room that gathers them
registers a guard, and this room asks without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from muster.rules.actor import Actor
from muster.rules.refusal import Refusal

Guard = Callable[[Actor, UUID, str], list[Refusal]]

_GUARDS: list[Guard] = []


def register(guard: Guard) -> None:
    """Ask `guard(actor, party_id, action)` before each change; it answers with its refusals."""
    if guard not in _GUARDS:
        _GUARDS.append(guard)


def refusals(actor: Actor, party_id: UUID, action: str) -> list[Refusal]:
    """Everything that speaks against the change."""
    return [refusal for guard in _GUARDS for refusal in guard(actor, party_id, action)]

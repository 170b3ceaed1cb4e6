"""`record()`: write down what happened, in the transaction in which it happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.db import connection, transaction

from muster.journal import clock, wake
from muster.journal.inserting import insert
from muster.journal.models import Fact, FactSubject, Job
from muster.journal.plain import to_plain
from muster.journal.registry import add_event, events, handlers_of, priority_of
from muster.rules.actor import Actor
from muster.rules.journal_chain import payload_digest, plain

__all__ = ["EVERYONE", "event", "from_fact", "record", "to_plain"]

EVERYONE = None
"""The audience of a fact that the whole network may know."""


def event(cls: type) -> type:
    """Mark a frozen dataclass as a kind of fact."""
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} is not a dataclass")
    add_event(cls)
    return cls


def record(
    happened: Any,
    *,
    actor: Actor,
    subjects: Iterable[tuple[str, UUID]],
    audience: Iterable[UUID] | None,
    network_id: UUID | None = None,
    exercise_id: UUID | None = None,
    at: datetime | None = None,
) -> Fact:
    """Append a fact about `subjects` and the jobs of its handlers; needs an open transaction.

    `audience`: the parties that may know, or `EVERYONE` in the network. The network is the
    actor's unless given.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a fact is recorded inside the transaction of its command")
    at = at or clock.now()
    about = [(kind, str(subject_id)) for kind, subject_id in subjects]
    payload = plain(asdict(happened))
    fact = Fact(
        network_id=network_id or actor.network_id,
        kind=type(happened).__name__,
        at=at,
        actor_person_id=actor.person_id,
        actor_party_id=actor.party_id,
        actor_name=actor.name[:200],
        via=actor.via,
        subjects=about,
        audience=None if audience is None else sorted({str(party) for party in audience}),
        exercise_id=exercise_id,
        payload=payload,
        payload_sha256=payload_digest(payload),
    )
    insert([fact])
    insert(
        [
            FactSubject(fact=fact, kind=kind, subject_id=UUID(subject_id))
            for kind, subject_id in about
        ]
    )
    names = handlers_of(fact.kind)
    insert(
        [
            Job(
                name=name,
                fact=fact,
                network_id=fact.network_id,
                priority=priority_of(name),
                run_at=at,
                created_at=at,
            )
            for name in names
        ]
    )
    transaction.on_commit(wake.ring)
    return fact


def from_fact(fact: Fact) -> Any:
    """The event as it was recorded; None when its payload was erased or its kind is unknown."""
    cls = events().get(fact.kind)
    if cls is None or fact.payload is None:
        return None
    hints = get_type_hints(cls)
    known = {item.name for item in fields(cls)}
    return cls(
        **{
            name: _from_plain(hints[name], value)
            for name, value in fact.payload.items()
            if name in known
        }
    )


def _from_plain(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        hint = next(option for option in get_args(hint) if option is not NoneType)
        return _from_plain(hint, value)
    if origin in (tuple, list, frozenset):
        return origin(_from_plain(get_args(hint)[0], item) for item in value)
    if hint in (UUID, Decimal):
        return hint(value)
    if hint is datetime or hint is date:
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value

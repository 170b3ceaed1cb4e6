"""`@on`: a reaction to facts; `@task`: work by name. Both run in the worker, at least once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar, overload
from uuid import UUID

from django.db import transaction

from muster.journal import clock, wake
from muster.journal.inserting import insert
from muster.journal.models import Job
from muster.journal.registry import add_handler, add_task

F = TypeVar("F", bound=Callable[..., Any])


FIRST = -10
"""The priority of what others wait for before they can go on: it goes before telling anybody."""
ON_TIME = -15
"""The priority of what was promised for a moment of the clock: once due it goes before all else."""


def on(*event_types: type, priority: int = 0) -> Callable[[F], F]:
    """Run the function as `function(event, fact)` for each such fact, in a transaction of its own.

    The lowest `priority` goes first.
    The job's acknowledgement is part of that transaction, so what a handler writes to the database
    is written exactly once.
    """

    def decorate(function: F) -> F:
        names = [cls.__name__ for cls in event_types]
        add_handler(_name(function), names, function, priority=priority)
        return function

    return decorate


@overload
def task(function: F) -> F: ...


@overload
def task(*, in_transaction: bool) -> Callable[[F], F]: ...


def task(function: F | None = None, *, in_transaction: bool = True) -> F | Callable[[F], F]:
    """Make `function(**payload)` runnable by `enqueue`.

    It runs in the transaction that acknowledges it, unless `in_transaction=False`: for work that
    reaches outside the database or takes long. Such a task commits for itself and, after a crash,
    may run again.
    """

    def decorate(function: F) -> F:
        add_task(_name(function), function, in_transaction=in_transaction)
        function.task_name = _name(function)  # type: ignore[attr-defined]
        return function

    return decorate(function) if function is not None else decorate


def enqueue(
    function: Callable[..., Any],
    *,
    network_id: UUID | None = None,
    run_at: datetime | None = None,
    unique_key: str | None = None,
    priority: int = 0,
    max_attempts: int = 8,
    **payload: Any,
) -> None:
    """Put a task on the list, in the caller's transaction. A known `unique_key` adds nothing."""
    at = clock.now()
    job = Job(
        name=function.task_name,  # type: ignore[attr-defined]
        payload=payload,
        network_id=network_id,
        unique_key=unique_key,
        priority=priority,
        run_at=run_at or at,
        max_attempts=max_attempts,
        created_at=at,
    )
    if unique_key is None:
        insert([job])
    else:
        Job.objects.bulk_create([job], ignore_conflicts=True)
    transaction.on_commit(wake.ring)


def enqueue_each(
    function: Callable[..., Any],
    payloads: Sequence[dict[str, Any]],
    *,
    network_id: UUID | None = None,
    priority: int = 0,
) -> None:
    """Put a task on the list once for each payload, all in one statement; due at once."""
    at = clock.now()
    insert(
        [
            Job(
                name=function.task_name,  # type: ignore[attr-defined]
                payload=payload,
                network_id=network_id,
                priority=priority,
                run_at=at,
                created_at=at,
            )
            for payload in payloads
        ]
    )
    transaction.on_commit(wake.ring)


def _name(function: Callable[..., Any]) -> str:
    app = function.__module__.removeprefix("muster.").split(".")[0]
    return f"{app}.{function.__name__}"

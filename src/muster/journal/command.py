"""`@command`: the one way to write. Permission once, at the outermost; one transaction; listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, transaction

from muster.journal.registry import CommandEntry, add_command
from muster.rules.actor import Actor
from muster.rules.permissions import PERMISSIONS, need
from muster.rules.refusal import Refusal, Refused

P = ParamSpec("P")
R = TypeVar("R")

_inside: ContextVar[bool] = ContextVar("inside_a_command", default=False)


def command(
    permission: str, *, step_up: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a command: `def submit_offer(actor, *, ...)`.

    The actor needs `permission`; with `step_up` also a fresh proof of presence. A command called
    by another runs in that one's transaction and is not asked again. Refuses `permission.denied`,
    `step_up.required`.
    """
    if permission not in PERMISSIONS:
        raise ValueError(f"permission {permission} is not in rules/permissions.py")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if _inside.get():
                return function(*args, **kwargs)
            _check(_actor_of(args), permission, step_up)
            token = _inside.set(True)
            try:
                return _in_one_transaction(function, *args, **kwargs)
            finally:
                _inside.reset(token)

        app = function.__module__.removeprefix("muster.").split(".")[0]
        entry = CommandEntry(function.__name__, app, permission, step_up, function)
        add_command(entry)
        run.command = entry  # type: ignore[attr-defined]
        return run

    return decorate


def _in_one_transaction(function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Two who write the same row at once: the later of them looks again, and finds it there."""
    try:
        with transaction.atomic():
            return function(*args, **kwargs)
    except IntegrityError:
        if any(isinstance(value, Iterator) for value in kwargs.values()):
            raise  # it was read to its end, and would be empty now
        with transaction.atomic():
            return function(*args, **kwargs)


def _actor_of(args: tuple[Any, ...]) -> Actor:
    if not args or not isinstance(args[0], Actor):
        raise TypeError("a command's first argument is its actor")
    return args[0]


def _check(actor: Actor, permission: str, step_up: bool) -> None:
    need(actor, permission)
    if step_up and not actor.stepped_up and not actor.is_system:
        raise Refused(Refusal("step_up.required"))

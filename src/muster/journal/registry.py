"""Every command and every handler by name: pages, API, reference and tests read these rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CommandEntry:
    """One verb of the product. `name` is the function's; `app` the room that it lives in."""

    name: str
    app: str
    permission: str
    step_up: bool
    function: Callable[..., Any]

    @property
    def summary(self) -> str:
        return (self.function.__doc__ or "").strip().split("\n")[0]


_commands: dict[str, CommandEntry] = {}
_events: dict[str, type] = {}
_handlers: dict[str, Callable[..., Any]] = {}
_alone: set[str] = set()
_priorities: dict[str, int] = {}
_handlers_of_event: dict[str, list[str]] = defaultdict(list)


def add_command(entry: CommandEntry) -> None:
    known = _commands.get(entry.name)
    if known and known.function.__module__ != entry.function.__module__:
        raise ValueError(f"two commands are called {entry.name}")
    _commands[entry.name] = entry


def commands() -> dict[str, CommandEntry]:
    """All commands of the loaded apps, by name, in alphabetical order."""
    return dict(sorted(_commands.items()))


def add_event(event: type) -> None:
    known = _events.get(event.__name__)
    if known and known.__module__ != event.__module__:
        raise ValueError(f"two facts are called {event.__name__}")
    _events[event.__name__] = event


def events() -> dict[str, type]:
    """All kinds of fact of the loaded apps, by name."""
    return dict(sorted(_events.items()))


def add_handler(
    name: str, event_names: list[str], function: Callable[..., Any], *, priority: int = 0
) -> None:
    _handlers[name] = function
    _priorities[name] = priority
    for event_name in event_names:
        if name not in _handlers_of_event[event_name]:
            _handlers_of_event[event_name].append(name)


def add_task(name: str, function: Callable[..., Any], *, in_transaction: bool = True) -> None:
    _handlers[name] = function
    if not in_transaction:
        _alone.add(name)


def runs_in_transaction(name: str) -> bool:
    """Whether the worker may run it, with others, in the transaction that acknowledges it."""
    return name not in _alone


def run_alone() -> frozenset[str]:
    """The names of tasks that run by themselves: they reach outside the database or take long."""
    return frozenset(_alone)


def handlers() -> dict[str, Callable[..., Any]]:
    return dict(sorted(_handlers.items()))


def priority_of(name: str) -> int:
    """How urgent the jobs of a handler are; the lowest number goes first."""
    return _priorities.get(name, 0)


def handlers_of(event_name: str) -> list[str]:
    return _handlers_of_event.get(event_name, [])

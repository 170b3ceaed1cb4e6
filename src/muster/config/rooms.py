"""The rooms of the house, lowest first, and how their doors are found.

An app's commands, events, handlers and wording are loaded at start-up; its `urls` and its API
`router` are mounted where it has them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

ROOMS = (
    "web",
    "api",
    "journal",
    "messaging",
    "files",
    "members",
    "agreements",
    "rates",
    "joining",
    "backups",
    "catalog",
    "matching",
    "breakglass",
    "duty",
    "aid",
    "playbooks",
    "callout",
    "access",
    "deployments",
    "claims",
    "clocks",
    "response",
    "afteraction",
    "exchange",
    "offline",
    "packs",
    "records",
    "notifications",
)

AT_START = (
    "events",
    "commands",
    "handlers",
    "wording",
    "calendars",
    "panels",
    "navigation",
    "schedule",
    "offline_sections",
)


def door(room: str, name: str) -> ModuleType | None:
    """The module `muster.<room>.<name>`, or None where the room has none."""
    path = f"muster.{room}.{name}"
    return import_module(path) if find_spec(path) else None


def open_rooms() -> None:
    """Load what registers itself: facts, commands, handlers, wording, panels, navigation."""
    for room in ROOMS:
        for name in AT_START:
            if not (
                room == "web" and name in {"panels", "navigation", "wording", "offline_sections"}
            ):
                door(room, name)

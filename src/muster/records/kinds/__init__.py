"""The kinds of record: one file each, with `TITLE`, `WHAT_GOES`, `WHAT_STAYS`, `due` and `dispose`.

`due(network_id, before, limit)` lists what ended before a moment; `dispose(actor, keys)` has the home
rooms take the words out and answers how many records that were. A kind without both is kept for good.
A room above this one registers its kind itself.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

_HERE = (
    "aid_requests",
    "missions",
    "claims",
    "reviews",
    "playbooks",
    "operations",
    "messages",
    "joinings",
    "attestations",
    "journal",
    "host_matters",
    "sign_ins",
    "agreement",
)


_ABOVE: dict[str, ModuleType] = {}


def register_kind(key: str, kind: ModuleType) -> None:
    """Let a room above keep its own kind of record by the schedule."""
    _ABOVE[key] = kind


def kinds() -> tuple[str, ...]:
    """The keys of all kinds, in the order of the schedule."""
    return (*_HERE, *_ABOVE)


def kind_of(key: str) -> ModuleType:
    """The module of a kind. KeyError for an unknown one."""
    if key in _ABOVE:
        return _ABOVE[key]
    if key not in _HERE:
        raise KeyError(key)
    return import_module(f"{__name__}.{key}")


def is_disposable(key: str) -> bool:
    return hasattr(kind_of(key), "dispose")


def titles() -> dict[str, str]:
    return {key: kind_of(key).TITLE for key in kinds()}

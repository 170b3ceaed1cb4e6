"""The kinds of record: one file each, with `TITLE`, `WHAT_GOES`, `WHAT_STAYS`, `due` and `dispose`.

`due(network_id, before, limit)` lists what ended before a moment; `dispose(actor, keys)` has the home
rooms take the words out and answers how many records that were. A kind without both is kept for good.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

KINDS = (
    "aid_requests",
    "missions",
    "claims",
    "reviews",
    "operations",
    "messages",
    "attestations",
    "journal",
    "sign_ins",
    "agreement",
)


def kind_of(key: str) -> ModuleType:
    """The module of a kind. KeyError for an unknown one."""
    if key not in KINDS:
        raise KeyError(key)
    return import_module(f"{__name__}.{key}")


def is_disposable(key: str) -> bool:
    return hasattr(kind_of(key), "dispose")


def titles() -> dict[str, str]:
    return {key: kind_of(key).TITLE for key in KINDS}

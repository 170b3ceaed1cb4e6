"""Every form: its blocks (`<form>.toml`) and the reader that fills them (`<form>.py`).

A reader is `read(actor, subject_id) -> Filled`; it raises `NotFound` for what the actor may not see.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from uuid import UUID

from muster.exchange.filling import Filled
from muster.exchange.layout import Layout, read_layout
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

Reader = Callable[[Actor, UUID], Filled]

KEYS = (
    "request",
    "offer",
    "mission",
    "claim",
    "close-out",
    "breach-notice",
    "ics-201",
    "ics-204",
    "ics-211",
    "ics-213rr",
    "ics-214",
    "ics-221",
)


@lru_cache(maxsize=1)
def layouts() -> dict[str, Layout]:
    """Every form's layout by its key, in the order of the printed set."""
    return {key: read_layout(key) for key in KEYS}


def get_layout(key: str) -> Layout:
    """One form's layout. Raises `NotFound`."""
    if key not in KEYS:
        raise NotFound("form")
    return layouts()[key]


def reader_of(key: str) -> Reader:
    module = import_module(f"{__name__}.{key.replace('-', '_')}")
    read: Reader = module.read
    return read

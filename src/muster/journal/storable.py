"""Text that every database can keep: SQLite takes a NUL, PostgreSQL fails on it."""

from __future__ import annotations

import re

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def is_storable(text: str) -> bool:
    """Whether the text is free of NUL and of halves of surrogate pairs."""
    return _UNSTORABLE.search(text) is None


def storable(text: str) -> str:
    """The text without what no database takes."""
    return _UNSTORABLE.sub("", text)

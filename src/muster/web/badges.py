"""Small counts in the frame of every page, such as unread notices."""

from __future__ import annotations

from collections.abc import Callable

from muster.rules.actor import Actor

Count = Callable[[Actor], int]

_COUNTS: dict[str, Count] = {}


def register_badge(name: str, count: Count) -> None:
    """Add a count that costs one cheap query; it runs at most once per page."""
    _COUNTS[name] = count


class Badges:
    """The counts for one request, each asked when first shown."""

    def __init__(self, actor: Actor | None):
        self._actor = actor
        self._known: dict[str, int] = {}

    def __getitem__(self, name: str) -> int:
        if self._actor is None or name not in _COUNTS:
            return 0
        if name not in self._known:
            self._known[name] = _COUNTS[name](self._actor)
        return self._known[name]

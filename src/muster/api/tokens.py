"""Whose a personal token is: the room that keeps tokens says so; this one only asks."""

from __future__ import annotations

from collections.abc import Callable

from muster.rules.actor import Actor

TokenLookup = Callable[[str, str], Actor | None]

_lookup: TokenLookup | None = None


def register(lookup: TokenLookup) -> None:
    """Say how a raw token and the caller's address become an actor; the members room does."""
    global _lookup
    _lookup = lookup


def holder_of(token: str, address: str) -> Actor | None:
    """Who calls with a token from an address; None where nobody holds it."""
    return _lookup(token, address) if _lookup is not None else None

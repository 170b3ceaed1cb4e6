"""What messaging may know of accounts, which live in a room above: mailbox, number, zone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Account:
    """What a person signed up with; the last way to be reached when no other is listed."""

    email: str
    phone: str
    zone: str


Find = Callable[[Collection[UUID]], Mapping[UUID, Account]]

_find: Find | None = None


def register_accounts(find: Find) -> None:
    """Let the room that keeps accounts answer for the active people among some ids."""
    global _find
    _find = find


def accounts_of(person_ids: Collection[UUID]) -> Mapping[UUID, Account]:
    return _find(person_ids) if _find else {}

"""The demo's accounts, by role; all fictional, all with one password."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Account:
    """Someone who signs in: what they are, and for whom. Never a real person."""

    key: str
    title: str
    name: str
    email: str
    phone: str
    party_roles: tuple[tuple[str, str], ...]  # party's key, role
    network_roles: tuple[str, ...]
    person: str | None  # the share that this account is, for those who go on missions

    @property
    def parties(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(party for party, _ in self.party_roles))


@cache
def _table() -> dict:
    return tomllib.loads(Path(__file__).with_name("accounts.toml").read_text(encoding="utf-8"))


def shared_password() -> str:
    return _table()["shared_password"]


def first_things() -> tuple[str, ...]:
    """Three things for a newcomer to try, in order."""
    return tuple(_table()["first_things"])


def contacts() -> tuple[dict[str, str], ...]:
    """The 24/7 contacts that every party of the demo lists, in call order."""
    return tuple(_table()["contact"])


@cache
def accounts() -> tuple[Account, ...]:
    return tuple(
        Account(
            key=row["key"],
            title=row["title"],
            name=row["name"],
            email=row["email"],
            phone=row["phone"],
            party_roles=tuple((grant["party"], grant["role"]) for grant in row.get("roles", ())),
            network_roles=tuple(row.get("network_roles", ())),
            person=row.get("person"),
        )
        for row in _table()["account"]
    )

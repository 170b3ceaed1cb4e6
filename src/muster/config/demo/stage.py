"""The stage on which the demo's story is told: moments, actors, and the ids of what was made."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.journal import clock
from muster.journal.worker import drain
from muster.rules.actor import SYSTEM_ROLE, Actor

HERE = Path(__file__).parent
LOADER_NAME = "Demo loader"


def read(name: str) -> dict[str, Any]:
    """One of the demo's TOML tables."""
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


@dataclass
class Stage:
    """What exists so far, by the keys of the demo's tables."""

    loaded_at: datetime
    zone: ZoneInfo
    network_id: UUID | None = None
    parties: dict[str, UUID] = field(default_factory=dict)
    people: dict[str, UUID] = field(default_factory=dict)
    resources: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, dict[str | None, Actor]] = field(default_factory=dict)

    def day(self, offset: int) -> date:
        """The calendar day so many days from that of loading, where the network is."""
        return self.loaded_at.astimezone(self.zone).date() + timedelta(days=offset)

    def moment(self, when: Mapping[str, Any]) -> datetime:
        """`{ day = -3, time = "08:10" }` as a moment, aware."""
        clock_time = time.fromisoformat(when["time"])
        return datetime.combine(self.day(when["day"]), clock_time, tzinfo=self.zone)

    def minutes_ago(self, minutes: int) -> datetime:
        return self.loaded_at - timedelta(minutes=minutes)

    @contextmanager
    def at(self, when: datetime | Mapping[str, Any]) -> Iterator[datetime]:
        """Let a scene happen at its moment; what it causes in the worker happens then too."""
        moment = when if isinstance(when, datetime) else self.moment(when)
        with clock.telling(moment):
            yield moment
            drain()

    def loader(self, party: str | None = None) -> Actor:
        """The loader itself, on behalf of a party where one is named: it lists, it never acts."""
        return Actor(
            network_id=self.network_id,
            party_id=self.parties[party] if party else None,
            roles=frozenset({SYSTEM_ROLE}),
            name=LOADER_NAME,
            via="command line",
            stepped_up=True,
        )

    def actor(self, account: str, party: str | None = None) -> Actor:
        """Someone of accounts.toml, acting for `party` or for the first that they serve."""
        posts = self.actors[account]
        return posts[party] if party else next(iter(posts.values()))

"""What makes a restored backup a standby: its mark, its messages held, its sessions ended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings

from muster.config.standby import Mark, remove_mark, write_mark
from muster.journal import clock
from muster.journal.events import StandbyBegun
from muster.journal.queries import last_fact_id
from muster.journal.record import EVERYONE, record
from muster.members.queries import network_ids
from muster.messaging.commands import hold_what_may_have_been_sent
from muster.rules.actor import system_actor


@dataclass
class TakingOver:
    """One restore as a standby; `held`, messages by network, is known once the rows are there."""

    base_url: str
    lost_at: datetime | None
    held: Counter[UUID | None] = field(default_factory=Counter)

    @property
    def messages_held(self) -> int:
        return self.held.total()

    def __call__(self, manifest: dict[str, Any]) -> None:
        """Take the host's place, in the transaction that restores its rows.

        The mark is written first: rows that were kept without it would be sent a second time.
        """
        since = clock.now()
        mark = Mark(
            since=since,
            base_url=self.base_url,
            host_url=manifest.get("base_url", "the host"),
            backup_made_at=datetime.fromisoformat(manifest["made_at"]),
            last_fact_id=last_fact_id(),
        )
        write_mark(Path(settings.MUSTER_DATA_DIR), mark)
        self.held = hold_what_may_have_been_sent(self.lost_at or since)
        UserSession.objects.all().delete()
        self._record(mark)

    def undo(self) -> None:
        """Take the mark away again: the rows that it speaks of were not kept."""
        remove_mark(Path(settings.MUSTER_DATA_DIR))

    def _record(self, mark: Mark) -> None:
        for network_id in network_ids():
            record(
                StandbyBegun(
                    network_id,
                    mark.host_url,
                    mark.base_url,
                    mark.backup_made_at,
                    self.held[network_id],
                ),
                actor=system_actor(network_id),
                subjects=[("network", network_id)],
                audience=EVERYONE,
            )

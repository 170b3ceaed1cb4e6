"""How backups stand, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from muster.api.doors import ActorRequest, reads
from muster.backups import queries

router = Router()


class GoodBackupOut(Schema):
    """A backup that arrived whole. `checked` says what was read back: sha256, size, or nothing."""

    name: str
    made_at: datetime
    ended_at: datetime | None
    size_bytes: int
    sha256: str
    checked: str


class PlaceOut(Schema):
    """A place that backups go to; `failures` in a row since the last good one."""

    label: str
    last_good: GoodBackupOut | None
    last_good_seconds: int | None
    next_try_at: datetime | None
    failures: int
    last_error: str
    is_overdue: bool
    kept: int


@router.get(
    "/backups",
    **reads(list[PlaceOut], name="backups", summary="How backups stand at each place"),
)
def backups(request: ActorRequest) -> Any:
    return queries.standings(request.actor)

"""Quiet hours: whether a moment falls into the stretch in which a person is left in peace."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo


def is_quiet(at: datetime, zone: str, quiet_from: time, quiet_until: time) -> bool:
    """Whether `at` lies within the hours on the wall clock of `zone`; they may cross midnight.

    The first minute is quiet, the last is not; equal times mean no quiet hours at all.
    """
    wall = at.astimezone(ZoneInfo(zone)).time()
    if quiet_from <= quiet_until:
        return quiet_from <= wall < quiet_until
    return wall >= quiet_from or wall < quiet_until

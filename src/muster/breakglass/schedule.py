"""Wrong tries are forgotten after a week."""

from __future__ import annotations

from muster.breakglass import commands
from muster.journal.schedule import every


@every(6 * 3600)
def sweep_wrong_tries() -> None:
    """Delete what only the counting of tries needed."""
    commands.sweep_tries()

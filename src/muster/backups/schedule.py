"""What comes round in this room: a backup leaves when one is due, and its absence is an alarm."""

from __future__ import annotations

import subprocess

from django.conf import settings

from muster.backups import queries
from muster.backups.alone import alone
from muster.backups.commands import raise_alarm
from muster.journal import clock
from muster.journal.schedule import every
from muster.rules.actor import system_actor


@every(60)
def ship_when_due() -> None:
    """In a process of its own: it takes a minute of work, and call-outs share this one.

    One that takes longer than two intervals is ended: it would only hold up the next.
    """
    if not queries.interval() or not queries.due_labels(clock.now()):
        return
    with alone() as is_free:
        pass
    if is_free:
        subprocess.run(
            [*settings.MUSTER_COMMAND_LINE, "backup", "--ship", "--due"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            timeout=2 * queries.interval().total_seconds(),
            check=False,  # what failed is noted at its place
        )


@every(60)
def raise_alarms() -> None:
    """Each place once, until a backup arrives there."""
    for label in queries.overdue_labels():
        raise_alarm(system_actor(), label=label)

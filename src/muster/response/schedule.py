"""What comes round in this room: situation reports fall due by themselves."""

from __future__ import annotations

from muster.journal import clock
from muster.journal.schedule import every
from muster.response import queries
from muster.response.commands import note_due_reports
from muster.rules.actor import system_actor


@every(60)
def ask_for_due_reports() -> None:
    """Tell commander and deputy that a report is due, once for each."""
    for operation in queries.reports_due(clock.now()):
        note_due_reports(system_actor(operation.network_id), operation_id=operation.id)

"""Work of this room that comes round."""

from __future__ import annotations

from datetime import timedelta

from muster.callout import queries
from muster.callout.commands.looking import ask_for_look
from muster.journal import clock
from muster.journal.schedule import every

GRACE = timedelta(seconds=10)


@every(30)
def look_after_the_late() -> None:
    """Look at call-outs whose moment has gone by without a look, whatever became of the job."""
    for network_id, call_out_id in queries.overdue(clock.now() - GRACE):
        ask_for_look(network_id, call_out_id)

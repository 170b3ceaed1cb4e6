"""Work of this room that comes round: whatever became of a job, nobody asked for is forgotten.

A job whose worker is killed again and again is given up by the journal, so that it cannot kill
workers for ever. What it was to do is found here and done after all.
"""

from __future__ import annotations

from datetime import timedelta

from muster.callout import queries
from muster.callout.commands import make_offer
from muster.callout.commands.looking import ask_for_look
from muster.callout.handlers import start_as_wished
from muster.journal import clock
from muster.journal.schedule import every
from muster.members import queries as members
from muster.rules.actor import system_actor

GRACE = timedelta(seconds=10)
WISHED_WITHIN = timedelta(hours=1)
"""Where nobody fitted, it is tried again for so long."""


@every(30)
def look_after_the_late() -> None:
    """Look at call-outs whose moment has gone by without a look."""
    for network_id, call_out_id in queries.overdue(clock.now() - GRACE):
        ask_for_look(network_id, call_out_id)


@every(30)
def start_what_was_wished() -> None:
    """Start call-outs that were wished with a request and have not begun."""
    at = clock.now()
    for network_id in members.network_ids():
        actor = system_actor(network_id)
        for aid_request_id in queries.wished_and_not_begun(actor, at - WISHED_WITHIN, at - GRACE):
            start_as_wished(actor, aid_request_id)


@every(30)
def offer_what_was_announced() -> None:
    """Make the offers that answers announced and nobody has made."""
    for network_id, ask_id in queries.unmade_offers(clock.now() - GRACE):
        make_offer(system_actor(network_id), ask_id=ask_id)

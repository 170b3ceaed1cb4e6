"""What this room tells the rooms below: what the legal holds keep, so that nobody erases it, and where
the subject of its deadlines is shown."""

from __future__ import annotations

from muster.clocks.addresses import register_page
from muster.journal.holding import register_reach
from muster.records.queries.holds import held_reach
from muster.rules.happenings import Scope

register_reach(held_reach)
register_page(Scope.RECORDS_REQUEST, "records:request")

"""What this room tells the rooms below: what the legal holds keep, so that nobody erases it."""

from __future__ import annotations

from muster.journal.holding import register_reach
from muster.records.queries.holds import held_reach

register_reach(held_reach)

"""Hours that a table of rates prices: each at the rate of its day, whatever rate was promised."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time

from muster.rules.settlement.facts import MissionFacts, TimeEntry
from muster.rules.settlement.looking_up import missing_rate
from muster.rules.settlement.rates import Rates
from muster.rules.settlement.working import Reason
from muster.rules.terms import Terms

HOUR = "hour"


def at_table_rates(facts: MissionFacts, terms: Terms) -> MissionFacts:
    """The facts with every hour at the table's rate of its day; without one the promised rate stays.

    An entry is cut at the midnights on which the table changes. Term: labour.
    """
    table = terms.labour.rate_table
    if table is None:
        return facts
    priced = (
        piece for entry in facts.time_entries for piece in _priced(entry, table, facts, terms)
    )
    return replace(facts, time_entries=tuple(priced))


def pieces_by_rate(
    starts_at: datetime, ends_at: datetime, table: str, rates: Rates, terms: Terms
) -> Iterator[tuple[datetime, datetime]]:
    """A span in pieces, cut at the local midnights on which a table changes; moments in UTC."""
    midnights = {
        datetime.combine(day, time(), terms.zone).astimezone(UTC) for day in rates.changes(table)
    }
    edges = [starts_at, *sorted(at for at in midnights if starts_at < at < ends_at), ends_at]
    yield from zip(edges, edges[1:], strict=False)


def no_table_rate(entry: TimeEntry, facts: MissionFacts, terms: Terms) -> Reason | None:
    """Why the table of the terms did not price an hour, where there is such a table. Term: labour."""
    table = terms.labour.rate_table
    if table is None or entry.rate_row is not None:
        return None
    day = entry.starts_at.astimezone(terms.zone).date()
    return missing_rate(facts.rates, table, entry.category or entry.person, day)


def _priced(entry: TimeEntry, table: str, facts: MissionFacts, terms: Terms) -> Iterator[TimeEntry]:
    spans = pieces_by_rate(
        entry.starts_at.astimezone(UTC), entry.ends_at.astimezone(UTC), table, facts.rates, terms
    )
    for starts_at, ends_at in spans:
        day = starts_at.astimezone(terms.zone).date()
        piece = replace(entry, starts_at=starts_at, ends_at=ends_at)
        row = facts.rates.on(day, table, entry.category, HOUR)
        yield replace(piece, rate=row.amount, rate_row=row) if row else piece

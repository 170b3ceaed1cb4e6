"""Tables of rates by key and day: the one in force on the day is used, and the working keeps which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from muster.rules.money import Money

ANYTHING = "*"  # the row for every key that has none of its own: the standard rate


@dataclass(frozen=True, kw_only=True, slots=True)
class RateRow:
    """One rate: of a table, for a key (a category, a place, a kind of thing) and a part of it
    (lodging, meals, hour, day), from its first to its last day, both included."""

    table: str
    key: str
    amount: Money
    part: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    source: str = ""

    def holds_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Rates:
    """All tables that a settlement may look into; `tables` names those that exist besides the rows."""

    rows: tuple[RateRow, ...] = ()
    tables: frozenset[str] = frozenset()
    by_table: Mapping[tuple[str, str], tuple[RateRow, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        tables: dict[tuple[str, str], list[RateRow]] = {}
        for row in self.rows:
            tables.setdefault((row.table, row.part), []).append(row)
        kept = {place: tuple(sorted(rows, key=_newest_first)) for place, rows in tables.items()}
        object.__setattr__(self, "by_table", kept)

    def has_table(self, table: str) -> bool:
        """Whether there is such a table at all, whatever it holds."""
        return table in self.tables or any(row.table == table for row in self.rows)

    def on(self, day: date, table: str, key: str, part: str = "") -> RateRow | None:
        """The rate in force on a day: the key's own, else the standard one; None: there is none."""
        holding = [row for row in self.by_table.get((table, part), ()) if row.holds_on(day)]
        for wanted in (key, ANYTHING):
            for row in holding:
                if row.key == wanted:
                    return row
        return None

    def changes(self, table: str) -> Iterable[date]:
        """Each day on which any rate of the table starts, or is over."""
        for row in self.rows:
            if row.table == table:
                if row.valid_from:
                    yield row.valid_from
                if row.valid_until:
                    yield row.valid_until + timedelta(days=1)


def _newest_first(row: RateRow) -> tuple[int, int]:
    """Where two rows hold on a day, the one that began later has replaced the other."""
    began = row.valid_from.toordinal() if row.valid_from else 0
    return (-began, row.valid_until.toordinal() if row.valid_until else 4_000_000)

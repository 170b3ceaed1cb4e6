"""Two terms files side by side, value by value: which values differ, and on what each rests."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from muster.rules.terms.term import Mark
from muster.rules.terms.terms import Heading, TermRow, Terms, describe, shown

HEADING_KEY, HEADING_TITLE = "agreement", "The agreement"
HEADING_NAMES = (
    "name",
    "version",
    "jurisdiction",
    "currency",
    "time_zone",
    "holidays",
    "holiday_rules",
    "holidays_observed",
    "holidays_source",
)


@dataclass(frozen=True, slots=True)
class Side:
    """A value in one of the two files, and what it rests on."""

    value: Any
    clause: str
    source: str
    mark: Mark
    note: str


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One value of one term in both files; a side is None where the file has no such term."""

    key: str
    title: str
    name: str
    says: str
    left: Side | None
    right: Side | None

    @property
    def is_changed(self) -> bool:
        """Whether the value itself differs."""
        if self.left is None or self.right is None:
            return True
        return bool(self.left.value != self.right.value)

    @property
    def is_grounded_anew(self) -> bool:
        """Whether the value is the same but rests on another clause, source or mark."""
        if self.is_changed or self.left is None or self.right is None:
            return False
        left, right = self.left, self.right
        return (left.clause, left.source, left.mark) != (right.clause, right.source, right.mark)


def compare(left: Terms, right: Terms) -> list[ComparedRow]:
    """Every value of either file, in the order of the reference; clocks of one file alone come last."""
    lefts, rights = ({(row.key, row.name): row for row in _rows(terms)} for terms in (left, right))
    return [_compared(lefts.get(place), rights.get(place)) for place in {**lefts, **rights}]


def differences(rows: Iterable[ComparedRow]) -> list[ComparedRow]:
    """The rows whose value differs."""
    return [row for row in rows if row.is_changed]


def _rows(terms: Terms) -> list[TermRow]:
    return [*_heading_rows(terms.heading), *describe(terms)]


def _heading_rows(heading: Heading) -> list[TermRow]:
    says = {each.name: each.metadata["says"] for each in dataclasses.fields(heading)}
    return [
        TermRow(
            key=HEADING_KEY,
            title=HEADING_TITLE,
            name=name,
            says=says[name],
            value=shown(getattr(heading, name)),
            clause="",
            source="",
            mark=Mark.SOURCED,
            note="",
        )
        for name in HEADING_NAMES
    ]


def _compared(left: TermRow | None, right: TermRow | None) -> ComparedRow:
    shown = left or right
    if shown is None:
        raise ValueError("a row stands in at least one of the two files")
    return ComparedRow(shown.key, shown.title, shown.name, shown.says, _side(left), _side(right))


def _side(row: TermRow | None) -> Side | None:
    if row is None:
        return None
    return Side(row.value, row.clause, row.source, row.mark, row.note)

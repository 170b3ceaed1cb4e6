"""Two agreements side by side: versions of the network and files that Muster brings along."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from muster.agreements import queries
from muster.agreements.plain_words import MARK_WORDS, list_in_words
from muster.agreements.ready_terms import get_ready_terms, ready_terms
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.terms import (
    CLAUSE_NOT_KNOWN,
    ComparedRow,
    Mark,
    Side,
    Terms,
    compare,
    differences,
)

VERSION, READY = "version", "ready"
NOT_HERE = "not in this one"
ADDRESS = re.compile(r",? https?://\S+")  # too long for a cell; the clause by clause page has it


@dataclass(frozen=True)
class Choice:
    """Something that can be compared; `key` is what an address carries."""

    key: str
    words: str


@dataclass(frozen=True)
class Compared:
    """One side of a comparison."""

    key: str
    name: str
    terms: Terms

    @property
    def is_version(self) -> bool:
        return self.key.startswith(VERSION)


@dataclass(frozen=True)
class PlainSide:
    """A value's words on one side, and its ground on one line."""

    words: str
    ground: str
    is_here: bool


@dataclass(frozen=True)
class PlainRow:
    says: str
    left: PlainSide
    right: PlainSide
    is_changed: bool


@dataclass(frozen=True)
class PlainComparison:
    """One term with its rows."""

    title: str
    rows: tuple[PlainRow, ...]


@dataclass(frozen=True)
class SideBySide:
    """A comparison as a page shows it: only the differences, or everything."""

    left: Compared
    right: Compared
    terms: tuple[PlainComparison, ...]
    differing: int
    values: int

    @property
    def is_redline(self) -> bool:
        """Whether both are versions of the network, so that one follows the other."""
        return self.left.is_version and self.right.is_version


def choices(actor: Actor) -> list[Choice]:
    """What the actor may compare: the network's versions, then the ready files."""
    own = [
        Choice(f"{VERSION}:{each.id}", f"Our version {each.label}")
        for each in queries.versions(actor)
    ]
    return own + [Choice(f"{READY}:{each.key}", each.name) for each in ready_terms()]


def first_choices(actor: Actor) -> tuple[str, str]:
    """The version in force and the version before it, or the first ready file that is another."""
    every = [each.key for each in choices(actor)]
    in_force = queries.version_in_force(actor)
    right = f"{VERSION}:{in_force.id}" if in_force else every[0]
    left = next(key for key in every if key != right)
    return (left, right) if left.startswith(VERSION) else (right, left)


def get_compared(actor: Actor, key: str) -> Compared:
    """One side by what the address carries."""
    kind, _, name = key.partition(":")
    if kind == READY:
        ready = get_ready_terms(name)
        return Compared(key, ready.name, ready.terms)
    try:
        version = queries.get_version(actor, UUID(name))
    except ValueError as wrong:
        raise NotFound("agreement_version") from wrong
    return Compared(
        f"{VERSION}:{version.id}", f"Version {version.label}", queries.terms_of(version)
    )


def side_by_side(actor: Actor, left_key: str, right_key: str, everything: bool) -> SideBySide:
    """The two compared, term by term."""
    left, right = get_compared(actor, left_key), get_compared(actor, right_key)
    rows = compare(left.terms, right.terms)
    changed = differences(rows)
    return SideBySide(
        left, right, _by_term(rows if everything else changed), len(changed), len(rows)
    )


def _by_term(rows: Sequence[ComparedRow]) -> tuple[PlainComparison, ...]:
    return tuple(
        PlainComparison(next(iter(kept)).title, tuple(_row(row) for row in kept))
        for kept in (list(group) for _, group in groupby(rows, key=lambda row: row.key))
    )


def _row(row: ComparedRow) -> PlainRow:
    says = f"{row.says[:1].upper()}{row.says[1:]}"
    return PlainRow(says, _side(row.left), _side(row.right), row.is_changed)


def _side(side: Side | None) -> PlainSide:
    if side is None:
        return PlainSide(NOT_HERE, "", is_here=False)
    clause = "" if side.clause in ("", CLAUSE_NOT_KNOWN) else f"Clause {side.clause}"
    mark = "" if side.mark is Mark.SOURCED else MARK_WORDS[side.mark]
    source = side.source if side.mark is not Mark.CHOSEN_DEFAULT else ""
    source = ADDRESS.sub("", source)
    return PlainSide(
        list_in_words(side.value), "; ".join(filter(None, (clause, mark, source))), is_here=True
    )

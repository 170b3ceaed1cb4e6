"""The terms in words: nothing of them is left out."""

from __future__ import annotations

from muster.agreements.plain_words import OTHER, PARTS, parts_of
from muster.agreements.ready_terms import ready_text
from muster.rules.terms import TERM_KINDS, read_terms


def test_every_kind_of_term_stands_in_one_part_of_the_agreement():
    placed = [name for _, names in PARTS for name in names.split()]
    assert sorted(placed) == sorted(TERM_KINDS)
    assert OTHER not in {part.title for part in parts_of(read_terms(ready_text()))}

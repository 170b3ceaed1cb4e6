"""Two terms files side by side."""

from __future__ import annotations

from pathlib import Path

import muster.agreements
from muster.rules.terms import Mark, compare, differences, read_terms

UTAH = (Path(muster.agreements.__file__).parent / "library" / "utah_it_maa.toml").read_text()


def test_a_file_does_not_differ_from_itself():
    terms = read_terms(UTAH)
    rows = compare(terms, terms)
    assert len(rows) > 100
    assert differences(rows) == []


def test_a_changed_value_is_one_difference_with_both_grounds():
    other = read_terms(UTAH.replace("hours = 40\n", 'hours = 12\nclause = "4(a)"\n', 1))
    rows = compare(read_terms(UTAH), other)
    (row,) = differences(rows)
    assert (row.key, row.name) == ("free_allowance", "hours")
    assert row.left and row.right
    assert (row.left.value, row.right.value) == (40, 12)
    assert (row.left.clause, row.right.clause) == ("clause not known", "4(a)")
    assert row.left.mark is Mark.SOURCED
    same = next(row for row in rows if (row.key, row.name) == ("free_allowance", "unit"))
    assert not same.is_changed and same.is_grounded_anew


def test_a_clock_of_one_file_alone_has_one_side():
    start = UTAH.index("[clocks.withdrawal]")
    rows = compare(read_terms(UTAH), read_terms(UTAH[:start]))
    gone = differences(rows)
    assert {row.key for row in gone} == {"clocks.withdrawal"}
    assert all(row.right is None and row.left for row in gone)


def test_comparing_the_other_way_round_finds_the_same():
    left, right = read_terms(UTAH), read_terms(UTAH.replace('version = "2025', 'version = "2026'))
    assert [row.name for row in differences(compare(left, right))] == ["version"]
    assert [row.name for row in differences(compare(right, left))] == ["version"]

"""How long records are kept, and what holds them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from muster.rules.retention import Due, cutoff, free_and_held, keeping_of
from muster.rules.terms import read_terms
from muster.rules.terms.belonging import KeptRecord, RecordKind, Retention

LIBRARY = Path(__file__).resolve().parents[2] / "src" / "muster" / "agreements" / "library"
TERMS = read_terms((LIBRARY / "utah_it_maa.toml").read_text())
CLAIMS = KeptRecord(kind=RecordKind.CLAIMS, years=10, rule="Schedule 7")


def test_the_agreement_says_how_long_a_kind_is_kept_before_how_long_all_are() -> None:
    terms = replace(TERMS, retention=Retention(years=6, kinds=(CLAIMS,)))
    assert keeping_of("claims", terms).years == 10
    assert "Schedule 7" in keeping_of("claims", terms).source
    assert keeping_of("missions", terms).years == 6


def test_where_nobody_says_anything_records_are_kept_for_good() -> None:
    assert keeping_of("claims", replace(TERMS, retention=Retention())).years is None
    assert keeping_of("claims", None).years is None


@pytest.mark.parametrize(
    ("at", "years", "before"),
    [
        ("2026-11-23", 6, "2020-11-23"),
        ("2028-02-29", 4, "2024-02-29"),
        ("2028-02-29", 6, "2022-02-28"),
        ("2026-03-01", 6, "2020-03-01"),
    ],
)
def test_years_are_whole_and_a_leap_day_keeps_a_day_longer(
    at: str, years: int, before: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    assert cutoff(moment, years).date().isoformat() == before


def test_a_hold_on_anything_that_a_record_is_about_keeps_it() -> None:
    mission, other = uuid4(), uuid4()
    at = datetime(2020, 1, 1, tzinfo=UTC)
    held = Due("1", "M-1", at, frozenset({mission, uuid4()}))
    free = Due("2", "M-2", at, frozenset({other}))
    assert free_and_held([held, free], {mission}) == ((free,), (held,))
    assert free_and_held([held, free], ()) == ((held, free), ())

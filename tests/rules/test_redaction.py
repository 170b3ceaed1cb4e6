"""Personal data is found, and what is taken out leaves nothing behind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.clocks import Calendar
from muster.rules.redaction import occurrences, redacted, suggestions
from muster.rules.retention import answer_due

DENVER = ZoneInfo("America/Denver")


@pytest.mark.parametrize(
    ("text", "passage", "kind"),
    [
        ("call (801) 555-0100 now", "(801) 555-0100", "telephone number"),
        ("call 801-555-0100", "801-555-0100", "telephone number"),
        ("call +18015550100.", "+18015550100", "telephone number"),
        ("call +44 20 7946 0958", "+44 20 7946 0958", "telephone number"),
        ("write to ann.lee@city.example, please", "ann.lee@city.example", "e-mail address"),
        ("host 10.20.30.40 is down", "10.20.30.40", "network address"),
        ("subnet 10.20.30.0/24", "10.20.30.0/24", "network address"),
        ("host fe80:0:0:0:1:2:3:4", "fe80:0:0:0:1:2:3:4", "network address"),
        ("host 2001:db8::1 answers", "2001:db8::1", "network address"),
        (r"signed in as CITY\ann.lee", r"CITY\ann.lee", "account name"),
        ("username: svc_backup on it", "username: svc_backup", "account name"),
    ],
)
def test_what_looks_like_personal_data_is_proposed(text: str, passage: str, kind: str) -> None:
    assert (passage, kind) in [(each.passage, each.kind) for each in suggestions(text)]


@pytest.mark.parametrize(
    "text",
    [
        "M-2026-0007, 40 laptops",
        "from 10:30 until 22:15",
        "$1,234.50 USD",
        "Nov 23, 2026, 14:05 MST",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text: str) -> None:
    assert suggestions(text) == ()


def test_case_blanks_and_line_breaks_do_not_save_a_passage() -> None:
    text = "Ann Lee came. ANN\n LEE left; ann\tlee wrote."
    left = redacted(text, [("ann lee", "private")])
    assert "lee" not in left.casefold()
    assert left.count("[withheld: private]") == 3


def test_passages_that_overlap_go_together() -> None:
    left = redacted("Ann Lee Junior", [("Ann Lee", "a"), ("Lee Junior", "b")])
    assert left == "[withheld: a]"


def test_the_whole_field_leaves_only_its_mark() -> None:
    assert redacted("anything", [("any", "a"), ("", "b")]) == "[withheld: b]"


@given(st.text(), st.text(min_size=1), st.text())
def test_a_passage_never_survives_where_it_stood(before: str, passage: str, after: str) -> None:
    text = f"{before} {passage} {after}"
    if passage.split() and "withheld" not in passage and len(passage.strip()) > 2:
        left = redacted(text, [(passage, "key")])
        assert occurrences(text, passage)
        marks = left.replace("[withheld: key]", "\0")
        assert passage.strip() not in marks


def test_the_answer_is_due_after_so_many_business_days() -> None:
    calendar = Calendar(DENVER, frozenset({date(2026, 11, 26)}))
    received = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    due = answer_due(received, 10, calendar).astimezone(DENVER)
    assert (due.date(), due.hour) == (date(2026, 12, 9), 0)

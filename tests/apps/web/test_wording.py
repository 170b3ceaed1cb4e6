"""Refusals as sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from muster.rules.lifecycle import LineState
from muster.rules.refusal import Refusal
from muster.web import wording


def test_values_fill_the_sentence():
    refusal = Refusal("field.too_long", values={"limit": 300})
    assert wording.sentence(refusal) == "This is too long. Use at most 300 characters."


def test_an_unknown_code_still_says_what_to_do():
    assert wording.sentence(Refusal("nobody.knows")) == wording.FALLBACK
    assert not wording.is_worded("nobody.knows")


@pytest.mark.parametrize("value", ["{__class__}", "{0}", "{limit.__class__}", "{", "%s"])
def test_a_value_is_only_ever_text(value: str):
    refusal = Refusal("field.too_long", values={"limit": value})
    assert value in wording.sentence(refusal)


def test_a_sentence_reaches_no_attributes_of_a_value():
    assert "mappingproxy" not in wording.fill("{x.__dict__} {x!r} {missing} {0}", {"x": 1})


def test_a_missing_value_leaves_a_gap():
    assert "…" in wording.sentence(Refusal("field.too_long"))


def test_two_sentences_for_one_code_stop_the_start():
    with pytest.raises(ValueError, match="two sentences"):
        wording.register_wording({"field.required": "Something else."})


def test_unbalanced_braces_stop_the_start():
    with pytest.raises(ValueError):
        wording.register_wording({"new.code": "Only {left are left."})


def test_moments_and_states_in_a_sentence_read_as_words() -> None:
    words = wording.fill(
        "Until {until}; it is {state}.",
        {"until": datetime(2026, 3, 14, 8, 10, tzinfo=UTC), "state": LineState.CLOSED_UNFILLED},
    )

    assert words == "Until Mar 14, 2026, 08:10 UTC; it is closed unfilled."

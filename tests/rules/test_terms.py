"""Terms files: what is read, what is marked as chosen, and every mistake with its line."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.terms import (
    CLAUSE_NOT_KNOWN,
    TERM_KINDS,
    ClockEvent,
    FreeCondition,
    FreeUnit,
    Mark,
    ShareBasis,
    TermsError,
    TermsInvalid,
    TriggerKind,
    check_terms,
    describe,
    read_terms,
)

LIBRARY = Path(muster.agreements.__file__).parent / "library"
UTAH_TEXT = (LIBRARY / "utah_it_maa.toml").read_text()

SMALLEST = """
[agreement]
name = "Two towns"
key = "two_towns"
version = "1"
jurisdiction = "US-UT"
currency = "USD"
time_zone = "America/Denver"

[terms.trigger]
any_of = ["availability"]

[terms.requester]
title = "IT leader"

[terms.response]
voluntary = true

[terms.free_allowance]
hours = 0
unit = "per_person"
warn_before_hours = 0

[terms.share]
basis = "fixed"
percent = 12.5
"""


def changed(old: str, new: str, text: str = SMALLEST) -> str:
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize("path", sorted(LIBRARY.glob("*.toml")), ids=lambda path: path.stem)
def test_every_file_of_the_library_can_be_used(path):
    assert check_terms(path.read_text()) == []


def test_the_utah_terms_are_as_reported():
    terms = read_terms(UTAH_TEXT)
    free = terms.free_allowance
    assert (free.hours, free.unit) == (40, FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY)
    assert free.conditions == (FreeCondition.ATTESTATIONS_IN_FORCE,)
    assert terms.share.basis is ShareBasis.NEGOTIATED_PER_MISSION
    assert terms.response.voluntary
    assert terms.requester.title == "IT leader"
    assert {item.id for item in terms.baseline.items} == {
        "disaster_recovery_plan",
        "risk_assessment",
        "essential_tools",
    }
    assert set(terms.trigger.any_of) == {
        TriggerKind.CONFIDENTIALITY,
        TriggerKind.INTEGRITY,
        TriggerKind.AVAILABILITY,
    }


def test_the_utah_terms_tell_what_was_reported_from_what_was_chosen():
    terms = read_terms(UTAH_TEXT)
    assert terms.free_allowance.mark("hours") is Mark.SOURCED
    assert terms.free_allowance.mark("unit") is Mark.CHOSEN_READING
    assert terms.free_allowance.mark("split") is Mark.CHOSEN_DEFAULT
    assert terms.recall.mark("notice_hours") is Mark.CHOSEN_DEFAULT
    assert terms.clause("free_allowance") == CLAUSE_NOT_KNOWN


def test_what_the_file_leaves_out_is_a_chosen_default():
    terms = read_terms(SMALLEST)
    assert terms.labour.overtime_multiplier == Decimal("1.5")
    assert terms.labour.mark("overtime_multiplier") is Mark.CHOSEN_DEFAULT
    assert terms.share.percent == Decimal("12.5")


def test_a_left_out_value_of_a_sourced_term_is_still_a_chosen_default():
    text = changed(
        'title = "IT leader"', 'title = "IT leader"\nsource = "A"\n[sources]\nA = "Text"'
    )
    terms = read_terms(text)
    assert terms.requester.mark("title") is Mark.SOURCED
    assert terms.requester.mark("proxy") is Mark.CHOSEN_DEFAULT


def test_every_value_is_described_with_its_ground():
    rows = describe(read_terms(UTAH_TEXT))
    assert {row.key for row in rows if not row.key.startswith("clocks.")} == set(TERM_KINDS)
    free_hours = next(row for row in rows if (row.key, row.name) == ("free_allowance", "hours"))
    assert free_hours.value == 40
    assert free_hours.source.startswith("Standard-Examiner")
    assert all(row.says and row.title for row in rows)


def test_a_clock_is_found_under_its_key():
    terms = read_terms(UTAH_TEXT)
    assert terms.term("clocks.bill").starts is ClockEvent.MISSION_ENDED
    assert terms.clocks["bill"].key == "bill"
    with pytest.raises(KeyError):
        terms.term("heading")


def line_containing(text: str, part: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if part in line)


@pytest.mark.parametrize(
    ("old", "new", "field", "sentence"),
    [
        ("hours = 0\nunit", 'hours = "40"\nunit', "terms.free_allowance.hours", "without quotes"),
        ("hours = 0\nunit", "hours = -1\nunit", "terms.free_allowance.hours", "0 or more"),
        ("hours = 0\nunit", "hours = 1e30\nunit", "terms.free_allowance.hours", "or less"),
        ("hours = 0\nunit", "hours = nan\nunit", "terms.free_allowance.hours", "at most 18 digits"),
        ('"per_person"', '"per person"', "terms.free_allowance.unit", "Choose one of"),
        ("voluntary = true", 'voluntary = "yes"', "terms.response.voluntary", "true or false"),
        ("percent = 12.5", "percent = 101", "terms.share.percent", "100 or less"),
        ("percent = 12.5", "per_cent = 12.5", "terms.share.per_cent", "no such value"),
        ('["availability"]', '"availability"', "terms.trigger.any_of", "square brackets"),
        ('["availability"]', "[]", "terms.trigger.any_of", "at least one trigger"),
        ('"USD"', '"usd"', "agreement.currency", "three capital letters"),
        ('"America/Denver"', '"Utah"', "agreement.time_zone", "America/Denver"),
        ('"America/Denver"', '"../../etc/passwd"', "agreement.time_zone", "America/Denver"),
        ('"two_towns"', '"Two Towns"', "agreement.key", "small letters"),
        ('"Two towns"', '"Two\\u0000towns"', "agreement.name", "control characters"),
        (
            'title = "IT leader"',
            'title = "x"\nsource = "S9"',
            "terms.requester.source",
            "[sources]",
        ),
        (
            'title = "IT leader"',
            'title = "x"\ndefaults = ["titel"]',
            "terms.requester.defaults",
            "titel is no value",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_field_and_cure(old, new, field, sentence):
    text = changed(old, new)
    (error,) = check_terms(text)
    assert error.field == field
    assert sentence in error.sentence
    assert error.line == line_containing(
        text, new.splitlines()[-1 if "\n" in new and "title" in new else 0]
    )


def test_a_missing_term_is_named():
    text = re.sub(r"\[terms\.share\].*", "", SMALLEST, flags=re.S)
    (error,) = check_terms(text)
    assert error.field == "terms.share"
    assert "must be stated" in error.sentence


def test_an_unknown_term_and_an_unknown_part_are_named():
    fields = {error.field for error in check_terms(SMALLEST + "\n[terms.shares]\n[extra]\n")}
    assert fields == {"terms.shares", "extra"}


def test_all_mistakes_come_at_once_in_the_order_of_the_lines():
    text = changed("hours = 0", "hours = true", changed('"USD"', '"$"'))
    errors = check_terms(text)
    assert [error.field for error in errors] == ["agreement.currency", "terms.free_allowance.hours"]


def test_broken_toml_names_its_line():
    (error,) = check_terms("[agreement]\nname = \n")
    assert error.line == 2
    assert "not valid TOML" in error.sentence


@pytest.mark.parametrize(
    ("addition", "field", "other_place"),
    [
        (
            '[clocks.pay]\ntitle = "Pay"\nstarts = "claim_paid"\nstops = "claim_paid"\n'
            'length = 5\nunit = "hours"\n',
            "clocks.pay.stops",
            "clocks.pay.starts",
        ),
        (
            '[clocks.pay]\ntitle = "Pay"\nstarts = "claim_billed"\nlength = 5\nunit = "hours"\n'
            "warn_before = 6\n",
            "clocks.pay.warn_before",
            "clocks.pay.length",
        ),
    ],
)
def test_a_clock_that_contradicts_itself_is_refused_with_both_places(addition, field, other_place):
    (error,) = check_terms(SMALLEST + addition)
    assert error.field == field
    assert other_place in error.sentence


def test_free_help_for_attestations_that_nobody_lists_is_refused_with_both_places():
    text = changed("hours = 0", 'hours = 40\nconditions = ["attestations_in_force"]')
    (error,) = check_terms(text)
    assert error.field == "terms.free_allowance.conditions"
    assert "terms.baseline" in error.sentence


def test_a_baseline_item_listed_twice_is_refused_at_its_own_line():
    item = '[[terms.baseline.items]]\nid = "plan"\ntitle = "A plan"\n'
    text = SMALLEST + item + item
    (error,) = check_terms(text)
    assert error.field == "terms.baseline.items.1.id"
    assert error.line == text.rstrip("\n").count("\n")


def test_lines_are_right_behind_texts_and_lists_of_several_lines():
    text = changed(
        'title = "IT leader"',
        'title = """\n[terms.share]\nhours = 9\n"""\nroles = [\n  "a", # [\n  "b",\n]\nproxy = 1',
    )
    (error,) = check_terms(text)
    assert (error.field, error.line) == (
        "terms.requester.proxy",
        line_containing(text, "proxy = 1"),
    )


LINES = UTAH_TEXT.splitlines()


@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from(["", "x", "= 3", "[terms]", '"', "[[a]]", "a = 1e999"]),
)
def test_no_damage_to_a_line_is_worse_than_a_list_of_mistakes(place, garbage):
    errors = check_terms("\n".join([*LINES[:place], garbage, *LINES[place + 1 :]]))
    assert all(isinstance(each, TermsError) and each.line >= 1 and each.sentence for each in errors)


@given(st.text(max_size=200))
def test_no_text_is_worse_than_a_list_of_mistakes(text):
    with pytest.raises(TermsInvalid):
        read_terms(text)


@given(
    st.recursive(
        st.integers() | st.booleans() | st.text(alphabet="ab", max_size=3), st.lists, max_leaves=5
    )
)
def test_no_value_of_the_wrong_kind_is_worse_than_a_mistake(value):
    shown = str(value).lower() if isinstance(value, bool) else repr(value).replace("True", "true")
    check_terms(changed("hours = 0", f"hours = {shown.replace('False', 'false')}"))
    check_terms(SMALLEST + f"\n[clocks]\npay = {shown.replace('False', 'false')}\n")


def test_joining_that_nothing_would_bring_into_force_is_refused_with_both_places():
    text = UTAH_TEXT.replace('effective_on = "own_signature"', 'effective_on = "filing"')
    assert text != UTAH_TEXT
    [error] = check_terms(text)
    assert error.field == "terms.joining.effective_on" and "terms.joining.steps" in error.sentence


def test_a_step_listed_twice_is_refused():
    text = UTAH_TEXT.replace(
        '"resolution", "signature"]', '"resolution", "resolution", "signature"]'
    )
    assert [error.field for error in check_terms(text)] == ["terms.joining.steps"]


def test_a_deadline_falls_to_a_party_that_exists() -> None:
    slip = UTAH_TEXT.replace('owner = "requesting_party"', 'owner = "Mars"', 1)
    assert slip != UTAH_TEXT, "the test could not fail"
    with pytest.raises(TermsInvalid) as invalid:
        read_terms(slip)
    assert any("Choose one of" in str(each) for each in invalid.value.errors)

"""Cases: every mistake with its line, and clocks where clocks change, years leap and zones differ."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.cases import CaseInvalid, case_clocks, case_schema, read_case, settle_case
from muster.rules.cases.requests import end_of_notice
from muster.rules.clocks import ClockState
from muster.rules.terms import read_terms

LIBRARY = Path(muster.agreements.__file__).parent / "library"
UTAH_TEXT = (LIBRARY / "utah_it_maa.toml").read_text()
UTAH = read_terms(UTAH_TEXT)
OHIO = read_terms((LIBRARY / "ohio_warn.toml").read_text())
CASES = Path(__file__).parents[1] / "cases"
DENVER = ZoneInfo("America/Denver")

GOOD = """{
  "terms": "utah_it_maa",
  "parties": [{"id": "city"}, {"id": "county"}],
  "missions": [
    {
      "id": "m",
      "requesting": "city",
      "responding": "county",
      "asked_at": "2026-03-02T08:00",
      "time": [
        {"id": "a", "person": "Ann", "starts_at": "2026-03-02T08:00", "hours": 8, "rate": "50.00"}
      ],
      "costs": [{"id": "c", "label": "Parts", "price": 10}]
    }
  ],
  "claims": [{"id": "k", "mission": "m"}]
}"""


def errors_of(text):
    with pytest.raises(CaseInvalid) as caught:
        read_case(text)
    return caught.value.errors


def changed(old, new):
    assert old in GOOD
    return GOOD.replace(old, new, 1)


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "sentence"),
    [
        ('"rate": "50.00"', '"rate": "fifty"', 11, "missions.0.time.0.rate", "as in 62.50"),
        ('"rate": "50.00"', '"rate": -1', 11, "missions.0.time.0.rate", "0 or more"),
        ('"rate": "50.00"', '"rate": 1e30', 11, "missions.0.time.0.rate", "or less"),
        ('"rate": "50.00"', '"rate": NaN', 1, "file", "no number"),
        ('"rate": "50.00"', '"rate": true', 11, "missions.0.time.0.rate", "as in 62.50"),
        (', "rate": "50.00"', "", 11, "missions.0.time.0", "rate or rate_table"),
        ('"hours": 8', '"hours": 0', 11, "missions.0.time.0.hours", "more than nothing"),
        ('"hours": 8, ', "", 11, "missions.0.time.0", "ends_at or hours"),
        (
            '"hours": 8',
            '"ends_at": "2026-03-02T07:00"',
            11,
            "missions.0.time.0.ends_at",
            "after it starts",
        ),
        (
            '"hours": 8',
            '"ends_at": "2026-03-02T17:00Z"',
            11,
            "missions.0.time.0.ends_at",
            "both without",
        ),
        ('"2026-03-02T08:00",\n', '"2026-02-30T08:00",\n', 9, "missions.0.asked_at", "a moment"),
        ('"2026-03-02T08:00",\n', '"2026-03-02",\n', 9, "missions.0.asked_at", "a moment"),
        ('"responding": "county"', '"responding": "state"', 8, "missions.0.responding", "no party"),
        ('"responding": "county"', '"responding": "city"', 8, "missions.0.responding", "itself"),
        ('"person": "Ann"', '"person": "A\\u0000"', 11, "missions.0.time.0.person", "control"),
        ('"person": "Ann"', '"worker": "Ann"', 11, "missions.0.time.0.worker", "no such value"),
        ('"mission": "m"', '"mission": "n"', 16, "claims.0.mission", "no mission"),
        ('"mission": "m"', '"mission": "m", "covers": ["z"]', 16, "claims.0.covers.0", "no entry"),
        ('{"id": "county"}', '{"id": "city"}', 3, "parties", "2 times"),
        ('"id": "c"', '"id": "a"', 5, "missions.0", "2 times"),
        ('"price": 10', '"kind": "food"', 13, "missions.0.costs.0.kind", "Choose one of"),
        ('"parties": [', '"parties": {}, "x": [', 3, "parties", "square brackets"),
        ('"id": "k",', '"id": "k", "id": "l",', 1, "file", "written twice"),
        ('"terms": "utah_it_maa",', '"terms": "utah_it_maa"', 3, "file", "not valid JSON"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_field(old, new, line, field, sentence):
    text = changed(old, new)
    found = errors_of(text)
    assert any(
        (each.line, each.field) == (line, field) and sentence in each.sentence for each in found
    ), found


def test_every_mistake_is_told_at_once():
    text = changed('"rate": "50.00"', '"rate": -1').replace('"price": 10', '"price": "x"')
    assert [each.field for each in errors_of(text)] == [
        "missions.0.time.0.rate",
        "missions.0.costs.0.price",
    ]


def test_an_entry_belongs_to_one_claim_alone():
    second = '"covers": ["c"]}, {"id": "l", "mission": "m", "covers": ["a", "c"]}'
    (found,) = errors_of(changed('"mission": "m"}', f'"mission": "m", {second}'))
    assert found.field == "claims.1.covers.1"
    assert all(name in found.sentence for name in ("“c”", "“k”", "“l”"))


@pytest.mark.parametrize("text", ["", "[]", "null", '"case"', "[" * 100_000, "{}}"])
def test_what_is_no_case_at_all_is_refused(text):
    assert errors_of(text)


@given(st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        read_case(text)
    except CaseInvalid as invalid:
        assert invalid.errors


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "missions", "parties", "time", "claims", "at", "rates"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_no_json_breaks_the_reader(value):
    try:
        read_case(json.dumps(value))
    except CaseInvalid as invalid:
        assert all(error.sentence and error.line >= 1 for error in invalid.errors)


def test_a_case_without_anything_is_settled_to_nothing():
    settled = settle_case(read_case("{}"), UTAH)
    assert settled.total.cents == 0
    assert settled.claims == ()


def test_the_schema_names_every_value_of_the_reader():
    schema = case_schema()
    mission = schema["$defs"]["CaseMission"]["properties"]
    assert mission["time"]["items"] == {"$ref": "#/$defs/CaseTime"}
    assert mission["responding"]["description"]
    assert schema["$defs"]["CaseMission"]["additionalProperties"] is False


# --- terms changed for a case ---------------------------------------------------------------------


def test_a_change_is_checked_as_the_file_is():
    from muster.rules.terms import TermsInvalid

    with pytest.raises(TermsInvalid, match="Choose one of"):
        read_terms(UTAH_TEXT, {"free_allowance": {"unit": "per_moon"}})
    with pytest.raises(TermsInvalid, match="named values"):
        read_terms(UTAH_TEXT, {"free_allowance": 40})
    with pytest.raises(TermsInvalid, match="no term of this name"):
        read_terms(UTAH_TEXT, {"free_lunch": {"hours": 1}})


# --- clocks -----------------------------------------------------------------------------------------


def clock_of(terms, key, at="2026-01-01T00:00+00:00", **given_events):
    events = [{"event": name, "at": moment} for name, moment in given_events.items()]
    case = read_case(json.dumps({"events": events}))
    rows = case_clocks(case, terms, datetime.fromisoformat(at))
    return next(row for row in rows if row.key == key)


@pytest.mark.parametrize(
    ("discovered", "over"),
    [
        # The clocks of Denver go forward on 2026-03-08: 24 real hours end an hour later by the wall.
        ("2026-03-07T10:00", "2026-03-08T11:00"),
        # They go back on 2026-11-01.
        ("2026-10-31T10:00", "2026-11-01T09:00"),
        ("2028-02-28T10:00", "2028-02-29T10:00"),  # a leap day
    ],
)
def test_twenty_four_hours_are_real_hours(discovered, over):
    row = clock_of(UTAH, "school_breach_notice", incident_discovered=discovered)
    assert row.ends_at == datetime.fromisoformat(over).replace(tzinfo=DENVER)


@pytest.mark.parametrize(
    ("discovered", "last_day"),
    [
        ("2026-03-03T10:00", date(2026, 3, 8)),
        ("2028-02-26T23:59", date(2028, 3, 2)),  # over the leap day
        ("2027-02-26T23:59", date(2027, 3, 3)),  # no leap day
        ("2026-03-04T06:30+00:00", date(2026, 3, 8)),  # still the third in Denver
        ("2026-03-04T07:30+00:00", date(2026, 3, 9)),  # the fourth
    ],
)
def test_five_days_are_days_where_the_agreement_lives(discovered, last_day):
    row = clock_of(UTAH, "breach_notice", incident_discovered=discovered)
    assert row.last_day == last_day
    # The last day is whole: it is over at the midnight that ends it.
    midnight = datetime(last_day.year, last_day.month, last_day.day, tzinfo=DENVER)
    assert row.ends_at is not None
    assert row.ends_at.astimezone(DENVER).date() > last_day
    assert (row.ends_at - midnight).total_seconds() in (23 * 3600, 24 * 3600, 25 * 3600)


def test_the_same_moment_is_another_day_in_another_zone():
    case = read_case((CASES / "06_ohio_clocks.json").read_text())
    text = (CASES / "06_ohio_clocks.json").read_text()
    late = text.replace("2026-04-10T10:00", "2026-04-11T03:30+00:00")
    row = {each.key: each for each in case_clocks(read_case(late), OHIO, datetime.now(UTC))}["pay"]
    assert row.last_day == date(2026, 6, 9)  # the eleventh in Greenwich is the tenth in Columbus
    assert case.claims[0].billed_at is not None


def test_a_clock_that_nothing_starts_is_there_once():
    rows = case_clocks(read_case("{}"), UTAH, datetime.now(UTC))
    assert [row.key for row in rows] == list(UTAH.clocks)
    assert {row.state for row in rows} == {ClockState.NOT_STARTED}


def test_an_event_before_the_start_stops_nothing():
    row = clock_of(
        UTAH,
        "breach_notice",
        incident_discovered="2026-03-03T10:00",
        breach_reported="2026-03-01T10:00",
    )
    assert row.stopped_at is None
    kept = clock_of(
        UTAH,
        "breach_notice",
        incident_discovered="2026-03-03T10:00",
        breach_reported="2026-03-08T23:59",
    )
    assert kept.was_kept


def test_a_clock_of_school_districts_does_not_bind_a_city():
    events = [
        {"event": "incident_discovered", "at": "2026-03-03T10:00", "party": name}
        for name in ("city", "school")
    ]
    parties = [{"id": "city", "kind": "city"}, {"id": "school", "kind": "school_district"}]
    case = read_case(json.dumps({"parties": parties, "events": events}))
    rows = case_clocks(case, UTAH, datetime.now(UTC))
    about = [row.about for row in rows if row.key == "school_breach_notice"]
    assert about == ["school"]


def test_a_notice_without_a_clock_ends_by_the_term():
    terms = read_terms(UTAH_TEXT.split("[clocks.withdrawal]")[0])
    assert "withdrawal" not in terms.clocks
    noticed = datetime(2026, 7, 1, 9, tzinfo=DENVER)
    assert end_of_notice(noticed, terms) == datetime(2026, 7, 31, tzinfo=DENVER)

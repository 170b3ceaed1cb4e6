"""The free-hours meter: used, left, when it runs out at the present pace, and when it warns."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.money import Money
from muster.rules.settlement import (
    FrozenAttestation,
    MeterState,
    MissionFacts,
    TimeEntry,
    free_meter,
    settle,
)
from muster.rules.terms import FreeUnit, HourKind, read_terms

UTAH = read_terms(
    (Path(muster.agreements.__file__).parent / "library/utah_it_maa.toml").read_text()
)
START = datetime(2025, 9, 8, 14, tzinfo=UTC)
HOUR = timedelta(hours=1)
ATTESTED = tuple(FrozenAttestation(item.id, date(2026, 8, 31)) for item in UTAH.baseline.items)


def entry(person, from_hour, hours, kind=HourKind.REGULAR):
    return TimeEntry(
        id=f"{person}{from_hour}",
        person_id=person,
        person=person,
        kind=kind,
        starts_at=START + from_hour * HOUR,
        ends_at=START + (from_hour + hours) * HOUR,
        rate=Money(Decimal("62.50"), "USD"),
    )


def mission(*entries, **given):
    return MissionFacts(
        **{
            "asked_on": date(2025, 9, 8),
            "time_entries": entries,
            "attestations": ATTESTED,
            "agreed_share_percent": Decimal(100),
            "arrived_at": START,
            **given,
        }
    )


def with_unit(unit):
    return replace(UTAH, free_allowance=replace(UTAH.free_allowance, unit=unit))


def test_nothing_is_used_before_anyone_works():
    meter = free_meter(mission(), UTAH, START)
    assert (meter.state, meter.used, meter.left) == (MeterState.NOT_STARTED, 0, 40)
    assert meter.runs_out_at is None


def test_two_at_work_use_two_hours_an_hour():
    meter = free_meter(mission(entry("A", 0, 10), entry("B", 0, 10)), UTAH, START + 10 * HOUR)
    assert (meter.state, meter.used, meter.left) == (MeterState.RUNNING, 20, 20)
    assert meter.runs_out_at == START + 20 * HOUR


def test_time_recorded_ahead_does_not_count_yet():
    meter = free_meter(mission(entry("A", 0, 10)), UTAH, START + 4 * HOUR)
    assert meter.used == 4


@pytest.mark.parametrize(
    ("hours", "state"),
    [
        (31, MeterState.RUNNING),
        (32, MeterState.WARNING),
        (39, MeterState.WARNING),
        (40, MeterState.USED_UP),
        (50, MeterState.USED_UP),
    ],
)
def test_it_warns_the_hours_before_that_the_terms_give(hours, state):
    parts = (entry("A", 0, 24), entry("A", 24, hours - 24))
    assert free_meter(mission(*parts), UTAH, START + 100 * HOUR).state is state


def test_the_pace_is_that_of_the_last_day():
    # Twelve hours long ago, then nobody for the last day: no date can be named.
    meter = free_meter(mission(entry("A", 0, 12)), UTAH, START + 60 * HOUR)
    assert (meter.left, meter.runs_out_at) == (28, None)
    busy = free_meter(mission(entry("A", 0, 12), entry("A", 48, 12)), UTAH, START + 60 * HOUR)
    assert busy.runs_out_at == START + 60 * HOUR + 32 * HOUR


def test_by_the_clock_it_runs_while_nobody_works():
    terms = with_unit(FreeUnit.ELAPSED_FROM_ARRIVAL)
    meter = free_meter(mission(entry("A", 0, 1)), terms, START + 30 * HOUR)
    assert (meter.used, meter.left) == (30, 10)
    assert meter.runs_out_at == START + 40 * HOUR


def test_by_person_the_busiest_decides():
    terms = with_unit(FreeUnit.PER_PERSON)
    meter = free_meter(mission(entry("A", 0, 10), entry("B", 0, 4)), terms, START + 10 * HOUR)
    assert (meter.used, meter.left) == (10, 30)


def test_a_lapsed_baseline_leaves_nothing_free_and_says_so():
    meter = free_meter(mission(entry("A", 0, 4), attestations=()), UTAH, START + 4 * HOUR)
    assert (meter.state, meter.allowed) == (MeterState.NONE, 0)
    assert {reason.code for reason in meter.reasons} == {"attestation.missing"}


def test_hours_used_before_in_the_incident_are_gone():
    facts = mission(entry("A", 0, 4), free_hours_used_before=Decimal(10))
    meter = free_meter(facts, UTAH, START + 4 * HOUR)
    assert (meter.allowed, meter.used, meter.left) == (30, 4, 26)


def test_travel_does_not_turn_it():
    meter = free_meter(mission(entry("A", 0, 4, HourKind.TRAVEL)), UTAH, START + 4 * HOUR)
    assert meter.state is MeterState.NOT_STARTED


@given(
    st.lists(
        st.builds(entry, st.sampled_from("ABC"), st.integers(0, 40), st.integers(1, 12)),
        max_size=6,
        unique_by=lambda each: each.id,
    ),
    st.sampled_from(FreeUnit),
)
def test_at_the_end_it_agrees_with_the_settlement(entries, unit):
    terms = with_unit(unit)
    meter = free_meter(mission(*entries), terms, START + 1000 * HOUR)
    assert 0 <= meter.used <= meter.allowed == meter.used + meter.left
    if unit is FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY:
        assert meter.used == settle(mission(*entries), terms).free_hours_used

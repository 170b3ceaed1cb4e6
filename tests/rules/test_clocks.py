"""Clocks to the day and the second: worked cases, zones, changing clocks, leap days, roll rules."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.clocks import Calendar, ClockState, deadline, deadlines, state_at
from muster.rules.terms import Clock, ClockEvent, ClockUnit, Effect, Roll, read_terms

DENVER = ZoneInfo("America/Denver")
COLUMBUS = ZoneInfo("America/New_York")
MOUNTAIN = Calendar(DENVER)
SECOND = timedelta(seconds=1)


def clock(length, unit=ClockUnit.CALENDAR_DAYS, **given):
    return Clock(
        title="Something", starts=ClockEvent.MISSION_ENDED, length=length, unit=unit, **given
    )


def noon(text, zone=DENVER):
    return datetime.fromisoformat(f"{text} 12:00").replace(tzinfo=zone)


def last_day(length, started, **given):
    return deadline(clock(length, **given), noon(started), MOUNTAIN).last_day.isoformat()


# --- the worked cases -----------------------------------------------------------------------


def test_case_6_the_ohio_clocks():
    assert last_day(90, "2026-01-15") == "2026-04-15"  # bill
    assert last_day(30, "2026-04-13") == "2026-05-13"  # return a defective invoice
    assert last_day(60, "2026-04-10") == "2026-06-09"  # pay, from the billing date
    pay = deadline(clock(60), noon("2026-04-10", COLUMBUS), Calendar(COLUMBUS))
    last_second = datetime(2026, 6, 9, 23, 59, 59, tzinfo=COLUMBUS)
    assert state_at(pay, last_second) is ClockState.DUE
    assert state_at(pay, datetime(2026, 6, 10, tzinfo=COLUMBUS)) is ClockState.MISSED


def test_case_6_a_return_on_the_twenty_ninth_day_is_in_time():
    returned = noon("2026-05-12")
    found = deadline(clock(30), noon("2026-04-13"), MOUNTAIN, returned)
    assert found.was_kept
    assert state_at(found, noon("2026-06-01")) is ClockState.STOPPED


def test_case_7_the_utah_statewide_clocks():
    assert last_day(30, "2026-02-10") == "2026-03-12"  # notice of intent
    assert last_day(30, "2026-04-01") == "2026-05-01"  # talks
    committee = deadline(clock(90, effect=Effect.OPENS_AFTER), noon("2026-04-01"), MOUNTAIN)
    assert committee.last_day == date(2026, 6, 30)
    assert state_at(committee, datetime(2026, 6, 30, 23, 59, tzinfo=DENVER)) is ClockState.WARNING
    assert state_at(committee, datetime(2026, 7, 1, tzinfo=DENVER)) is ClockState.DUE


def test_case_9_breach_notices_and_licences():
    found = datetime(2026, 3, 3, 10, tzinfo=DENVER)
    assert deadline(clock(5), found, MOUNTAIN).last_day == date(2026, 3, 8)
    school = deadline(clock(24, ClockUnit.HOURS), found, MOUNTAIN)
    assert school.ends_at == datetime(2026, 3, 4, 10, tzinfo=DENVER)
    licence = deadline(clock(90, effect=Effect.OPENS_ON), noon("2026-06-01"), MOUNTAIN)
    assert state_at(licence, datetime(2026, 8, 29, 23, 59, tzinfo=DENVER)) is ClockState.WARNING
    assert state_at(licence, datetime(2026, 8, 30, tzinfo=DENVER)) is ClockState.DUE


def test_case_10_sixty_days_of_notice():
    assert last_day(60, "2026-07-01", effect=Effect.OPENS_ON) == "2026-08-30"


# --- zones, changing clocks, leap days ----------------------------------------------------------


def test_the_day_of_the_start_is_the_local_one():
    late_evening = datetime(2026, 1, 16, 5, tzinfo=UTC)  # 22:00 on the 15th in Denver
    assert deadline(clock(90), late_evening, MOUNTAIN).last_day == date(2026, 4, 15)
    assert deadline(clock(90), late_evening, Calendar(ZoneInfo("UTC"))).last_day == date(
        2026, 4, 16
    )


@pytest.mark.parametrize(("started", "hours"), [("2026-03-07 12:00", 23), ("2026-10-31 12:00", 25)])
def test_a_day_is_as_long_as_the_clocks_make_it(started, hours):
    start = datetime.fromisoformat(started).replace(tzinfo=DENVER)
    one, none = (
        deadline(clock(1, warn_before=0), start, MOUNTAIN),
        deadline(clock(0, warn_before=0), start, MOUNTAIN),
    )
    assert one.ends_at - none.ends_at == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("started", "ended"),
    [("2026-03-07 12:00", "2026-03-08 13:00"), ("2026-10-31 12:00", "2026-11-01 11:00")],
)
def test_hours_are_real_hours_in_a_night_when_clocks_change(started, ended):
    start = datetime.fromisoformat(started).replace(tzinfo=DENVER)
    found = deadline(clock(24, ClockUnit.HOURS), start, MOUNTAIN)
    assert found.ends_at == datetime.fromisoformat(ended).replace(tzinfo=DENVER)


@pytest.mark.parametrize(
    ("started", "length", "ended"),
    [
        ("2028-02-28", 1, "2028-02-29"),
        ("2028-02-28", 2, "2028-03-01"),
        ("2027-02-28", 1, "2027-03-01"),
        ("2028-02-29", 365, "2029-02-28"),
        ("2028-01-31", 30, "2028-03-01"),
    ],
)
def test_leap_days_count(started, length, ended):
    assert last_day(length, started) == ended


# --- units and rolling ------------------------------------------------------------------------


def test_business_days_skip_week_ends_and_holidays():
    # Wednesday before Independence Day, which is kept on Friday the 3rd in 2026.
    calendar = Calendar(DENVER, frozenset({date(2026, 7, 3)}))
    found = deadline(clock(3, ClockUnit.BUSINESS_DAYS), noon("2026-07-01"), calendar)
    assert found.last_day == date(2026, 7, 7)


@pytest.mark.parametrize(
    ("rolls", "ended"),
    [
        (Roll.NONE, "2026-07-04"),
        (Roll.NEXT_BUSINESS_DAY, "2026-07-06"),
        (Roll.PREVIOUS_BUSINESS_DAY, "2026-07-02"),
    ],
)
def test_a_last_day_without_business_rolls_only_where_the_term_says(rolls, ended):
    calendar = Calendar(DENVER, frozenset({date(2026, 7, 3)}))
    found = deadline(clock(10, rolls=rolls), noon("2026-06-24"), calendar)
    assert found.last_day.isoformat() == ended


# --- states -----------------------------------------------------------------------------------


def test_a_clock_walks_through_its_states():
    found = deadline(clock(10, warn_before=3), noon("2026-06-01"), MOUNTAIN)

    def state(day, hour=0, minute=0):
        return state_at(found, datetime(2026, 6, day, hour, minute, tzinfo=DENVER))

    assert state_at(None, noon("2026-06-01")) is ClockState.NOT_STARTED
    assert state_at(found, noon("2026-06-01") - SECOND) is ClockState.NOT_STARTED
    assert state_at(found, noon("2026-06-01")) is ClockState.RUNNING
    assert state(7, 23, 59) is ClockState.RUNNING
    assert state(8) is ClockState.WARNING
    assert state(10, 23, 59) is ClockState.WARNING
    assert state(11) is ClockState.DUE
    assert state(11, 23, 59) is ClockState.DUE
    assert state(12) is ClockState.MISSED


def test_a_late_stop_stays_on_record_as_late():
    found = deadline(clock(10), noon("2026-06-01"), MOUNTAIN, noon("2026-06-12"))
    assert found.was_kept is False
    assert state_at(found, noon("2026-06-11")) is ClockState.DUE
    assert state_at(found, noon("2026-06-12")) is ClockState.STOPPED


def test_a_stop_in_the_last_moment_is_in_time():
    end = datetime(2026, 6, 12, tzinfo=DENVER)
    assert deadline(clock(10), noon("2026-06-01"), MOUNTAIN, end - SECOND).was_kept
    assert deadline(clock(10), noon("2026-06-01"), MOUNTAIN, end).was_kept is False


UTAH = read_terms(
    """
[agreement]
name = "A"
key = "aa"
version = "1"
jurisdiction = "US-UT"
currency = "USD"
time_zone = "America/Denver"
holidays = [2026-07-03]
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
[clocks.bill]
title = "Submit the claim"
starts = "mission_ended"
stops = "claim_billed"
length = 2
unit = "business_days"
[clocks.pay]
title = "Pay"
starts = "claim_approved"
stops = "claim_paid"
length = 60
unit = "calendar_days"
"""
)


def test_events_start_and_stop_the_clocks_of_the_terms():
    found = deadlines(
        UTAH,
        {
            ClockEvent.MISSION_ENDED: noon("2026-07-02"),
            ClockEvent.CLAIM_BILLED: noon("2026-07-07"),
        },
    )
    assert found["bill"].last_day == date(2026, 7, 7)
    assert found["bill"].was_kept
    assert found["pay"] is None


def test_an_event_before_the_start_stops_nothing():
    events = {
        ClockEvent.MISSION_ENDED: noon("2026-07-02"),
        ClockEvent.CLAIM_BILLED: noon("2026-07-01"),
    }
    assert deadlines(UTAH, events)["bill"].stopped_at is None


MOMENTS = st.datetimes(
    datetime(2020, 1, 1),
    datetime(2040, 1, 1),
    timezones=st.just(UTC),
)
CLOCKS = st.builds(
    clock,
    st.integers(0, 400),
    st.sampled_from(ClockUnit),
    effect=st.sampled_from(Effect),
    rolls=st.sampled_from([Roll.NONE, Roll.NEXT_BUSINESS_DAY]),
    warn_before=st.just(0),
)
ORDER = [
    ClockState.NOT_STARTED,
    ClockState.RUNNING,
    ClockState.WARNING,
    ClockState.DUE,
    ClockState.MISSED,
]


@given(CLOCKS, MOMENTS, st.sampled_from([DENVER, COLUMBUS, ZoneInfo("Pacific/Auckland")]))
def test_a_longer_clock_never_ends_earlier(each, started, zone):
    calendar = Calendar(zone)
    longer = replace(each, length=each.length + 1)
    shorter_end = deadline(each, started, calendar).ends_at
    assert deadline(longer, started, calendar).ends_at >= shorter_end


@given(CLOCKS, MOMENTS, st.lists(st.integers(-(10**7), 5 * 10**7), min_size=2, max_size=6))
def test_states_only_move_forward(each, started, seconds):
    found = deadline(each, started, MOUNTAIN)
    states = [state_at(found, started + timedelta(seconds=after)) for after in sorted(seconds)]
    places = [ORDER.index(state) for state in states]
    assert places == sorted(places)

"""Who is planned to work longer than people can."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from muster.rules.shifts import RestLimits, RestProblem, Span, rest_flags

DENVER = ZoneInfo("America/Denver")
MONDAY = datetime(2026, 3, 2, 15, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = RestLimits()


def span(begins: float, hours: float, worker: str = "ana", key: str = "") -> Span:
    starts_at = MONDAY + begins * HOUR
    return Span(worker, starts_at, starts_at + hours * HOUR, key or f"{worker}-{begins}")


def problems(*spans: Span, limits: RestLimits = LIMITS) -> list[RestProblem]:
    return [flag.problem for flag in rest_flags(spans, limits, DENVER)]


def test_a_day_of_twelve_hours_and_eight_of_rest_is_in_order() -> None:
    assert problems(span(0, 12), span(20, 12)) == []


def test_a_minute_more_than_a_shift_may_last_is_flagged() -> None:
    found = rest_flags([span(0, 12.5)], LIMITS, DENVER)
    assert [(flag.problem, flag.hours) for flag in found] == [
        (RestProblem.TOO_LONG, Decimal("12.5"))
    ]


def test_two_shifts_that_touch_are_one_stretch() -> None:
    assert problems(span(0, 8), span(8, 8)) == [RestProblem.TOO_LONG]


def test_too_little_rest_names_the_shift_that_begins_too_soon() -> None:
    found = rest_flags([span(0, 8, key="first"), span(14, 8, key="second")], LIMITS, DENVER)
    assert [(flag.problem, flag.key, flag.hours) for flag in found] == [
        (RestProblem.TOO_LITTLE_REST, "second", Decimal(6))
    ]


def test_somebody_cannot_be_at_two_places() -> None:
    assert problems(span(0, 6), span(3, 6)) == [RestProblem.TWICE_AT_ONCE]


def test_others_rest_for_themselves() -> None:
    assert problems(span(0, 12, "ana"), span(12, 12, "ben")) == []


def test_the_fifteenth_day_in_a_row_is_flagged_once() -> None:
    days = [span(24 * day, 8) for day in range(17)]
    found = rest_flags(days, LIMITS, DENVER)
    assert [(flag.problem, flag.days, flag.at) for flag in found] == [
        (RestProblem.TOO_MANY_DAYS, 15, days[14].starts_at)
    ]


def test_a_day_off_begins_the_count_anew() -> None:
    days = [span(24 * day, 8) for day in range(29) if day != 14]
    assert problems(*days) == []


def test_a_shift_that_ends_at_midnight_has_not_begun_the_next_day() -> None:
    late = [
        Span("ana", midnight - 8 * HOUR, midnight)
        for midnight in (
            datetime(2026, 3, day, tzinfo=DENVER).astimezone(UTC) for day in range(3, 17)
        )
    ]
    assert len(late) == 14
    assert problems(*late) == []


def test_a_night_with_the_clocks_put_forward_is_counted_by_hours_that_passed() -> None:
    evening = datetime(2026, 3, 7, 20, tzinfo=DENVER)
    morning = datetime(2026, 3, 8, 9, tzinfo=DENVER)  # thirteen by the wall, twelve that passed
    night = Span("ana", evening.astimezone(UTC), morning.astimezone(UTC))
    assert problems(night) == []


spans = st.builds(
    span,
    st.integers(0, 400),
    st.integers(1, 30),
    st.sampled_from(["ana", "ben"]),
)


@given(st.lists(spans, max_size=12), st.randoms())
def test_the_order_of_the_plan_changes_nothing(some: list[Span], chance) -> None:
    mixed = list(some)
    chance.shuffle(mixed)
    assert rest_flags(some, LIMITS, DENVER) == rest_flags(mixed, LIMITS, DENVER)


@given(st.lists(spans, max_size=12))
def test_looser_limits_never_flag_more(some: list[Span]) -> None:
    loose = RestLimits(longest_shift_hours=24, least_rest_hours=0, most_days=60)
    assert len(rest_flags(some, loose, DENVER)) <= len(rest_flags(some, LIMITS, DENVER))


@given(st.lists(spans, max_size=8))
def test_what_is_flagged_of_one_does_not_hang_on_another(some: list[Span]) -> None:
    ana = [each for each in some if each.worker == "ana"]
    whole = [flag for flag in rest_flags(some, LIMITS, DENVER) if flag.worker == "ana"]
    assert whole == rest_flags(ana, LIMITS, DENVER)

"""What may be lent, and every reason why not."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from muster.rules.lending import (
    LendingFacts,
    Taken,
    most_taken,
    quantity_free,
    quantity_needed,
    refusals_for_lending,
    refusals_for_reserving,
    refusals_for_stock,
    share_left,
)

NOON = datetime(2026, 3, 14, 12, tzinfo=UTC)


def at(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def taken(begins: float, ends: float, quantity: int = 1) -> Taken:
    return Taken(at(begins), at(ends), quantity)


def facts(**changes) -> LendingFacts:
    said = {
        "quantity": 10,
        "reserve": 2,
        "taken": (),
        "starts_at": at(0),
        "ends_at": at(10),
        "ends_on": date(2026, 3, 14),
        **changes,
    }
    return LendingFacts(**said)


def codes(refusals) -> list[str]:
    return [each.code for each in refusals]


def test_promises_that_follow_one_another_need_the_same_piece():
    assert most_taken([taken(0, 4), taken(4, 8)], at(0), at(10)) == 1


def test_promises_at_the_same_time_add_up():
    assert most_taken([taken(0, 5, 2), taken(4, 8, 3)], at(0), at(10)) == 5


def test_what_lies_outside_the_interval_takes_nothing():
    assert most_taken([taken(-5, 0, 9), taken(10, 12, 9)], at(0), at(10)) == 0


def test_the_reserve_is_never_lent():
    assert quantity_free(10, 2, [taken(0, 5, 8)], at(0), at(10)) == 0
    assert codes(refusals_for_reserving(facts(taken=(taken(0, 5, 7),)), 1)) == []
    refused = refusals_for_reserving(facts(taken=(taken(0, 5, 7),)), 2)
    assert codes(refused) == ["resource.not_enough"]
    assert refused[0].values == {"wanted": 2, "free": 1}


def test_a_licence_is_lent_only_with_its_publishers_permission():
    licence = {"is_licence": True, "lending_permitted": False}
    assert codes(refusals_for_lending(facts(**licence))) == ["licence.not_permitted"]
    assert codes(refusals_for_lending(facts(is_licence=True))) == []


def test_what_ends_before_the_interval_does_cannot_be_lent_for_it():
    assert codes(refusals_for_lending(facts(last_day=date(2026, 3, 14)))) == []
    ended = facts(last_day=date(2026, 3, 13))
    assert codes(refusals_for_lending(ended)) == ["resource.ends_before"]


def test_every_reason_is_said_at_once():
    refused = refusals_for_lending(facts(is_retired=True, is_unavailable=True))
    assert codes(refused) == ["resource.retired", "resource.unavailable"]


def test_a_lender_cannot_state_less_than_missions_hold():
    assert codes(refusals_for_stock(5, 0, 5)) == []
    assert codes(refusals_for_stock(4, 0, 5)) == ["resource.below_promised"]
    assert codes(refusals_for_stock(4, 5, 0)) == ["resource.reserve_above_quantity"]
    assert codes(refusals_for_stock(0, -1, 0)) == [
        "resource.no_quantity",
        "resource.reserve_negative",
    ]


def test_one_is_needed_for_every_so_many_units_rounded_up():
    assert [quantity_needed(asked, 40) for asked in (1, 40, 41, 200)] == [1, 1, 2, 5]


def test_absences_that_overlap_are_counted_once():
    assert share_left([taken(0, 5), taken(4, 6)], at(0), at(10)) == 0.4
    assert share_left([taken(-9, 99)], at(0), at(10)) == 0.0
    assert share_left([], at(0), at(10)) == 1.0


promises = st.lists(
    st.builds(
        lambda begins, length, quantity: taken(begins, begins + length, quantity),
        st.integers(-20, 20),
        st.integers(1, 20),
        st.integers(1, 5),
    ),
    max_size=12,
)


@given(promises)
def test_the_most_taken_is_what_counting_every_hour_finds(listed):
    by_hour = max(
        sum(each.quantity for each in listed if each.starts_at <= at(hour) < each.ends_at)
        for hour in range(10)
    )
    assert most_taken(listed, at(0), at(10)) == by_hour

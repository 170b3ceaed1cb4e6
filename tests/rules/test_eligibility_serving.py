"""Time, costs, recall, extension and closing: each reason and its boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import muster.agreements
from muster.rules.eligibility import (
    ExpenseFacts,
    Outstanding,
    TimeFacts,
    refusals_for_closing,
    refusals_for_expense,
    refusals_for_extension,
    refusals_for_recall,
    refusals_for_time,
)
from muster.rules.lifecycle import DeploymentState, MissionState
from muster.rules.terms import read_terms
from muster.rules.terms.asking import ExtensionUnit

UTAH = read_terms(
    (Path(muster.agreements.__file__).parent / "library/utah_it_maa.toml").read_text()
)
NOW = datetime(2026, 3, 4, 18, tzinfo=UTC)
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
TIME = TimeFacts(
    mission_state=MissionState.ACTIVE,
    authorized_at=NOW - 48 * HOUR,
    starts_at=NOW - 8 * HOUR,
    ends_at=NOW,
    at=NOW,
    others=((NOW - 12 * HOUR, NOW - 8 * HOUR),),
)
EXPENSE = ExpenseFacts(
    mission_state=MissionState.ACTIVE,
    authorized_on=date(2026, 3, 2),
    incurred_on=date(2026, 3, 4),
    today=date(2026, 3, 4),
    amount_cents=1,
)


def codes(refusals):
    return [refusal.code for refusal in refusals]


def test_time_just_inside_the_bounds_is_recorded():
    assert refusals_for_time(TIME) == []
    whole_day = replace(TIME, starts_at=NOW - 24 * HOUR, others=())
    assert refusals_for_time(whole_day) == []
    from_the_first = replace(whole_day, starts_at=TIME.authorized_at, ends_at=NOW - 30 * HOUR)
    assert refusals_for_time(from_the_first) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mission_state": MissionState.CLOSED}, "mission.books_closed"),
        ({"ends_at": TIME.starts_at}, "time.ends_before_it_starts"),
        ({"starts_at": NOW - 24 * HOUR - SECOND, "others": ()}, "time.more_than_a_day"),
        ({"ends_at": NOW + SECOND}, "time.in_the_future"),
        ({"authorized_at": TIME.starts_at + SECOND}, "time.before_the_mission"),
        ({"starts_at": TIME.starts_at - SECOND}, "time.overlaps"),
    ],
)
def test_time_is_refused(change, code):
    assert codes(refusals_for_time(replace(TIME, **change))) == [code]


def test_an_overlap_names_the_other_entry():
    (refusal,) = refusals_for_time(replace(TIME, starts_at=NOW - 9 * HOUR))
    assert refusal.values["ends_at"] == NOW - 8 * HOUR


def test_an_expense_just_inside_the_bounds_is_recorded():
    assert refusals_for_expense(EXPENSE, UTAH) == []
    first_day = replace(EXPENSE, incurred_on=EXPENSE.authorized_on, amount_cents=10**9)
    assert refusals_for_expense(first_day, UTAH) == []


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"mission_state": MissionState.CANCELLED}, "mission.books_closed"),
        ({"amount_cents": 0}, "expense.no_amount"),
        ({"amount_cents": 10**9 + 1}, "expense.too_large"),
        ({"incurred_on": date(2026, 3, 5)}, "expense.in_the_future"),
        ({"incurred_on": date(2026, 3, 1)}, "expense.before_the_mission"),
    ],
)
def test_an_expense_is_refused(change, code):
    assert codes(refusals_for_expense(replace(EXPENSE, **change), UTAH)) == [code]


def test_a_recall_gives_the_notice_of_the_terms():
    enough = NOW + UTAH.recall.notice_hours * HOUR
    assert refusals_for_recall(enough, NOW, UTAH) == []
    (refusal,) = refusals_for_recall(enough - SECOND, NOW, UTAH)
    assert refusal.code == "recall.notice_too_short"
    assert refusal.values["earliest"] == enough


def test_a_recall_by_voice_counts_where_the_terms_let_it():
    enough = NOW + UTAH.recall.notice_hours * HOUR
    assert refusals_for_recall(enough, NOW, UTAH, by_voice=True) == []
    written = replace(UTAH, recall=replace(UTAH.recall, oral_then_written=False))
    (refusal,) = refusals_for_recall(enough, NOW, written, by_voice=True)
    assert (refusal.code, refusal.field) == ("recall.only_in_writing", "by_voice")
    assert refusals_for_recall(enough, NOW, written) == []


def test_a_recall_needs_terms_that_allow_it():
    bound = replace(UTAH, recall=replace(UTAH.recall, any_time=False))
    assert codes(refusals_for_recall(NOW + 99 * HOUR, NOW, bound)) == ["recall.not_allowed"]


def test_an_extension_ends_later_and_in_the_future():
    assert refusals_for_extension(NOW, NOW + SECOND, NOW, UTAH) == []
    assert codes(refusals_for_extension(NOW, NOW, NOW - HOUR, UTAH)) == ["extension.not_later"]
    past = refusals_for_extension(NOW - 9 * HOUR, NOW, NOW, UTAH)
    assert codes(past) == ["extension.not_later"]


def test_an_extension_by_the_week_reaches_a_week():
    weekly = replace(UTAH, extension=replace(UTAH.extension, by=ExtensionUnit.WEEK))
    week = NOW + timedelta(weeks=1)
    assert refusals_for_extension(NOW, week, NOW, weekly) == []
    assert codes(refusals_for_extension(NOW, week + SECOND, NOW, weekly)) == ["extension.too_long"]


@pytest.mark.parametrize(
    ("state", "is_person", "held_up"),
    [
        (DeploymentState.CHECKED_IN, True, True),
        (DeploymentState.RECALLED, True, True),
        (DeploymentState.DEMOBILIZED, True, False),
        (DeploymentState.NO_SHOW, True, False),
        (DeploymentState.HANDED_OVER, False, True),
        (DeploymentState.RETURNED, False, False),
        (DeploymentState.LOST, False, False),
        (DeploymentState.RELEASED, False, False),
    ],
)
def test_a_mission_closes_when_everything_promised_is_accounted_for(state, is_person, held_up):
    refusals = refusals_for_closing([Outstanding(label="x", state=state, is_person=is_person)])
    assert bool(refusals) is held_up
    if held_up:
        assert refusals[0].values["missing"] == ["x"]

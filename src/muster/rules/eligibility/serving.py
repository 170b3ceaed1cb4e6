"""May this time or cost be recorded, this mission be recalled, extended, closed?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from muster.rules.eligibility.reasons import kept
from muster.rules.lifecycle import DEPLOYMENT, LOAN, DeploymentState, MissionState
from muster.rules.refusal import Refusal
from muster.rules.terms import Terms

LONGEST_ENTRY = timedelta(hours=24)
LARGEST_AMOUNT_CENTS = 1_000_000_000  # ten million: beyond it somebody mistyped
CLOSED_BOOKS = (MissionState.CLOSED, MissionState.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class TimeFacts:
    """A time entry as typed; `others` are the same person's other entries, on any mission."""

    mission_state: MissionState
    authorized_at: datetime
    starts_at: datetime
    ends_at: datetime
    at: datetime
    others: tuple[tuple[datetime, datetime], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ExpenseFacts:
    """An expense as typed; days are local to the network."""

    mission_state: MissionState
    authorized_on: date
    incurred_on: date
    today: date
    amount_cents: int


@dataclass(frozen=True, kw_only=True)
class Outstanding:
    """A deployment or loan that may still be out."""

    label: str
    state: DeploymentState
    is_person: bool


def refusals_for_time(facts: TimeFacts) -> list[Refusal]:
    """Why this time may not be recorded. Terms: labour, billing."""
    ends_after_start = facts.ends_at > facts.starts_at
    overlapping = [
        other
        for other in facts.others
        if ends_after_start and facts.starts_at < other[1] and other[0] < facts.ends_at
    ]
    first = overlapping[0] if overlapping else (None, None)
    return kept(
        (facts.mission_state in CLOSED_BOOKS, _closed(facts.mission_state)),
        (not ends_after_start, Refusal("time.ends_before_it_starts", None, "ends_at")),
        (
            facts.ends_at - facts.starts_at > LONGEST_ENTRY,
            Refusal("time.more_than_a_day", "labour", "ends_at"),
        ),
        (
            facts.ends_at > facts.at,
            Refusal("time.in_the_future", "labour", "ends_at", {"now": facts.at}),
        ),
        (
            facts.starts_at < facts.authorized_at,
            Refusal(
                "time.before_the_mission",
                "response",
                "starts_at",
                {"authorized_at": facts.authorized_at},
            ),
        ),
        (
            bool(overlapping),
            Refusal(
                "time.overlaps",
                "labour",
                "starts_at",
                {"starts_at": first[0], "ends_at": first[1]},
            ),
        ),
    )


def refusals_for_expense(facts: ExpenseFacts, terms: Terms) -> list[Refusal]:
    """Why this cost may not be recorded. Terms: expenses, billing."""
    return kept(
        (facts.mission_state in CLOSED_BOOKS, _closed(facts.mission_state)),
        (facts.amount_cents <= 0, Refusal("expense.no_amount", "expenses", "amount")),
        (
            facts.amount_cents > LARGEST_AMOUNT_CENTS,
            Refusal(
                "expense.too_large",
                None,
                "amount",
                {"most_cents": LARGEST_AMOUNT_CENTS, "currency": terms.currency},
            ),
        ),
        (
            facts.incurred_on > facts.today,
            Refusal("expense.in_the_future", "expenses", "incurred_on"),
        ),
        (
            facts.incurred_on < facts.authorized_on,
            Refusal(
                "expense.before_the_mission",
                "expenses",
                "incurred_on",
                {"authorized_on": facts.authorized_on},
            ),
        ),
    )


def earliest_recall(at: datetime, terms: Terms) -> datetime:
    """The first moment for which notice given now suffices. Term: recall."""
    return at + timedelta(hours=terms.recall.notice_hours)


def refusals_for_recall(
    effective_at: datetime, at: datetime, terms: Terms, *, by_voice: bool = False
) -> list[Refusal]:
    """Why people and things may not be recalled for that moment, or by voice. Term: recall."""
    earliest = earliest_recall(at, terms)
    counts = terms.recall.oral_then_written or not by_voice
    return kept(
        (not terms.recall.any_time, Refusal("recall.not_allowed", "recall")),
        (not counts, Refusal("recall.only_in_writing", "recall", "by_voice")),
        (
            effective_at < earliest,
            Refusal(
                "recall.notice_too_short",
                "recall",
                "effective_at",
                {"notice_hours": terms.recall.notice_hours, "earliest": earliest},
            ),
        ),
    )


def refusals_for_extension(
    ends_at: datetime, new_end: datetime, at: datetime, terms: Terms
) -> list[Refusal]:
    """Why a mission may not be extended until then. Term: extension.

    Both parties' consent is what extends it; where the terms extend by the day or the week, one
    consent reaches no farther than that.
    """
    step = {"day": timedelta(days=1), "week": timedelta(weeks=1)}.get(terms.extension.by)
    return kept(
        (
            new_end <= ends_at or new_end <= at,
            Refusal("extension.not_later", "extension", "ends_at", {"ends_at": ends_at}),
        ),
        (
            step is not None and new_end - ends_at > step,
            Refusal("extension.too_long", "extension", "ends_at", {"by": terms.extension.by}),
        ),
    )


def unaccounted(things: Iterable[Outstanding]) -> list[str]:
    """Labels of what was promised and has not come to an end."""
    return [
        each.label
        for each in things
        if not (DEPLOYMENT if each.is_person else LOAN).has_ended(each.state)
    ]


def refusals_for_closing(things: Iterable[Outstanding]) -> list[Refusal]:
    """Why a mission may not be demobilized or closed. Term: recall."""
    missing = unaccounted(things)
    return kept(
        (
            bool(missing),
            Refusal("mission.not_everything_accounted_for", "recall", values={"missing": missing}),
        )
    )


def _closed(state: MissionState) -> Refusal:
    return Refusal("mission.books_closed", "billing", values={"state": state})

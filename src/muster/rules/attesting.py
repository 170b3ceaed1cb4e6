"""Does a party meet the security baseline on a day? Its attestations against the agreement's items."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from muster.rules.refusal import Refusal
from muster.rules.terms import BaselineItem, FreeCondition, Terms

SOON_DAYS = 30


class AttestationState(StrEnum):
    IN_FORCE = "in_force"
    LAPSING = "lapsing"  # in force, but for fewer than SOON_DAYS days
    LAPSED = "lapsed"
    AWAITING_REVIEW = "awaiting_review"  # given, and a reviewer has not accepted it yet
    MISSING = "missing"


class Review(StrEnum):
    """What a reviewer said of an attestation; nothing while nobody has."""

    NONE = ""
    ACCEPTED = "accepted"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class AttestationFacts:
    """One attestation that was not withdrawn; both days are included."""

    item_key: str
    valid_from: date
    valid_until: date
    attestation_id: Any = None
    review: str = Review.NONE


@dataclass(frozen=True, slots=True)
class ItemState:
    """How a party stands to one baseline item."""

    key: str
    title: str
    state: AttestationState
    valid_until: date | None = None
    attestation_id: Any = None

    @property
    def is_met(self) -> bool:
        return self.state in (AttestationState.IN_FORCE, AttestationState.LAPSING)

    @property
    def tone(self) -> str:
        """How a page should sound about it."""
        tones = {AttestationState.IN_FORCE: "good", AttestationState.LAPSING: "wait"}
        return tones.get(self.state, "warn")


def item_states(
    items: Iterable[BaselineItem],
    attestations: Iterable[AttestationFacts],
    day: date,
    *,
    needs_review: bool = False,
) -> tuple[ItemState, ...]:
    """Every item of the baseline with the attestation that carries it longest. Term: baseline.

    What a reviewer returned never counts; with `needs_review` only what one accepted does.
    """
    kept = [
        each for each in attestations if each.valid_from <= day and each.review != Review.RETURNED
    ]
    return tuple(_item_state(item, kept, day, needs_review) for item in items)


def _item_state(
    item: BaselineItem, kept: list[AttestationFacts], day: date, needs_review: bool
) -> ItemState:
    given = [each for each in kept if each.item_key == item.id]
    mine = [each for each in given if each.review == Review.ACCEPTED or not needs_review]
    waiting = [each for each in given if each not in mine and each.valid_until >= day]
    if waiting and not any(each.valid_until >= day for each in mine):
        last = max(waiting, key=lambda each: each.valid_until)
        state = AttestationState.AWAITING_REVIEW
        return ItemState(item.id, item.title, state, last.valid_until, last.attestation_id)
    if not mine:
        return ItemState(item.id, item.title, AttestationState.MISSING)
    last = max(mine, key=lambda each: each.valid_until)
    if last.valid_until < day:
        state = AttestationState.LAPSED
    elif last.valid_until < day + timedelta(days=SOON_DAYS):
        state = AttestationState.LAPSING
    else:
        state = AttestationState.IN_FORCE
    return ItemState(item.id, item.title, state, last.valid_until, last.attestation_id)


def reasons_not_met(states: Iterable[ItemState]) -> list[Refusal]:
    """Why the baseline is not met: one reason for each item missing or lapsed. Term: baseline."""
    return [
        Refusal(
            f"baseline.{state.state}",
            "baseline",
            values={"title": state.title, "valid_until": state.valid_until},
        )
        for state in states
        if not state.is_met
    ]


def not_met_until(states: Iterable[ItemState], last: date) -> tuple[ItemState, ...]:
    """The items that are not met now, or whose attestation ends before the day `last`."""
    return tuple(
        each
        for each in states
        if not each.is_met or (each.valid_until is not None and each.valid_until < last)
    )


def baseline_gates_free_help(terms: Terms) -> bool:
    """Whether the free help depends on the attestations. Term: free_allowance."""
    free = terms.free_allowance
    return bool(free.hours) and FreeCondition.ATTESTATIONS_IN_FORCE in free.conditions


def longest_validity(item: BaselineItem, day: date) -> date:
    """The last day for which an attestation made on `day` may hold. Term: baseline."""
    return day + timedelta(days=item.valid_days)


def refusals_for_attestation(
    item: BaselineItem | None, statement: str, valid_until: date, day: date
) -> list[Refusal]:
    """Why this attestation may not be made. Term: baseline."""
    if item is None:
        return [Refusal("attestation.unknown_item", "baseline", "item_key")]
    latest = longest_validity(item, day)
    checks = (
        (not statement.strip(), Refusal("attestation.no_statement", "baseline", "statement")),
        (valid_until < day, Refusal("attestation.already_over", "baseline", "valid_until")),
        (
            valid_until > latest,
            Refusal("attestation.too_long", "baseline", "valid_until", {"latest": latest}),
        ),
    )
    return [refusal for broken, refusal in checks if broken]

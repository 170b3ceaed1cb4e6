"""What of a resource may be lent in an interval, and every reason why not.

Quantities are whole pieces of the resource's own unit. Intervals are half open: what comes back at
noon may leave at noon.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from muster.rules.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Taken:
    """So many pieces that are promised from one moment to another."""

    starts_at: datetime
    ends_at: datetime
    quantity: int


@dataclass(frozen=True, kw_only=True)
class LendingFacts:
    """One resource as it stands, and the interval in which somebody wants it.

    `last_day` is the last day on which it can be lent at all (a licence or a capacity that ends),
    `ends_on` the day, where the agreement's days begin, on which the interval ends.
    """

    quantity: int
    reserve: int
    taken: tuple[Taken, ...]
    starts_at: datetime
    ends_at: datetime
    ends_on: date
    is_retired: bool = False
    is_unavailable: bool = False
    is_licence: bool = False
    lending_permitted: bool = True
    last_day: date | None = None


def most_taken(taken: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> int:
    """The most pieces promised at any one moment of the interval.

    Two promises that follow one another need the same piece, so they are not added up.
    """
    steps: list[tuple[datetime, int]] = []
    for each in taken:
        if each.starts_at < ends_at and each.ends_at > starts_at:
            steps.append((max(each.starts_at, starts_at), each.quantity))
            steps.append((each.ends_at, -each.quantity))
    # At the same moment what comes back is counted before what leaves.
    steps.sort()
    now = most = 0
    for _, change in steps:
        now += change
        most = max(most, now)
    return most


def share_left(away: Iterable[Taken], starts_at: datetime, ends_at: datetime) -> float:
    """The part of the interval, from 0 to 1, that no absence covers; overlaps count once."""
    length = (ends_at - starts_at).total_seconds()
    covered, reached = 0.0, starts_at
    for each in sorted(away, key=lambda absence: absence.starts_at):
        begins, ends = max(each.starts_at, reached), min(each.ends_at, ends_at)
        if ends > begins:
            covered += (ends - begins).total_seconds()
            reached = ends
    return max(0.0, 1.0 - covered / length) if length > 0 else 0.0


def quantity_free(
    quantity: int, reserve: int, taken: Iterable[Taken], starts_at: datetime, ends_at: datetime
) -> int:
    """Pieces that may still be promised for the whole interval; never less than none."""
    return max(0, quantity - reserve - most_taken(taken, starts_at, ends_at))


def refusals_for_lending(facts: LendingFacts) -> list[Refusal]:
    """Why none of this resource may be lent in the interval, however few. Term: response.

    Lending a licence needs its publisher's permission; without it the lender would break a contract
    of its own, which no agreement among parties can allow.
    """
    reasons = []
    if facts.is_retired:
        reasons.append(Refusal("resource.retired", "response"))
    if facts.is_unavailable:
        reasons.append(Refusal("resource.unavailable", "response"))
    if facts.is_licence and not facts.lending_permitted:
        reasons.append(Refusal("licence.not_permitted", "response"))
    if facts.last_day is not None and facts.ends_on > facts.last_day:
        values = {"last_day": facts.last_day}
        reasons.append(Refusal("resource.ends_before", "response", values=values))
    return reasons


def refusals_for_reserving(facts: LendingFacts, wanted: int) -> list[Refusal]:
    """Why `wanted` pieces may not be taken in the interval; empty when they may. Term: response."""
    if reasons := refusals_for_lending(facts):
        return reasons
    free = quantity_free(facts.quantity, facts.reserve, facts.taken, facts.starts_at, facts.ends_at)
    if wanted <= free:
        return []
    return [Refusal("resource.not_enough", "response", values={"wanted": wanted, "free": free})]


def refusals_for_stock(quantity: int, reserve: int, promised: int) -> list[Refusal]:
    """Why a lender may not state these numbers: `promised` is the most that missions hold or will."""
    checks = (
        (quantity < 1, Refusal("resource.no_quantity", field="quantity")),
        (reserve < 0, Refusal("resource.reserve_negative", field="reserve")),
        (
            reserve > quantity,
            Refusal("resource.reserve_above_quantity", None, "reserve", {"quantity": quantity}),
        ),
        (
            promised > quantity,
            Refusal("resource.below_promised", None, "quantity", {"promised": promised}),
        ),
    )
    return [refusal for broken, refusal in checks if broken]


def quantity_needed(asked: int, units_per_one: int) -> int:
    """Pieces or people for so many units of work: one for every `units_per_one`, at least one."""
    return max(1, -(-asked // units_per_one))

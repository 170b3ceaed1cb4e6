"""In which steps a party's people are asked, one after another, until somebody answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from muster.rules.refusal import Refusal

MINUTES_BETWEEN = 5
MOST_MINUTES = 120
MOST_STEPS = 12


class Order(StrEnum):
    """How those on duty are asked."""

    ONE_BY_ONE = "one_by_one"
    ALL_AT_ONCE = "all_at_once"


class LastResort(StrEnum):
    """Who is asked when nobody else has answered."""

    NOBODY = "nobody"
    EVERYBODY = "everybody"
    COORDINATOR = "coordinator"


@dataclass(frozen=True)
class Policy:
    """How a party wants its people to be asked.

    With `asks_officers` the party's contact order follows those on duty; where nobody is on duty
    it takes their place in any case.
    """

    minutes_between: int = MINUTES_BETWEEN
    order: Order = Order.ONE_BY_ONE
    asks_officers: bool = True
    last_resort: LastResort = LastResort.NOBODY


@dataclass(frozen=True)
class Step:
    """Who is asked `after` the ask was made, if nobody has answered by then."""

    person_ids: tuple[UUID, ...]
    after: timedelta


def steps_under(
    policy: Policy,
    on_duty: Sequence[UUID],
    in_contact_order: Sequence[UUID],
    everybody: Sequence[UUID] = (),
    coordinators: Sequence[UUID] = (),
) -> list[Step]:
    """The steps of one party: those on duty by level, its contact order, its last resort."""
    one_by_one = [[person_id] for person_id in on_duty]
    groups: list[Sequence[UUID]] = list(one_by_one)
    if policy.order is Order.ALL_AT_ONCE:
        groups = [on_duty]
    if policy.asks_officers or not on_duty:
        groups += [[person_id] for person_id in in_contact_order]
    last = {LastResort.EVERYBODY: everybody, LastResort.COORDINATOR: coordinators}
    groups.append(last.get(policy.last_resort, ()))
    return steps_of(groups, timedelta(minutes=policy.minutes_between))


def steps_of(groups: Iterable[Sequence[UUID]], between: timedelta) -> list[Step]:
    """One step for each group, `between` apart; nobody is asked twice, an emptied group is left out.

    Groups beyond the last of `MOST_STEPS` are asked together in that one.
    """
    seen: set[UUID] = set()
    fresh: list[tuple[UUID, ...]] = []
    for group in groups:
        people = tuple(dict.fromkeys(each for each in group if each not in seen))
        seen.update(people)
        if people:
            fresh.append(people)
    head, rest = fresh[: MOST_STEPS - 1], fresh[MOST_STEPS - 1 :]
    if rest:
        head.append(tuple(person for group in rest for person in group))
    return [Step(people, between * place) for place, people in enumerate(head)]


def refusals_for_policy(policy: Policy) -> list[Refusal]:
    """Why people cannot be asked like this; empty when they can."""
    if 1 <= policy.minutes_between <= MOST_MINUTES:
        return []
    return [
        Refusal("rota.wrong_minutes", None, "minutes_between", {"most": MOST_MINUTES}),
    ]

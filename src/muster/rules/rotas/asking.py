"""In which steps a party's people are asked, one after another, until somebody answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

MINUTES_BETWEEN = 5
MOST_STEPS = 12


class Order(StrEnum):
    """How a party's levels are asked."""

    ONE_BY_ONE = "one_by_one"
    ALL_AT_ONCE = "all_at_once"


@dataclass(frozen=True)
class Step:
    """Who is asked `after` the ask was made, if nobody has answered by then."""

    person_ids: tuple[UUID, ...]
    after: timedelta


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

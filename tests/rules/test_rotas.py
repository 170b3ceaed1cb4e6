"""Rotas: every moment is covered or named as a gap, and nobody who is away is on duty."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from muster.rules.rotas import MOST_STEPS, steps_of

PEOPLE = [uuid4() for _ in range(20)]
people = st.sampled_from(PEOPLE)


@given(st.lists(st.lists(people, max_size=4), max_size=20), st.integers(1, 120))
def test_everybody_is_asked_once_in_steps_of_equal_length(
    groups: list[list[UUID]], minutes: int
) -> None:
    found = steps_of(groups, timedelta(minutes=minutes))

    asked = [person for step in found for person in step.person_ids]
    assert asked == list(dict.fromkeys(person for group in groups for person in group))
    assert len(found) <= MOST_STEPS and all(step.person_ids for step in found)
    assert [step.after for step in found] == [
        timedelta(minutes=minutes) * place for place in range(len(found))
    ]

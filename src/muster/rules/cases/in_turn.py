"""The claims of one mission, one after the other: together no more than one claim of what they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from muster.rules.cases.gathering import only
from muster.rules.money import Money
from muster.rules.settlement import ClaimedBefore, MissionFacts, Settlement, settle, supplement
from muster.rules.terms import Terms


def settle_in_turn(
    facts: MissionFacts, parts: Iterable[set[str]], terms: Terms
) -> Iterator[Settlement]:
    """A settlement for each claim of a mission; a part is the ids of what a claim holds.

    As on record: a later claim finds so many free hours fewer as the earlier ones gave, and is
    lessened by what one claim of everything so far would leave free. Terms: free_allowance, checks.
    """
    held: set[str] = set()
    free: dict[Any, Fraction] = defaultdict(Fraction)
    charged = Money.zero(terms.currency)
    for number, names in enumerate(parts):
        held |= names
        before = ClaimedBefore(free_hours=dict(free))
        own = replace(only(facts, names), claimed_before=before)
        settlement = settle(own, terms)
        if number:
            whole = settle(only(facts, held), terms)
            settlement = supplement(settlement, whole, charged, terms)
        charged += settlement.total
        for person, hours in _given_free(settlement, own):
            free[person] += hours
        yield settlement


def _given_free(settlement: Settlement, facts: MissionFacts) -> Iterator[tuple[Any, Fraction]]:
    """The free hours of each line with the person who gave them: its entries are one person's."""
    persons = {str(entry.id): entry.person_id for entry in facts.time_entries}
    for line in settlement.lines:
        if line.hour_kind:
            yield persons[str(line.evidence[0])], line.free_quantity

"""A supplementary claim under any terms: nothing twice, and no more than one claim of everything.

What was recorded late (the hours of some people, some receipts) is claimed after the rest, as
`claims.queries.covered` tells the rules: charged hours are left out, with what of them was free;
of any other cost that was charged before only the rest is left.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import muster.agreements
from muster.rules.money import Money
from muster.rules.settlement import Charge, settle, supplement
from muster.rules.settlement.facts import ClaimedBefore, MissionFacts
from muster.rules.terms import Check, CostKind, read_terms
from tests.rules.missions import entry, mission, usd, with_term

LIBRARY = {
    path.stem: with_term(read_terms(path.read_text()), "checks", second_claim=Check.WARN)
    for path in sorted((Path(muster.agreements.__file__).parent / "library").glob("*.toml"))
}
RATES = st.sampled_from(["40", "55.55", "62.50", "133.33"])
WORK = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 5), st.integers(1, 10), RATES, st.booleans()),
    min_size=1,
    max_size=8,
    unique_by=lambda each: each[:2],
)
COSTS = st.lists(st.tuples(st.sampled_from(["1.05", "19.99", "300"]), st.booleans()), max_size=4)


def before(facts: MissionFacts, settled) -> ClaimedBefore:
    """What a settled claim holds, as the claims room reads it off the kept settlement."""
    persons = {str(each.id): each.person_id for each in facts.time_entries}
    free: dict[object, Fraction] = defaultdict(Fraction)
    gross: dict[str, Money] = {}
    not_payable: dict[str, Money] = {}
    for line in settled.lines:
        names = [str(each) for each in line.evidence]
        if line.hour_kind:
            free[persons[names[0]]] += line.free_quantity
            continue
        for name in names:
            gross[name] = gross.get(name, Money.zero(settled.currency)) + line.gross
            none = not_payable.get(name, Money.zero(settled.currency))
            not_payable[name] = none + line.not_payable
    return ClaimedBefore(gross=gross, not_payable=not_payable, free_hours=free)


@pytest.mark.parametrize("key", LIBRARY)
@settings(max_examples=25, deadline=None)
@given(work=WORK, costs=COSTS)
def test_what_comes_late_is_paid_once_and_never_dearer(key, work, costs):
    terms = LIBRARY[key]
    late_ids = set()
    entries, charges = [], []
    for person, day, hours, rate, is_late in work:
        made = entry(person, day, hours, rate)
        made = replace(made, rate=Money(made.rate.amount, terms.currency))
        entries.append(made)
        if is_late:
            late_ids.add(made.id)
    for number, (amount, is_late) in enumerate(costs):
        price = Money(usd(amount).amount, terms.currency)
        charges.append(
            Charge(id=f"cost{number}", kind=CostKind.EXPENSE, label="Parts", unit_price=price)
        )
        if is_late:
            late_ids.add(f"cost{number}")
    whole = mission(entries, charges=tuple(charges))
    early = replace(
        whole,
        time_entries=tuple(each for each in entries if each.id not in late_ids),
        charges=tuple(each for each in charges if each.id not in late_ids),
    )
    first = settle(early, terms)
    held = {str(each) for line in first.lines for each in line.evidence}
    left = replace(
        whole,
        time_entries=tuple(each for each in entries if str(each.id) not in held),
        claimed_before=before(whole, first),
    )
    one = settle(whole, terms)
    second = supplement(settle(left, terms), one, first.total, terms)
    paid_twice = [
        line
        for line in second.lines
        if line.amount.cents and {str(each) for each in line.evidence} & held
    ]
    assert not paid_twice
    assert first.total.cents + second.total.cents <= max(one.total.cents, first.total.cents)
    for line in second.lines:
        parts = (line.free, line.borne, line.amount, line.beyond)
        assert all(each.cents >= 0 for each in parts)
        assert line.gross == line.free + line.borne + line.amount
    assert second.total.cents == sum(line.amount.cents for line in second.lines)

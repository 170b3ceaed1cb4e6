"""What must hold for the settlement of any mission at all."""

from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muster.rules.money import CurrencyMixed, Money, Rounding, total
from muster.rules.settlement import (
    Charge,
    LentThing,
    TimeEntry,
    settle,
)
from muster.rules.terms import (
    CostKind,
    FreeUnit,
    HourKind,
    LabourHours,
    SplitRule,
)
from tests.rules.missions import (
    MONDAY,
    UTAH,
    entry,
    mission,
    usd,
    with_term,
)

QUARTERS = st.integers(0, 4 * 72)
ENTRIES = st.lists(
    st.builds(
        lambda number, person, kind, start, length, rate: TimeEntry(
            id=number,
            person_id=person,
            person=person,
            kind=kind,
            starts_at=MONDAY.astimezone(UTC) + timedelta(minutes=15 * start),
            ends_at=MONDAY.astimezone(UTC) + timedelta(minutes=15 * (start + length)),
            rate=Money.from_rate(rate, "USD"),
            order=number,
        ),
        st.integers(0, 10**6),
        st.sampled_from("ABC"),
        st.sampled_from(HourKind),
        QUARTERS,
        st.integers(1, 60),
        st.integers(0, 1_500_000),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)
CHARGES = st.lists(
    st.builds(
        Charge,
        id=st.integers(0, 10**6),
        kind=st.sampled_from(CostKind),
        label=st.text(max_size=5),
        unit_price=st.builds(lambda rate: Money.from_rate(rate, "USD"), st.integers(0, 10**8)),
        quantity=st.decimals(0, 500, places=2),
        deductions=st.lists(
            st.tuples(
                st.just("Less"),
                st.builds(lambda cents: Money.from_cents(cents, "USD"), st.integers(0, 10**6)),
            ),
            max_size=2,
        ).map(tuple),
        donated=st.booleans(),
    ),
    max_size=4,
)
SHARES = st.none() | st.decimals(0, 100, places=2)
FREE = st.decimals(0, 120, places=2)
ALL_TERMS = st.builds(
    lambda hours, unit, split, rule, only: with_term(
        with_term(
            with_term(UTAH, "free_allowance", hours=hours, unit=unit, split=split),
            "rounding",
            rule=rule,
        ),
        "labour",
        hours=only,
        fringe_percent=Decimal("28.3"),
    ),
    FREE,
    st.sampled_from(FreeUnit),
    st.sampled_from(SplitRule),
    st.sampled_from(Rounding),
    st.sampled_from(LabourHours),
)


@settings(max_examples=150)
@given(ENTRIES, CHARGES, SHARES, ALL_TERMS)
def test_no_line_is_negative_and_totals_are_their_sums(entries, charges, share, terms):
    facts = mission(entries, charges=tuple(charges), agreed_share_percent=share)
    settlement = settle(facts, terms)
    for line in settlement.lines:
        parts = (line.free, line.borne, line.amount)
        assert all(part.amount >= 0 for part in (*parts, line.gross, line.beyond))
        assert line.gross == total(parts, "USD")
        assert line.amount <= line.beyond or line.beyond == usd("0")
        assert 0 <= line.free_quantity <= line.quantity
    for name, summed in (
        ("gross", "gross"),
        ("free", "free"),
        ("borne", "borne"),
        ("amount", "total"),
    ):
        each = total((getattr(line, name) for line in settlement.lines), "USD")
        assert getattr(settlement, summed) == each
        assert each.cents >= 0


@settings(max_examples=150)
@given(ENTRIES, ALL_TERMS, FREE)
def test_more_free_hours_never_cost_more(entries, terms, more):
    fewer = settle(mission(entries), terms)
    hours = terms.free_allowance.hours + more
    assert settle(mission(entries), with_term(terms, "free_allowance", hours=hours)).total <= (
        fewer.total
    )


def figures(settlement):
    return [
        (line.label, line.rate, line.quantity, line.free_quantity, line.amount)
        for line in settlement.lines
    ]


@settings(max_examples=150)
@given(ENTRIES.filter(bool), ALL_TERMS, st.data())
def test_splitting_a_time_entry_changes_nothing(entries, terms, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    whole = entries[place]
    cut = whole.starts_at + (whole.ends_at - whole.starts_at) * data.draw(
        st.sampled_from([0.25, 0.5, 0.7])
    )
    parts = [replace(whole, ends_at=cut), replace(whole, id=-1, starts_at=cut)]
    others = [*entries[:place], *entries[place + 1 :]]
    split = settle(mission([*others, *parts]), terms)
    assert figures(split) == figures(settle(mission(entries), terms))


@settings(max_examples=150)
@given(ENTRIES, ALL_TERMS, st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(entries, terms, chance):
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert settle(mission(shuffled), terms) == settle(mission(entries), terms)


@settings(max_examples=100)
@given(ENTRIES, ALL_TERMS)
def test_free_hours_are_used_up_exactly(entries, terms):
    settlement = settle(mission(entries), terms)
    counting = sum(
        (each.hours for each in entries if each.kind in terms.free_allowance.counts), Fraction(0)
    )
    if terms.free_allowance.unit is FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY:
        allowed = Fraction(terms.free_allowance.hours)
        assert settlement.free_hours_used == min(allowed, counting)
    assert settlement.free_hours_used <= counting


@given(st.sampled_from(["entry", "charge", "lent"]))
def test_currencies_never_mix(where):
    foreign = Money(Decimal(10), "CAD")
    facts = {
        "entry": mission([replace(entry("A", 0, 1, "1"), rate=foreign)]),
        "charge": mission(
            [], charges=(Charge(id=1, kind=CostKind.EXPENSE, label="x", unit_price=foreign),)
        ),
        "lent": mission([], lent=(LentThing(id=1, label="x", quantity=1, lost=1, price=foreign),)),
    }[where]
    with pytest.raises(CurrencyMixed):
        settle(facts, UTAH)

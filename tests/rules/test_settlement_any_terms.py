"""What must hold under any terms at all: every file of the library, with values drawn at random."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import muster.agreements
from muster.rules.money import CurrencyMixed, Money, Rounding, total
from muster.rules.settlement import (
    Charge,
    DeclaredLoad,
    FacilityUse,
    LentThing,
    LicenceLoan,
    RateRow,
    Rates,
    Stay,
    Supply,
    TimeEntry,
    Use,
    settle,
)
from muster.rules.settlement.grant import forfeited_by, grant_view
from muster.rules.terms import (
    Check,
    CostKind,
    FreePer,
    FreeUnit,
    HourKind,
    Houses,
    LabourHours,
    LateConfirmation,
    LoadBasis,
    PayEnd,
    PayStart,
    PerDiem,
    ShareBasis,
    SplitRule,
    SuppliesPrice,
    UseUnit,
    read_terms,
)
from muster.rules.terms.billing import GrantLabour
from muster.rules.terms.costs import Damaged, Lost, PerDiemPlace, YearBasis
from muster.rules.terms.paying import FringeRow
from tests.rules.missions import MONDAY, mission, with_term

LIBRARY = [
    read_terms(path.read_text())
    for path in sorted((Path(muster.agreements.__file__).parent / "library").glob("*.toml"))
]
START = MONDAY.astimezone(UTC)
PERCENT = st.decimals(0, 100, places=1)
SOME = st.integers(0, 10**6).map(lambda rate: Money.from_rate(rate, "USD"))
MAYBE = st.none() | SOME
QUARTER = timedelta(minutes=15)

PARTS = {
    "free_allowance": {
        "hours": st.decimals(0, 90, places=2),
        "unit": st.sampled_from(FreeUnit),
        "per": st.sampled_from(FreePer),
        "consecutive": st.booleans(),
        "longest_break_hours": st.decimals(0, 12, places=1),
        "split": st.sampled_from(SplitRule),
        "conditions": st.just(()),
        "counts": st.sampled_from([tuple(HourKind), (HourKind.REGULAR,)]),
    },
    "continuation": {
        "confirm_before_hour": st.none() | st.decimals(0, 40, places=1),
        "without": st.sampled_from(LateConfirmation),
    },
    "share": {"basis": st.sampled_from(ShareBasis), "percent": PERCENT},
    "claimable": {
        "kinds": st.lists(st.sampled_from(CostKind), unique=True).map(tuple),
        "only_agreed": st.booleans(),
    },
    "reimbursement_start": {
        "begins": st.sampled_from(PayStart),
        "hours": st.decimals(0, 20, places=1),
        "ends": st.sampled_from(PayEnd),
    },
    "labour": {
        "hours": st.sampled_from(LabourHours),
        "fringe": st.sampled_from(LoadBasis),
        "fringe_percent": PERCENT,
        "fringe_overtime_percent": st.none() | PERCENT,
        "fringe_by_category": st.just((FringeRow(category="tech", percent=Decimal("28.3")),)),
        "overhead": st.sampled_from([LoadBasis.NONE, LoadBasis.FIXED, LoadBasis.DECLARED]),
        "overhead_percent": PERCENT,
        "rate_cap": st.none() | st.decimals(0, 120, places=2),
        "cap_table": st.sampled_from([None, "caps"]),
        "rate_table": st.sampled_from([None, "caps"]),
        "travel_hours": st.booleans(),
    },
    "rounding": {"rule": st.sampled_from(Rounding), "hour_price": st.booleans()},
    "equipment": {
        "usage": st.booleans(),
        "use_unit": st.sampled_from(UseUnit),
        "begun_units": st.booleans(),
        "use_table": st.sampled_from([None, "uses"]),
        "cap_table": st.sampled_from([None, "caps"]),
        "damaged": st.sampled_from(Damaged),
        "lost": st.sampled_from(Lost),
        "handling_percent": PERCENT,
    },
    "supplies": {
        "price": st.sampled_from(SuppliesPrice),
        "handling_percent": st.none() | PERCENT,
    },
    "travel": {
        "paid": st.booleans(),
        "per_diem": st.sampled_from(PerDiem),
        "per_diem_place": st.sampled_from(PerDiemPlace),
        "lodging_rate": st.none() | st.decimals(0, 200, places=2),
        "meals_rate": st.none() | st.decimals(0, 90, places=2),
        "first_last_day_percent": PERCENT,
        "houses_and_feeds": st.sampled_from(Houses),
    },
    "licence": {"paid": st.booleans(), "year_basis": st.sampled_from(YearBasis)},
    "facility": {"paid": st.booleans()},
    "checks": {"missing_rate": st.sampled_from(Check)},
    "grant": {"federal_percent": PERCENT, "labour": st.sampled_from(GrantLabour)},
}


@st.composite
def terms_of_any_kind(draw):
    """Terms of the library, some of them with values of their own."""
    terms = draw(st.sampled_from(LIBRARY))
    for key in draw(st.sets(st.sampled_from(sorted(PARTS)), max_size=8)):
        terms = with_term(terms, key, **draw(st.fixed_dictionaries(PARTS[key])))
    return terms


ENTRIES = st.lists(
    st.builds(
        lambda number, person, kind, start, length, rate, category, agreed: TimeEntry(
            id=number,
            person_id=person,
            person=person,
            kind=kind,
            starts_at=START + QUARTER * start,
            ends_at=START + QUARTER * (start + length),
            rate=rate,
            order=number,
            category=category,
            agreed=agreed,
        ),
        st.integers(0, 10**6),
        st.sampled_from("ABC"),
        st.sampled_from(HourKind),
        st.integers(-20, 300),
        st.integers(1, 60),
        SOME,
        st.sampled_from(["", "tech"]),
        st.booleans(),
    ),
    max_size=7,
    unique_by=lambda each: each.id,
)
THINGS = st.fixed_dictionaries(
    {
        "uses": st.lists(
            st.builds(
                Use,
                id=st.integers(0, 99),
                label=st.just("Use"),
                hours=st.decimals(0, 100, places=1),
                key=st.sampled_from(["", "truck"]),
                price_per_hour=MAYBE,
                price_per_day=MAYBE,
                supplied=MAYBE,
                donated=st.booleans(),
            ),
            max_size=2,
        ).map(tuple),
        "supplies": st.lists(
            st.builds(
                Supply,
                id=st.integers(0, 99),
                label=st.just("Supply"),
                quantity=st.decimals(0, 50, places=1),
                returned=st.decimals(0, 60, places=1),
                cost=MAYBE,
                replacement=MAYBE,
            ),
            max_size=2,
        ).map(tuple),
        "licences": st.lists(
            st.builds(
                LicenceLoan,
                id=st.integers(0, 99),
                label=st.just("Licence"),
                seats=st.integers(1, 500),
                price_per_year=SOME,
                starts_on=st.just(date(2025, 9, 8)),
                days=st.integers(0, 400),
                has_publisher_evidence=st.booleans(),
            ),
            max_size=2,
        ).map(tuple),
        "facilities": st.lists(
            st.builds(
                FacilityUse,
                id=st.integers(0, 99),
                label=st.just("Room"),
                places=st.integers(1, 60),
                price=MAYBE,
            ),
            max_size=1,
        ).map(tuple),
        "stays": st.lists(
            st.builds(
                Stay,
                id=st.integers(0, 99),
                person=st.just("A"),
                on=st.dates(date(2025, 9, 1), date(2025, 9, 20)),
                place=st.sampled_from(["", "Moab"]),
                lodging=MAYBE,
                meals=MAYBE,
                is_first_or_last=st.booleans(),
                lodging_provided=st.booleans(),
            ),
            max_size=3,
        ).map(tuple),
        "lent": st.lists(
            st.builds(
                LentThing,
                id=st.integers(0, 99),
                label=st.just("Thing"),
                quantity=st.just(5),
                damaged=st.integers(0, 3),
                lost=st.integers(0, 2),
                repair_cost=MAYBE,
                price=MAYBE,
                age_months=st.integers(0, 80),
                insurance=MAYBE,
            ),
            max_size=2,
        ).map(tuple),
    }
)
RATES = Rates(
    tuple(
        RateRow(
            table=table,
            key=key,
            part=part,
            amount=Money(Decimal(amount), "USD"),
            valid_from=begins,
            valid_until=ends,
        )
        for table, key, part, amount, begins, ends in (
            ("caps", "*", "hour", "45", None, date(2025, 9, 9)),
            ("caps", "*", "hour", "60", date(2025, 9, 10), None),
            ("caps", "tech", "hour", "30.5", date(2025, 9, 9), date(2025, 9, 10)),
            ("uses", "truck", "hour", "18.25", date(2025, 1, 1), None),
            ("gsa_per_diem", "*", "lodging", "110", None, date(2025, 9, 12)),
            ("gsa_per_diem", "Moab", "meals", "80", None, None),
        )
    )
)
SHARES = st.none() | st.decimals(0, 100, places=2)
LOADS = st.none() | st.builds(
    DeclaredLoad,
    declared_at=st.sampled_from([START - timedelta(days=1), START + timedelta(days=1)]),
    fringe_percent=PERCENT,
    overtime_fringe_percent=st.none() | PERCENT,
    overhead_percent=PERCENT,
)


def recorded(entries, **given):
    moments = {"departed_at": START - timedelta(hours=2), "arrived_at": START}
    moments |= {"declared_at": START, "released_at": START + timedelta(days=2)}
    return mission(entries, rates=RATES, **{**moments, **given})


def figures(settlement):
    return [
        (line.label, line.rate, line.quantity, line.free_quantity, line.amount)
        for line in settlement.lines
    ]


@settings(max_examples=250)
@given(ENTRIES, THINGS, SHARES, LOADS, terms_of_any_kind())
def test_no_line_is_negative_and_totals_are_their_sums(entries, things, share, load, terms):
    facts = recorded(entries, agreed_share_percent=share, declared_load=load, **things)
    settlement = settle(facts, terms)
    for line in settlement.lines:
        parts = (line.free, line.borne, line.amount)
        assert all(part.amount >= 0 for part in (*parts, line.gross, line.beyond))
        assert line.gross == total(parts, "USD")
        assert 0 <= line.free_quantity <= line.quantity
        assert line.working[-1].label == "Amount"
    assert settlement.total == total((line.amount for line in settlement.lines), "USD")
    assert settlement.gross == settlement.free + settlement.borne + settlement.total
    assert settlement.total.cents >= 0


@settings(max_examples=150)
@given(ENTRIES, THINGS, LOADS, terms_of_any_kind())
def test_what_the_terms_do_not_count_stays_in_the_whole_cost(entries, things, load, terms):
    whole_share = with_term(terms, "share", basis=ShareBasis.FIXED, percent=Decimal(100))
    settlement = settle(recorded(entries, declared_load=load, **things), whole_share)
    for line in settlement.lines:
        assert line.gross - line.free - line.not_payable == line.amount
        assert bool(line.not_payable) <= bool(line.reasons)
    assert settlement.gross - settlement.free - settlement.not_payable == settlement.total


@pytest.mark.parametrize("terms", LIBRARY, ids=lambda terms: terms.heading.name)
@settings(max_examples=8)
@given(entries=ENTRIES, load=LOADS)
def test_hours_cost_the_same_under_every_ready_file(terms, entries, load):
    """Wages and the load that was declared are facts: no agreement makes an hour cheaper."""
    facts = recorded(entries, declared_load=load, agreed_share_percent=Decimal(100))
    settlement = settle(facts, terms)
    for line in settlement.lines:
        assert line.gross - line.free - line.borne == line.amount
    plain = with_term(LIBRARY[0], "labour", fringe=LoadBasis.NONE, overhead=LoadBasis.NONE)
    fixed = (terms.labour.fringe, terms.labour.overhead) != (LoadBasis.NONE, LoadBasis.NONE)
    if not fixed or not (terms.labour.fringe_percent or terms.labour.overhead_percent):
        cost = sum(line.gross.cents for line in settle(facts, plain).lines)
        assert abs(settlement.gross.cents - cost) <= 2 * len(entries)


@settings(max_examples=200)
@given(ENTRIES, terms_of_any_kind(), st.decimals(0, 60, places=2))
def test_more_free_hours_never_cost_more(entries, terms, more):
    facts = recorded(entries)
    hours = terms.free_allowance.hours + more
    dearer = settle(facts, terms).total
    assert settle(facts, with_term(terms, "free_allowance", hours=hours)).total <= dearer


@settings(max_examples=200)
@given(ENTRIES.filter(bool), terms_of_any_kind(), st.data())
def test_splitting_a_time_entry_changes_nothing(entries, terms, data):
    place = data.draw(st.integers(0, len(entries) - 1))
    whole = entries[place]
    cut = whole.starts_at + (whole.ends_at - whole.starts_at) * data.draw(
        st.sampled_from([0.25, 0.5, 0.7])
    )
    parts = [replace(whole, ends_at=cut), replace(whole, id=-1, starts_at=cut)]
    others = [*entries[:place], *entries[place + 1 :]]
    split = settle(recorded([*others, *parts]), terms)
    assert sorted(map(str, figures(split))) == sorted(
        map(str, figures(settle(recorded(entries), terms)))
    )


@settings(max_examples=150)
@given(ENTRIES, terms_of_any_kind(), st.randoms(use_true_random=False))
def test_the_order_of_entries_changes_nothing(entries, terms, chance):
    shuffled = list(entries)
    chance.shuffle(shuffled)
    assert settle(recorded(shuffled), terms) == settle(recorded(entries), terms)


@settings(max_examples=100)
@given(ENTRIES, SHARES, terms_of_any_kind(), st.integers(0, 10**7))
def test_a_grant_pays_a_part_of_what_is_charged_and_a_waiver_loses_its_own(
    entries, share, terms, cents
):
    settlement = settle(recorded(entries, agreed_share_percent=share), terms)
    view = grant_view(settlement, terms)
    assert view.federal + view.local == view.eligible
    assert Money.zero("USD") <= view.federal <= view.eligible <= settlement.total
    waiver = Money.from_cents(cents, "USD")
    lost = forfeited_by(view, waiver, terms)
    assert Money.zero("USD") <= lost <= view.federal
    assert forfeited_by(view, settlement.total, terms) == view.federal


FOREIGN = Money(Decimal(10), "CAD")


@pytest.mark.parametrize(
    "given_facts",
    [
        {"uses": (Use(id=1, label="x", hours=Decimal(1), price_per_hour=FOREIGN),)},
        {"uses": (Use(id=1, label="x", hours=Decimal(1), supplied=FOREIGN),)},
        {"supplies": (Supply(id=1, label="x", quantity=Decimal(1), cost=FOREIGN),)},
        {"supplies": (Supply(id=1, label="x", quantity=Decimal(1), replacement=FOREIGN),)},
        {"stays": (Stay(id=1, person="x", on=date(2025, 9, 8), meals=FOREIGN),)},
        {"facilities": (FacilityUse(id=1, label="x", places=1, price=FOREIGN),)},
        {"rates": Rates((RateRow(table="t", key="*", amount=FOREIGN),))},
        {
            "licences": (
                LicenceLoan(
                    id=1,
                    label="x",
                    seats=1,
                    price_per_year=FOREIGN,
                    starts_on=date(2025, 9, 8),
                    days=1,
                ),
            )
        },
        {
            "charges": (
                Charge(
                    id=1,
                    kind=CostKind.EXPENSE,
                    label="x",
                    unit_price=Money(Decimal(1), "USD"),
                    deductions=(("less", FOREIGN),),
                ),
            )
        },
    ],
)
def test_another_currency_is_refused_wherever_it_stands(given_facts):
    with pytest.raises(CurrencyMixed):
        settle(mission([], **given_facts), LIBRARY[0])

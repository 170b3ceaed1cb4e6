"""Each money term by itself, with the figure worked by hand and the step that shows it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from muster.rules.settlement import (
    Charge,
    DeclaredLoad,
    FacilityUse,
    LentThing,
    LicenceLoan,
    MeterState,
    RateRow,
    Rates,
    Supply,
    Use,
    free_meter,
    settle,
)
from muster.rules.settlement.things import reassignable_on
from muster.rules.terms import (
    Check,
    CostKind,
    FreePer,
    FreeUnit,
    HourKind,
    LateConfirmation,
    LoadBasis,
    PayEnd,
    PayStart,
    SplitRule,
    SuppliesPrice,
    UseUnit,
)
from muster.rules.terms.costs import Damaged, YearBasis
from muster.rules.terms.paying import FringeRow
from tests.rules.missions import MONDAY, UTAH, entry, mission, usd, with_term

# Nothing free, all of it asked, everything paid: what a term changes shows by itself.
PLAIN = with_term(with_term(UTAH, "free_allowance", hours=Decimal(0)), "equipment", usage=True)
OVERTIME = HourKind.OVERTIME


def total(entries=(), terms=PLAIN, **given):
    return settle(mission(entries, **given), terms).total


def codes(entries=(), terms=PLAIN, **given):
    settlement = settle(mission(entries, **given), terms)
    return [reason.code for line in settlement.lines for reason in line.reasons]


def rate(table, amount, key="*", part="", begins=None, ends=None):
    return RateRow(
        table=table, key=key, part=part, amount=usd(amount), valid_from=begins, valid_until=ends
    )


# --- free time --------------------------------------------------------------------------------------


def free(**values):
    return with_term(UTAH, "free_allowance", **values)


def test_free_time_from_departure_runs_while_people_are_under_way():
    # Free from 06:00 to 18:00; work from 08:00 to 20:00: two hours are paid.
    terms = free(hours=Decimal(12), unit=FreeUnit.ELAPSED_FROM_DEPARTURE)
    departed = MONDAY - timedelta(hours=2)
    assert total([entry("A", 0, 12, "50")], terms, departed_at=departed) == usd("100.00")


def test_free_hours_of_each_mission_do_not_look_at_earlier_ones():
    work = [entry("A", 0, 10, "50")]
    each = free(per=FreePer.MISSION)
    assert total(work, UTAH, free_hours_used_before=Decimal(40)) == usd("500.00")
    assert total(work, each, free_hours_used_before=Decimal(40)) == usd("0.00")


def test_a_long_break_ends_an_unbroken_run_of_free_hours():
    days = [entry("A", 0, 4, "50"), entry("A", 1, 4, "50")]
    run = free(hours=Decimal(12), consecutive=True, longest_break_hours=Decimal(8))
    assert total(days, free(hours=Decimal(12))) == usd("0.00")
    assert total(days, run) == usd("200.00")  # twenty hours between them
    near = with_term(run, "free_allowance", longest_break_hours=Decimal(20))
    assert total(days, near) == usd("0.00")


def test_the_meter_is_used_up_once_a_break_ended_the_run():
    days = mission([entry("A", 0, 4, "50"), entry("A", 1, 4, "50")])
    run = free(hours=Decimal(12), consecutive=True)
    first_evening = free_meter(days, run, MONDAY + timedelta(hours=4))
    second_day = free_meter(days, run, MONDAY + timedelta(days=1, hours=4))
    assert (first_evening.used, second_day.state) == (4, MeterState.USED_UP)


def test_the_dearest_hours_may_be_free_first():
    work = [entry("A", 0, 10, "50"), entry("B", 0, 10, "90")]
    terms = free(hours=Decimal(10), split=SplitRule.RATE_DESCENDING)
    assert total(work, terms) == usd("500.00")
    assert total(work, with_term(terms, "free_allowance", split=SplitRule.RATE_ASCENDING)) == (
        usd("900.00")
    )


@pytest.mark.parametrize(
    ("confirmed_hour", "late_days", "amount"),
    [(11, None, "1000.00"), (12, None, "1000.00"), (13, None, "600.00"), (13, 90, "1000.00")]
    + [(None, 90, "600.00")],
)
def test_hours_beyond_need_the_word_in_writing(confirmed_hour, late_days, amount):
    terms = with_term(
        PLAIN,
        "continuation",
        confirm_before_hour=Decimal(12),
        late_days=late_days,
        without=LateConfirmation.NOT_PAID,
    )
    at = None if confirmed_hour is None else MONDAY + timedelta(hours=confirmed_hour)
    work = [entry("A", 0, 20, "50")]
    assert total(work, terms, confirmed_at=at) == usd(amount)
    if amount == "600.00":
        assert "continuation.not_confirmed" in codes(work, terms, confirmed_at=at)


def test_without_the_word_hours_may_be_paid_and_flagged():
    terms = with_term(PLAIN, "continuation", confirm_before_hour=Decimal(12))
    settlement = settle(mission([entry("A", 0, 20, "50")]), terms)
    assert settlement.total == usd("1000.00")
    assert [each.code for each in settlement.warnings] == ["continuation.not_confirmed"]


# --- when time counts -------------------------------------------------------------------------------


def begins(**values):
    return with_term(PLAIN, "reimbursement_start", **values)


def test_time_counts_after_so_many_hours_or_from_the_declaration():
    work = [entry("A", 0, 20, "50")]
    after = begins(begins=PayStart.AFTER_HOURS, hours=Decimal(12))
    assert total(work, after) == usd("400.00")
    declared = begins(begins=PayStart.DECLARATION)
    assert total(work, declared, declared_at=MONDAY + timedelta(hours=15)) == usd("250.00")
    assert total(work, declared) == usd("0.00")
    assert "time.not_declared" in codes(work, declared)


def test_time_may_end_with_the_release():
    work = [entry("A", 0, 10, "50")]
    released = MONDAY + timedelta(hours=7)
    assert total(work, begins(ends=PayEnd.RELEASE), released_at=released) == usd("350.00")
    assert total(work, begins(ends=PayEnd.RETURN), released_at=released) == usd("500.00")


def test_an_arrival_that_nobody_recorded_is_told():
    terms = free(unit=FreeUnit.ELAPSED_FROM_ARRIVAL)
    settlement = settle(mission([entry("A", 0, 8, "50")], arrived_at=None), terms)
    assert "time.arrival_missing" in [each.code for each in settlement.warnings]


# --- the price of an hour ---------------------------------------------------------------------------


def labour(**values):
    return with_term(PLAIN, "labour", **values)


def test_fringe_may_differ_on_overtime():
    terms = labour(fringe_percent=Decimal(30), fringe_overtime_percent=Decimal("7.65"))
    assert total([entry("A", 0, 2, "40")], terms) == usd("104.00")
    # 40 x 1.0765 x 1.5 x 2 = 129.18
    assert total([entry("A", 0, 2, "40", OVERTIME)], terms) == usd("129.18")


def test_fringe_goes_by_the_category_of_the_worker():
    rows = (
        FringeRow(category="engineer", percent=Decimal(25)),
        FringeRow(category="clerk", percent=Decimal(40), overtime_percent=Decimal(10)),
    )
    terms = labour(fringe=LoadBasis.BY_CATEGORY, fringe_by_category=rows, fringe_percent=Decimal(5))
    engineer = replace(entry("A", 0, 1, "100"), category="engineer")
    clerk = replace(entry("B", 0, 1, "100", OVERTIME), category="clerk")
    pilot = replace(entry("C", 0, 1, "100"), category="pilot")
    assert total([engineer], terms) == usd("125.00")
    assert total([clerk], terms) == usd("165.00")
    assert total([pilot], terms) == usd("105.00")
    assert codes([pilot], terms)[0] == "labour.category_unknown"


def load(hours_before):
    return DeclaredLoad(
        declared_at=MONDAY - timedelta(hours=hours_before),
        fringe_percent=Decimal(30),
        overhead_percent=Decimal(10),
    )


@pytest.mark.parametrize(
    ("declared", "amount", "code"),
    [
        (load(1), "1430.00", None),  # 1,000 x 1.30 x 1.10
        (load(-1), "1050.00", "labour.load_declared_late"),
        (None, "1050.00", "labour.load_not_declared"),
    ],
)
def test_fringe_and_overhead_count_when_declared_before_deploying(declared, amount, code):
    terms = labour(
        fringe=LoadBasis.DECLARED, fringe_percent=Decimal(5), overhead=LoadBasis.DECLARED
    )
    work = [entry("A", 0, 10, "100")]
    assert total(work, terms, departed_at=MONDAY, declared_load=declared) == usd(amount)
    found = codes(work, terms, departed_at=MONDAY, declared_load=declared)
    beyond = {"labour.load_not_counted"} if declared else set()
    assert found == [] if code is None else set(found) == {code, *beyond}


def test_a_rate_card_caps_the_hour_on_its_day():
    rates = Rates(
        (
            rate("card", "45", "tech", "hour", ends=date(2025, 9, 8)),
            rate("card", "48", "tech", "hour", begins=date(2025, 9, 9)),
        )
    )
    terms = labour(cap_table="card")
    night = replace(entry("A", 0, 4, "50", at=MONDAY.replace(hour=22)), category="tech")
    # 22:00 to midnight at 45, midnight to 02:00 at 48.
    settlement = settle(mission([night], rates=rates), terms)
    assert settlement.total == usd("186.00")
    assert [line.amount for line in settlement.lines] == [usd("90.00"), usd("96.00")]
    cap = next(step for step in settlement.lines[0].working if step.label == "Rate cap")
    assert cap.inputs == {"cap": "$45.00 USD", "table": "card", "key": "tech"}


def test_a_table_of_the_terms_prices_each_hour_at_the_rate_of_its_day():
    rates = Rates(
        (
            rate("card", "60", "tech", "hour", ends=date(2025, 9, 8)),
            rate("card", "66", "tech", "hour", begins=date(2025, 9, 9)),
        )
    )
    night = replace(entry("A", 0, 4, "50", at=MONDAY.replace(hour=22)), category="tech")
    settlement = settle(mission([night], rates=rates), labour(rate_table="card"))
    # 22:00 to midnight at 60, midnight to 02:00 at 66; the promised 50 counts nothing.
    assert [line.amount for line in settlement.lines] == [usd("120.00"), usd("132.00")]
    assert {line.evidence for line in settlement.lines} == {(night.id,)}
    step = next(each for each in settlement.lines[1].working if each.label == "Rate of the table")
    assert step.inputs["in_force_from"] == "2025-09-09"
    assert settlement.warnings == settlement.refusals == ()


def test_an_hour_without_a_rate_in_the_terms_table_is_refused_or_stands_as_promised():
    rates = Rates((rate("card", "60", part="hour", ends=date(2025, 9, 7)),))
    work = mission([entry("A", 0, 4, "50")], rates=rates)
    settlement = settle(work, labour(rate_table="card"))
    assert [each.code for each in settlement.refusals] == ["rate.none_on_day"]
    assert settlement.total == usd("0.00")
    warns = with_term(labour(rate_table="card"), "checks", missing_rate=Check.WARN)
    assert settle(work, warns).total == usd("200.00")
    assert [each.code for each in settle(work, warns).warnings] == ["rate.none_on_day"]
    nobody = settle(mission([entry("A", 0, 4, "50")]), labour(rate_table="card"))
    assert (nobody.total, [each.code for each in nobody.warnings]) == (
        usd("200.00"),
        ["rate.no_table"],
    )


def test_a_cap_that_did_not_exist_on_the_day_stands_in_the_way():
    rates = Rates((rate("card", "45", part="hour", ends=date(2025, 9, 7)),))
    work = mission([entry("A", 0, 4, "50")], rates=rates)
    settlement = settle(work, labour(cap_table="card"))
    assert [each.code for each in settlement.refusals] == ["rate.none_on_day"]
    assert not settlement.is_claimable
    warns = with_term(labour(cap_table="card"), "checks", missing_rate=Check.WARN)
    assert settle(work, warns).refusals == ()
    assert settle(work, warns).is_claimable


def test_the_price_of_an_hour_is_rounded_only_where_the_terms_say_so():
    # 41.35 x 1.5 = 62.025; 6.5 h are 403.1625, or 6.5 x 62.03 = 403.195.
    work = [entry("A", 0, Decimal("6.5"), "41.35", OVERTIME)]
    assert total(work) == usd("403.16")
    assert total(work, with_term(PLAIN, "rounding", hour_price=True)) == usd("403.20")


def test_workers_compensation_is_left_out_unless_the_terms_pay_it():
    benefits = Charge(
        id=1,
        kind=CostKind.LABOUR,
        label="Benefits",
        unit_price=usd("500"),
        is_workers_compensation=True,
    )
    assert total(charges=(benefits,)) == usd("0.00")
    assert codes(charges=(benefits,)) == ["labour.workers_compensation_excluded"]
    assert total(terms=labour(workers_compensation=True), charges=(benefits,)) == usd("500.00")


# --- what may be claimed ------------------------------------------------------------------------------


def test_only_the_kinds_that_the_terms_name_may_be_claimed():
    terms = with_term(PLAIN, "claimable", kinds=(CostKind.TRAVEL,))
    miles = Charge(id=1, kind=CostKind.TRAVEL, label="Miles", unit_price=usd("70"))
    assert total([entry("A", 0, 8, "50")], terms, charges=(miles,)) == usd("70.00")
    assert "claimable.kind_not_paid" in codes([entry("A", 0, 8, "50")], terms)


def test_only_what_the_signed_order_names_may_be_paid():
    terms = with_term(PLAIN, "claimable", only_agreed=True)
    extra = replace(entry("B", 0, 8, "50"), agreed=False)
    assert total([entry("A", 0, 8, "50"), extra], terms) == usd("400.00")


# --- things -----------------------------------------------------------------------------------------


def use(**given):
    return (Use(id="u", label="Generator", key="generator", **given),)


@pytest.mark.parametrize(
    ("unit", "begun", "amount"),
    [
        (UseUnit.HOUR, True, "270.00"),  # 27 begun hours at 10
        (UseUnit.HOUR, False, "265.00"),
        (UseUnit.DAY, True, "300.00"),  # two begun days at 150
        (UseUnit.DAY, False, "165.63"),  # 26.5 / 24 x 150 = 165.625
        (UseUnit.AS_CHARGED, True, "270.00"),
    ],
)
def test_use_is_paid_by_the_hour_or_day_exact_or_begun(unit, begun, amount):
    terms = with_term(PLAIN, "equipment", use_unit=unit, begun_units=begun)
    things = use(hours=Decimal("26.5"), price_per_hour=usd("10"), price_per_day=usd("150"))
    assert total(terms=terms, uses=things) == usd(amount)


def test_use_goes_by_the_states_rate_under_femas_cap_less_fuel():
    rates = Rates((rate("state", "30", "generator", "hour"), rate("fema", "25", part="hour")))
    terms = with_term(PLAIN, "equipment", use_table="state")
    things = use(hours=Decimal(10), price_per_hour=usd("99"), supplied=usd("40"))
    assert total(terms=terms, uses=things, rates=rates) == usd("260.00")
    capped = with_term(terms, "equipment", cap_table="fema")
    assert total(terms=capped, uses=things, rates=rates) == usd("210.00")
    kept = with_term(terms, "equipment", deduct_supplied=False)
    assert total(terms=kept, uses=things, rates=rates) == usd("300.00")


def test_use_without_a_rate_on_the_day_is_refused_or_noted():
    terms = with_term(PLAIN, "equipment", use_table="state")
    things = use(hours=Decimal(10), price_per_hour=usd("99"))
    rates = Rates((rate("state", "30", "generator", "hour", ends=date(2024, 12, 31)),))
    assert total(terms=terms, uses=things, rates=rates) == usd("0.00")
    warns = with_term(terms, "checks", missing_rate=Check.WARN)
    assert total(terms=warns, uses=things, rates=rates) == usd("990.00")
    assert codes(terms=warns, uses=things, rates=rates) == ["rate.none_on_day"]


def test_a_table_that_nobody_brought_is_told_and_refuses_nothing():
    terms = with_term(labour(cap_table="card"), "equipment", use_table="state", cap_table="fema")
    things = use(hours=Decimal(10), price_per_hour=usd("99"))
    settlement = settle(mission([entry("A", 0, 4, "50")], uses=things), terms)
    assert settlement.total == usd("1190.00")
    assert settlement.refusals == ()
    missing = [each.values["table"] for each in settlement.warnings]
    assert sorted(missing) == ["card", "fema", "state"]
    known = Rates(tables=frozenset({"card", "state", "fema"}))
    assert settle(mission([entry("A", 0, 4, "50")], uses=things, rates=known), terms).refusals


def test_what_comes_back_damaged_may_count_as_used_up():
    thing = LentThing(
        id=1, label="Laptop", quantity=3, damaged=2, repair_cost=usd("80"), price=usd("900")
    )
    assert total(lent=(thing,)) == usd("80.00")
    expendable = with_term(
        PLAIN, "equipment", damaged=Damaged.REPLACEMENT, handling_percent=Decimal(10)
    )
    assert total(terms=expendable, lent=(thing,)) == usd("1980.00")


@pytest.mark.parametrize(
    ("price", "handling", "amount"),
    [
        (SuppliesPrice.COST, None, "44.00"),  # 8 x 5 + the 10 % of equipment
        (SuppliesPrice.REPLACEMENT, Decimal(5), "50.40"),  # 8 x 6 + 5 %
        (SuppliesPrice.NOTHING, None, "0.00"),
    ],
)
def test_supplies_used_up_cost_their_price_and_handling(price, handling, amount):
    terms = with_term(PLAIN, "equipment", handling_percent=Decimal(10))
    terms = with_term(terms, "supplies", price=price, handling_percent=handling)
    cables = Supply(
        id=1,
        label="Cables",
        quantity=Decimal(10),
        returned=Decimal(2),
        cost=usd("5"),
        replacement=usd("6"),
    )
    assert total(terms=terms, supplies=(cables,)) == usd(amount)


@pytest.mark.parametrize(
    ("basis", "amount"), [(YearBasis.DAYS_365, "295.89"), (YearBasis.DAYS_360, "300.00")]
)
def test_seats_cost_their_part_of_the_year(basis, amount):
    terms = with_term(PLAIN, "licence", paid=True, year_basis=basis)
    loan = LicenceLoan(
        id=1,
        label="EDR",
        seats=25,
        price_per_year=usd("48"),
        starts_on=date(2026, 6, 1),
        days=90,
        has_publisher_evidence=True,
    )
    assert total(terms=terms, licences=(loan,)) == usd(amount)
    blocked = settle(mission([], licences=(replace(loan, has_publisher_evidence=False),)), terms)
    assert blocked.total == usd("0.00")
    assert [each.code for each in blocked.warnings] == ["licence.no_publisher_evidence"]
    assert reassignable_on(loan.starts_on, terms) == date(2026, 8, 30)


def test_a_room_costs_nothing_unless_the_terms_pay_it():
    room = FacilityUse(id=1, label="Floor", places=15, units=Decimal(5), price=usd("20"))
    assert total(facilities=(room,)) == usd("0.00")
    assert total(terms=with_term(PLAIN, "facility", paid=True), facilities=(room,)) == (
        usd("1500.00")
    )

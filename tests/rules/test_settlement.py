"""Settlement to the cent: worked cases and each reason."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from muster.rules.money import Rounding
from muster.rules.settlement import (
    Charge,
    EstimatedWork,
    LentThing,
    MissionFacts,
    TimeEntry,
    as_plain,
    estimate,
    settle,
)
from muster.rules.terms import (
    CostKind,
    FreeUnit,
    HourKind,
    LabourHours,
    PayStart,
    SplitRule,
    read_terms,
)
from muster.rules.terms.costs import Lost
from tests.rules.missions import (
    ASKED_ON,
    ATTESTED,
    DENVER,
    MONDAY,
    TEXAS,
    UTAH,
    UTAH_TEXT,
    entry,
    mission,
    usd,
    with_term,
)

COUNTY = mission(
    entry(person, day, hours, "62.50")
    for day, row in enumerate([(10, 10, 8), (10, 10, 8), (8, 8, 0)])
    for person, hours in zip("ABC", row, strict=True)
    if hours
)


# --- the worked cases -----------------------------------------------------------------------


def test_case_1_forty_person_hours_are_free():
    settlement = settle(COUNTY, UTAH)
    assert settlement.total == usd("2000.00")
    assert (settlement.hours, settlement.free_hours_used) == (72, 40)
    assert settlement.free == usd("2500.00")
    assert settlement.gross == usd("4500.00")


def test_case_1_the_first_day_is_free_and_twelve_hours_of_the_second():
    monday = replace(COUNTY, time_entries=COUNTY.time_entries[:3])
    two_days = replace(COUNTY, time_entries=COUNTY.time_entries[:6])
    assert settle(monday, UTAH).free_hours_used == 28
    assert settle(two_days, UTAH).free_hours_used == 40
    assert settle(two_days, UTAH).total == usd("1000.00")


@pytest.mark.parametrize(
    ("unit", "amount"),
    [(FreeUnit.ELAPSED_FROM_ARRIVAL, "1000.00"), (FreeUnit.PER_PERSON, "0.00")],
)
def test_case_2_another_reading_of_the_forty_hours(unit, amount):
    terms = with_term(UTAH, "free_allowance", unit=unit)
    assert settle(COUNTY, terms).total == usd(amount)


def test_case_2_a_lapsed_plan_costs_the_free_hours_and_says_so():
    lapsed = tuple(
        replace(each, valid_until=date(2025, 8, 31))
        if each.item_id == "disaster_recovery_plan"
        else each
        for each in ATTESTED
    )
    settlement = settle(replace(COUNTY, attestations=lapsed), UTAH)
    assert settlement.total == usd("4500.00")
    assert settlement.free_hours_allowed == 0
    (reason,) = settlement.reasons
    assert (reason.code, reason.term) == ("attestation.lapsed", "free_allowance")
    assert reason.values["item"] == "disaster_recovery_plan"
    assert reason.values["valid_until"] == date(2025, 8, 31)
    assert all(reason in line.reasons for line in settlement.lines)


MIXED = mission(
    entry(person, day, hours, rate)
    for day, hours in enumerate((10, 12))
    for person, rate in (("A", "58.25"), ("B", "71.40"))
)


def test_case_3_mixed_rates_at_the_boundary_are_split_pro_rata():
    settlement = settle(MIXED, UTAH)
    assert settlement.total == usd("259.30")
    assert [(line.label[0], line.paid_quantity, line.amount) for line in settlement.lines] == [
        ("A", 2, usd("116.50")),
        ("B", 2, usd("142.80")),
    ]


def test_case_3_under_the_other_rules():
    ascending = with_term(UTAH, "free_allowance", split=SplitRule.RATE_ASCENDING)
    # Tuesday's 24 parallel hours hold the last 20 free: A's 12 first, then 8 of B's.
    assert settle(MIXED, ascending).total == usd("285.60")
    by_entry = with_term(UTAH, "free_allowance", split=SplitRule.ENTRY_ORDER)
    b_first = replace(
        MIXED,
        time_entries=tuple(
            replace(each, order=0 if each.person == "B" else 1) for each in MIXED.time_entries
        ),
    )
    assert settle(b_first, by_entry).total == usd("233.00")


def test_case_4_overtime_only_with_miles_and_a_repair():
    facts = MissionFacts(
        asked_on=ASKED_ON,
        time_entries=(
            entry("A", 0, 8, "34.20"),
            entry("A", 0, 6, "34.20", HourKind.OVERTIME, MONDAY + timedelta(hours=8)),
            entry("B", 0, Decimal("6.5"), "41.35", HourKind.OVERTIME),
        ),
        charges=(
            Charge(
                id="miles",
                kind=CostKind.TRAVEL,
                label="276 miles",
                quantity=Decimal(276),
                unit="mile",
                unit_price=usd("0.70"),
            ),
        ),
        lent=(LentThing(id="pcs", label="PC", quantity=12, damaged=1, repair_cost=usd("189.99")),),
    )
    settlement = settle(facts, TEXAS)
    amounts = {line.label: line.amount for line in settlement.lines}
    assert amounts == {
        "A, regular hours": usd("0.00"),
        "A, overtime hours": usd("307.80"),
        "B, overtime hours": usd("403.16"),
        "276 miles": usd("193.20"),
        "PC, damaged": usd("189.99"),
    }
    assert settlement.total == usd("1094.15")


JESSAMINE = read_terms(
    UTAH_TEXT.replace("hours = 40", "hours = 0")
    .replace('conditions = ["attestations_in_force"]', "conditions = []")
    .replace('begins = "departure"', 'begins = "later_of_hours_and_declaration"\nhours = 12')
    .replace('basis = "negotiated_per_mission"', 'basis = "fixed"')
)


@pytest.mark.parametrize(
    ("declared_after", "amount"), [(16, "180.00"), (3, "360.00"), (None, "0.00")]
)
def test_case_5_pay_starts_at_the_later_of_twelve_hours_and_the_declaration(declared_after, amount):
    on_scene = datetime(2026, 5, 1, 6, tzinfo=DENVER)
    declared_at = None if declared_after is None else on_scene + timedelta(hours=declared_after)
    work = entry("A", 0, 20, "45.00", at=on_scene)
    facts = mission([work], arrived_at=on_scene, declared_at=declared_at, attestations=())
    settlement = settle(facts, JESSAMINE)
    assert settlement.total == usd(amount)
    if declared_at is None:
        assert settlement.reasons[0].code == "time.not_declared"


def test_case_7_what_is_donated_is_shown_and_not_claimed():
    charges = tuple(
        Charge(id=name, kind=CostKind.EXPENSE, label=name, unit_price=usd(price), donated=given)
        for name, price, given in (("all else", "3272.40", False), ("equipment", "640.00", True))
    )
    settlement = settle(mission([], charges=charges), UTAH)
    assert settlement.gross == usd("3912.40")
    assert settlement.total == usd("3272.40")
    assert settlement.lines[1].reasons[0].code == "waiver.donated"


def test_case_9_licences_for_a_part_of_a_year():
    seats = Charge(
        id="seats",
        kind=CostKind.LICENCE,
        label="25 seats, 90 days",
        quantity=Fraction(25 * 90, 365),
        unit="seat year",
        unit_price=usd("48"),
        is_usage=True,
    )
    paid = with_term(UTAH, "licence", paid=True)
    assert settle(mission([], charges=(seats,)), paid).total == usd("295.89")
    free = settle(mission([], charges=(seats,)), UTAH)
    assert free.total == usd("0.00")
    assert free.lines[0].reasons[0].code == "equipment.use_is_free"


# --- share, conditions, kinds of hours ----------------------------------------------------------


def test_while_no_share_is_agreed_hours_beyond_are_shown_and_not_claimable():
    settlement = settle(replace(COUNTY, agreed_share_percent=None), UTAH)
    assert settlement.total == usd("0.00")
    assert settlement.beyond == usd("2000.00")
    assert not settlement.is_claimable
    assert [reason.code for reason in settlement.reasons] == ["share.not_agreed"]
    assert all("share.not_agreed" in [r.code for r in line.reasons] for line in settlement.lines)


def test_an_agreed_part_is_claimed_and_the_rest_is_borne():
    settlement = settle(replace(COUNTY, agreed_share_percent=Decimal(40)), UTAH)
    assert settlement.total == usd("800.00")
    assert settlement.borne == usd("1200.00")


def test_a_missing_attestation_is_named():
    settlement = settle(replace(COUNTY, attestations=ATTESTED[1:]), UTAH)
    assert settlement.total == usd("4500.00")
    assert settlement.reasons[0].code == "attestation.missing"
    assert settlement.reasons[0].values["item"] == "disaster_recovery_plan"


def test_an_attestation_holds_on_its_last_day():
    last_day = tuple(replace(each, valid_until=ASKED_ON) for each in ATTESTED)
    assert settle(replace(COUNTY, attestations=last_day), UTAH).total == usd("2000.00")


def test_free_hours_given_before_in_the_same_incident_are_gone():
    facts = replace(COUNTY, free_hours_used_before=Decimal(30))
    assert settle(facts, UTAH).free_hours_used == 10
    spent = replace(COUNTY, free_hours_used_before=Decimal(50))
    assert settle(spent, UTAH).total == usd("4500.00")


def test_travel_uses_up_no_free_hours_unless_the_terms_count_it():
    journey = entry("A", -1, 5, "62.50", HourKind.TRAVEL)
    facts = replace(COUNTY, time_entries=(*COUNTY.time_entries, journey))
    assert settle(facts, UTAH).total == usd("2312.50")
    counted = settle(facts, with_term(UTAH, "free_allowance", counts=tuple(HourKind)))
    assert next(line for line in counted.lines if line.kind is CostKind.TRAVEL).free_quantity == 5
    assert counted.free_hours_used == 40
    unpaid = with_term(UTAH, "labour", travel_hours=False)
    assert settle(facts, unpaid).total == usd("2000.00")


def test_time_before_the_start_does_not_count_and_is_told():
    terms = with_term(UTAH, "reimbursement_start", begins=PayStart.ARRIVAL)
    facts = replace(MIXED, arrived_at=MONDAY + timedelta(hours=1))
    settlement = settle(facts, terms)
    assert settlement.hours == 42
    assert settlement.lines[0].reasons[0].code == "time.before_start"


def test_an_hour_is_loaded_with_fringe_overhead_cap_and_overtime_in_this_order():
    terms = with_term(TEXAS, "labour", fringe_percent=Decimal(30), overhead_percent=Decimal(10))
    facts = MissionFacts(
        asked_on=ASKED_ON, time_entries=(entry("A", 0, 2, "40.00", HourKind.OVERTIME),)
    )
    assert settle(facts, terms).total == usd("171.60")
    capped = with_term(terms, "labour", rate_cap=Decimal(50))
    settlement = settle(facts, capped)
    assert settlement.total == usd("150.00")
    labels = [step.label for step in settlement.lines[0].working]
    assert labels == [
        "Hours recorded",
        "Free hours",
        "Rate",
        "Fringe",
        "Overhead",
        "Rate cap",
        "Overtime",
        "Hours beyond, at the price",
        "Not payable",
        "Share",
        "Amount",
    ]


def test_a_partys_own_overtime_rate_replaces_the_multiple():
    own = replace(entry("A", 0, 2, "40.00", HourKind.OVERTIME), overtime_rate=usd("55.00"))
    facts = MissionFacts(asked_on=ASKED_ON, time_entries=(own,))
    assert settle(facts, TEXAS).total == usd("110.00")


# --- things and costs ---------------------------------------------------------------------------


def lost_server(**given):
    return LentThing(id="s", label="Server", quantity=1, lost=1, price=usd("4800"), **given)


def test_a_lost_thing_costs_its_replacement_or_what_it_was_still_worth():
    facts = mission([], lent=(lost_server(age_months=36),))
    assert settle(facts, UTAH).total == usd("4800.00")
    worn = with_term(UTAH, "equipment", lost=Lost.STRAIGHT_LINE, useful_life_months=48)
    assert settle(facts, worn).total == usd("1200.00")
    ancient = mission([], lent=(lost_server(age_months=60),))
    assert settle(ancient, worn).total == usd("0.00")


def test_what_came_back_clean_makes_no_line():
    facts = mission([], lent=(LentThing(id="l", label="Laptop", quantity=10),))
    assert settle(facts, UTAH).lines == ()


def test_handling_is_added_and_deductions_are_taken_but_never_below_nothing():
    terms = with_term(UTAH, "equipment", handling_percent=Decimal(10))
    facts = mission([], lent=(lost_server(supplied=usd("80"), insurance=usd("1200")),))
    assert settle(facts, terms).total == usd("4000.00")
    overpaid = mission([], lent=(lost_server(insurance=usd("9999")),))
    assert settle(overpaid, terms).total == usd("0.00")


def test_a_cost_that_nobody_wrote_down_is_a_warning_and_not_a_silent_nothing():
    thing = LentThing(id="l", label="Laptop", quantity=1, lost=1)
    (warning,) = settle(mission([], lent=(thing,)), UTAH).warnings
    assert warning.code == "equipment.cost_missing"


def test_a_mileage_rate_of_the_terms_replaces_the_one_charged():
    miles = Charge(
        id=1,
        kind=CostKind.TRAVEL,
        label="Miles",
        unit="mile",
        quantity=Decimal(100),
        unit_price=usd("0.90"),
    )
    terms = with_term(UTAH, "travel", mileage_rate=Decimal("0.655"))
    assert settle(mission([], charges=(miles,)), terms).total == usd("65.50")


def test_a_missing_receipt_is_a_warning_from_the_terms_amount_on():
    terms = with_term(UTAH, "expenses", receipt_from=Decimal(75))
    meal = Charge(
        id=1, kind=CostKind.EXPENSE, label="Meal", unit_price=usd("74.99"), has_receipt=False
    )
    room = replace(meal, id=2, unit_price=usd("75"))
    (warning,) = settle(mission([], charges=(meal, room)), terms).warnings
    assert (warning.code, warning.values["charge"]) == ("expense.no_receipt", 2)


def test_overlapping_and_day_long_entries_are_warned_of():
    day = entry("A", 0, 25, "10.00")
    inside = replace(entry("A", 0, 1, "10.00"), id="x")
    codes = [warning.code for warning in settle(mission([day, inside]), UTAH).warnings]
    assert codes == ["time.more_than_a_day", "time.overlaps"]


def test_touching_entries_do_not_overlap():
    first, second = entry("A", 0, 4, "10.00"), entry("A", 0, 4, "10.00", at=MONDAY.replace(hour=12))
    assert settle(mission([first, replace(second, id="y")]), UTAH).warnings == ()


@pytest.mark.parametrize(
    "change", [{"ends_at": MONDAY}, {"starts_at": MONDAY.replace(tzinfo=None)}, {"rate": usd("-1")}]
)
def test_an_impossible_time_entry_cannot_be_made(change):
    with pytest.raises(ValueError, match="."):
        replace(entry("A", 0, 4, "10.00"), **change)


def test_a_night_when_clocks_change_has_its_real_hours():
    def night(day):
        return TimeEntry(
            id=1,
            person_id="A",
            person="A",
            kind=HourKind.REGULAR,
            starts_at=day.replace(hour=22),
            ends_at=(day + timedelta(days=1)).replace(hour=6),
            rate=usd("10"),
        )

    assert night(datetime(2026, 3, 7, tzinfo=DENVER)).hours == 7
    assert night(datetime(2026, 10, 31, tzinfo=DENVER)).hours == 9


# --- the working ------------------------------------------------------------------------------


def test_every_line_shows_its_working_with_clause_rule_and_rounding():
    for line in settle(MIXED, UTAH).lines:
        assert line.working[-1].label == "Amount"
        assert line.working[-1].rounding == Rounding.HALF_UP
        assert all(step.clause == "clause not known" for step in line.working if step.rule)
        assert line.evidence == tuple(
            each.id for each in MIXED.time_entries if each.person == line.label[0]
        )


def test_a_settlement_is_plain_for_pages_and_files():
    plain = as_plain(settle(MIXED, UTAH))
    assert plain["total"] == {"amount": "259.30", "currency": "USD"}
    assert plain["lines"][0]["paid_quantity"] == "2"
    assert plain["lines"][0]["working"][0] == {
        "label": "Hours recorded",
        "result": "22 h",
        "inputs": {},
        "rule": "",
        "clause": "",
        "rounding": "",
    }


def test_hours_that_do_not_end_in_decimals_are_exact_all_the_same():
    twenty_minutes = [
        replace(
            entry("A", day, 1, "60.00"),
            ends_at=MONDAY + timedelta(days=day, minutes=20),
        )
        for day in range(3)
    ]
    settlement = settle(mission(twenty_minutes), TEXAS_ALL_HOURS)
    assert settlement.hours == 1
    assert settlement.total == usd("60.00")


TEXAS_ALL_HOURS = with_term(TEXAS, "labour", hours=LabourHours.ALL)


# --- estimates ----------------------------------------------------------------------------------


def test_an_estimate_applies_the_free_hours():
    three = EstimatedWork(
        id=1,
        label="Engineer",
        people=3,
        hours_each=Decimal(24),
        starts_at=MONDAY,
        rate=usd("62.50"),
    )
    expected = estimate([three], [], UTAH, asked_on=ASKED_ON, attestations=ATTESTED)
    assert expected.free_hours_used == 40
    assert expected.beyond == usd("2000.01")  # three lines of 10 2/3 hours, each rounded up
    assert expected.total == usd("0.00")
    agreed = estimate(
        [three],
        [],
        UTAH,
        asked_on=ASKED_ON,
        attestations=ATTESTED,
        agreed_share_percent=Decimal(100),
    )
    assert agreed.total == expected.beyond


def test_an_estimate_of_nothing_is_nothing():
    assert estimate([], [], UTAH, asked_on=ASKED_ON).gross == usd("0")

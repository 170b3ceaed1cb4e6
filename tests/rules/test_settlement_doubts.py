"""What a settlement doubts, refuses or shows beside the figure, and what a grant would see of it."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from muster.rules.settlement import (
    Charge,
    DeclaredLoad,
    EstimatedWork,
    RateRow,
    estimate,
    settle,
)
from muster.rules.settlement.grant import forfeited_by, grant_view
from muster.rules.terms import (
    Check,
    CostKind,
    HourKind,
    LateConfirmation,
    LoadBasis,
    PayStart,
)
from muster.rules.terms.billing import GrantLabour
from tests.rules.missions import DENVER, MONDAY, UTAH, entry, mission, usd, with_term

# Nothing free, all of it asked, everything paid: what a term changes shows by itself.
PLAIN = with_term(with_term(UTAH, "free_allowance", hours=Decimal(0)), "equipment", usage=True)
OVERTIME = HourKind.OVERTIME


def total(entries=(), terms=PLAIN, **given):
    return settle(mission(entries, **given), terms).total


def codes(entries=(), terms=PLAIN, **given):
    settlement = settle(mission(entries, **given), terms)
    return [reason.code for line in settlement.lines for reason in line.reasons]


def labour(**values):
    return with_term(PLAIN, "labour", **values)


def load(hours_before):
    return DeclaredLoad(
        declared_at=MONDAY - timedelta(hours=hours_before),
        fringe_percent=Decimal(30),
        overhead_percent=Decimal(10),
    )


def rate(table, amount, key="*", part="", begins=None, ends=None):
    return RateRow(
        table=table, key=key, part=part, amount=usd(amount), valid_from=begins, valid_until=ends
    )


def test_a_receipt_twice_is_found_whatever_its_writing():
    receipt = Charge(
        id=1,
        kind=CostKind.EXPENSE,
        label="Parts",
        unit_price=usd("50"),
        receipt="A-7",
        vendor="Shop",
    )
    again = replace(receipt, id=2, receipt=" a-7", vendor="SHOP ")
    other = replace(receipt, id=3, unit_price=usd("51"))
    (found,) = settle(mission([], charges=(receipt, again, other)), PLAIN).warnings
    assert (found.code, found.values["charges"]) == ("expense.receipt_twice", ["1", "2"])
    strict = with_term(PLAIN, "checks", duplicate_receipt=Check.REFUSE)
    assert settle(mission([], charges=(receipt, again)), strict).refusals


def test_a_day_holds_what_the_terms_say_and_never_more_than_it_has():
    # Twelve hours on the eighth, the last of them twice: thirteen.
    work = [entry("A", 0, 12, "10"), replace(entry("A", 0, 1, "10"), id="x")]
    strict = with_term(PLAIN, "checks", most_hours_a_day=Decimal(12))
    found = [each.code for each in settle(mission(work), strict).warnings]
    assert found == ["time.overlaps", "time.day_too_long"]
    assert [each.code for each in settle(mission(work), PLAIN).warnings] == ["time.overlaps"]


@pytest.mark.parametrize(
    ("day", "hours", "too_long"),
    [
        (datetime(2026, 11, 1, tzinfo=DENVER), 25, False),  # the clocks go back: the day has 25
        (datetime(2026, 3, 8, tzinfo=DENVER), 23, False),  # forward: it has 23
        (datetime(2026, 3, 9, tzinfo=DENVER), 24, False),
    ],
)
def test_the_days_on_which_clocks_change_hold_what_they_hold(day, hours, too_long):
    end = day + timedelta(days=1)  # the next midnight by the wall
    whole = replace(entry("A", 0, 1, "10"), starts_at=day, ends_at=end)
    assert whole.hours == hours
    found = [each.code for each in settle(mission([whole]), PLAIN).warnings]
    assert ("time.day_too_long" in found) is too_long


# --- grants and waivers -----------------------------------------------------------------------------


def test_a_waiver_forfeits_its_federal_part():
    settlement = settle(mission([entry("A", 0, 40, "50")]), PLAIN)
    view = grant_view(settlement, PLAIN)
    assert (view.eligible, view.federal, view.local) == (
        usd("2000.00"),
        usd("1500.00"),
        usd("500.00"),
    )
    assert forfeited_by(view, usd("400.00"), PLAIN) == usd("300.00")
    after = grant_view(settlement, PLAIN, waived=usd("400.00"))
    assert (after.eligible, after.federal, after.forfeited) == (
        usd("1600.00"),
        usd("1200.00"),
        usd("300.00"),
    )


def test_free_hours_and_what_is_borne_earn_no_federal_money():
    settlement = settle(mission([entry("A", 0, 50, "50")], agreed_share_percent=Decimal(40)), UTAH)
    view = grant_view(settlement, UTAH)
    assert view.eligible == settlement.total == usd("200.00")
    assert {each.code for each in view.lines[0].reasons} == {"grant.free", "grant.borne"}


def test_a_payment_that_waits_for_the_grant_earns_none():
    terms = with_term(PLAIN, "payment", contingent_on_grant=True)
    view = grant_view(settle(mission([entry("A", 0, 8, "50")]), terms), terms)
    assert (view.eligible, view.federal) == (usd("0"), usd("0.00"))
    assert [each.code for each in view.reasons] == ["grant.contingent"]


def test_a_grant_may_take_overtime_alone():
    terms = with_term(PLAIN, "grant", labour=GrantLabour.OVERTIME_ONLY)
    work = [entry("A", 0, 8, "50"), entry("B", 0, 2, "50", OVERTIME)]
    assert grant_view(settle(mission(work), terms), terms).eligible == usd("150.00")


# --- estimates --------------------------------------------------------------------------------------


def test_an_estimate_counts_declared_fringe_and_help_that_was_promised_in_writing():
    work = EstimatedWork(
        id=1,
        label="Engineer",
        people=1,
        hours_each=Decimal(20),
        starts_at=MONDAY,
        rate=usd("100"),
    )
    terms = with_term(
        labour(fringe=LoadBasis.DECLARED),
        "continuation",
        confirm_before_hour=Decimal(12),
        without=LateConfirmation.NOT_PAID,
    )
    declared = estimate([work], [], terms, asked_on=MONDAY.date(), declared_load=load(1))
    assert declared.beyond == usd("2600.00")
    not_declared = estimate([work], [], terms, asked_on=MONDAY.date())
    assert not_declared.beyond == usd("2000.00")
    waits = with_term(terms, "reimbursement_start", begins=PayStart.DECLARATION)
    assert estimate([work], [], waits, asked_on=MONDAY.date()).beyond == usd("2000.00")

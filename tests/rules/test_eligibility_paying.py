"""Shares, payments, waivers and credit notes: each reason and its boundary."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import muster.agreements
from muster.rules.eligibility import (
    Balance,
    refusals_for_agreeing,
    refusals_for_credit,
    refusals_for_payment,
    refusals_for_share,
    refusals_for_waiver,
)
from muster.rules.terms import ShareBasis, read_terms

UTAH = read_terms(
    (Path(muster.agreements.__file__).parent / "library/utah_it_maa.toml").read_text()
)
TODAY = date(2026, 3, 4)
BALANCE = Balance(
    total_cents=200_000, credited_cents=10_000, waived_cents=20_000, paid_cents=50_000
)


def codes(refusals):
    return [refusal.code for refusal in refusals]


def test_what_is_owed_is_what_was_neither_credited_nor_waived_nor_paid():
    assert BALANCE.owed_cents == 120_000


@pytest.mark.parametrize(
    ("points", "refused"), [(-1, True), (0, False), (10_000, False), (10_001, True)]
)
def test_a_share_is_between_nothing_and_all(points, refused):
    assert bool(refusals_for_share(points, UTAH)) is refused


def test_a_share_that_the_terms_fix_is_not_negotiated():
    fixed = replace(UTAH, share=replace(UTAH.share, basis=ShareBasis.FIXED))
    assert codes(refusals_for_share(5_000, fixed)) == ["share.fixed_by_terms"]


def test_a_party_cannot_agree_to_its_own_proposal():
    assert codes(refusals_for_agreeing("county", "county")) == ["share.own_proposal"]
    assert refusals_for_agreeing("county", "city") == []


@pytest.mark.parametrize(
    ("cents", "paid_on", "expected"),
    [
        (1, TODAY, []),
        (120_000, TODAY, []),
        (0, TODAY, ["payment.no_amount"]),
        (-5, TODAY, ["payment.no_amount"]),
        (120_001, TODAY, ["payment.more_than_owed"]),
        (1, date(2026, 3, 5), ["payment.in_the_future"]),
    ],
)
def test_a_payment_is_something_that_is_owed_and_was_paid(cents, paid_on, expected):
    assert codes(refusals_for_payment(cents, paid_on, TODAY, BALANCE)) == expected


@pytest.mark.parametrize(
    ("cents", "expected"),
    [(1, []), (120_000, []), (0, ["waiver.no_amount"]), (120_001, ["waiver.more_than_owed"])],
)
def test_only_what_is_owed_is_waived(cents, expected):
    assert codes(refusals_for_waiver(cents, BALANCE, UTAH)) == expected


def test_where_the_terms_know_no_part_waiver_it_is_all_or_nothing():
    whole = replace(UTAH, waiver=replace(UTAH.waiver, partial=False))
    assert codes(refusals_for_waiver(119_999, BALANCE, whole)) == ["waiver.only_whole"]
    assert refusals_for_waiver(120_000, BALANCE, whole) == []


def test_a_credit_note_reaches_what_was_paid_and_no_more_than_was_claimed():
    assert refusals_for_credit(170_000, BALANCE) == []
    assert codes(refusals_for_credit(170_001, BALANCE)) == ["credit.more_than_owed"]


@given(st.integers(0, 10**9), st.lists(st.integers(-10, 10**9), max_size=8))
def test_payments_that_are_let_through_never_exceed_the_claim(claimed, payments):
    balance = Balance(total_cents=claimed)
    for cents in payments:
        if not refusals_for_payment(cents, TODAY, TODAY, balance):
            balance = replace(balance, paid_cents=balance.paid_cents + cents)
    assert 0 <= balance.paid_cents <= claimed

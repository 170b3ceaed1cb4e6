"""Money is exact, keeps its currency and says how it is rounded."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.rules.money import CurrencyMixed, Money, Rounding, format_money, total

CENTS = st.integers(min_value=-(10**15), max_value=10**15)


def usd(text: str) -> Money:
    return Money(Decimal(text), "USD")


@given(CENTS)
def test_cents_come_back_as_they_went_in(cents):
    assert Money.from_cents(cents, "USD").cents == cents


@given(CENTS)
def test_a_rate_comes_back_as_it_went_in(rate):
    assert Money.from_rate(rate, "USD").rate == rate


@given(st.lists(CENTS))
def test_a_sum_is_exact_in_any_order(cents):
    amounts = [Money.from_cents(each, "USD") for each in cents]
    assert total(amounts, "USD").cents == sum(cents) == total(reversed(amounts), "USD").cents


@pytest.mark.parametrize("operation", [lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b])
def test_currencies_never_mix(operation):
    with pytest.raises(CurrencyMixed):
        operation(usd("1"), Money(Decimal(1), "CAD"))


def test_equal_amounts_of_two_currencies_are_not_equal():
    assert usd("1") != Money(Decimal(1), "CAD")


@pytest.mark.parametrize("amount", [1.5, "1", None, True, Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_finite_amounts_are_money(amount):
    with pytest.raises(TypeError):
        Money(amount, "USD")


@pytest.mark.parametrize("currency", ["usd", "US", "", "ÜSD", None])
def test_a_currency_is_three_capital_letters(currency):
    with pytest.raises(ValueError, match="three capital letters"):
        Money(Decimal(1), currency)


def test_money_is_not_multiplied_by_a_float():
    with pytest.raises(TypeError):
        usd("1") * 1.5


@pytest.mark.parametrize(
    ("rounding", "positive", "negative"),
    [
        (Rounding.HALF_UP, "1.01", "-1.01"),
        (Rounding.HALF_EVEN, "1.00", "-1.00"),
        (Rounding.UP, "1.01", "-1.01"),
        (Rounding.DOWN, "1.00", "-1.00"),
    ],
)
def test_half_a_cent_goes_where_the_rule_says(rounding, positive, negative):
    assert usd("1.005").rounded(rounding) == usd(positive)
    assert usd("-1.005").rounded(rounding) == usd(negative)


def test_an_unrounded_amount_has_no_cents():
    with pytest.raises(ValueError, match="round it first"):
        _ = usd("1.005").cents


@pytest.mark.parametrize(
    ("money", "shown"),
    [
        (usd("2000"), "$2,000.00 USD"),
        (usd("-2000.5"), "-$2,000.50 USD"),
        (usd("0"), "$0.00 USD"),
        (usd("0.6550"), "$0.655 USD"),
        (usd("1E+3"), "$1,000.00 USD"),
        (Money(Decimal("12.5"), "CHF"), "12.50 CHF"),
        (Money(Decimal("1234567.89"), "CAD"), "$1,234,567.89 CAD"),
    ],
)
def test_money_is_shown_with_its_currency(money, shown):
    assert format_money(money) == str(money) == shown

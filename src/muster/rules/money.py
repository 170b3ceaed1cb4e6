"""Money: an exact amount with its currency, and the only place where amounts are rounded.

Amounts live in the database as integer cents and rates as integers of 1/10,000 of the currency unit
(a mile costs 65.5 cents); in arithmetic they are `Decimal`. Floats are refused everywhere.
"""

from __future__ import annotations

import decimal
import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import total_ordering

CENT = Decimal("0.01")
RATE_STEPS = 10_000  # a stored rate of 1 is a ten-thousandth of the currency unit
SYMBOLS = {"USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "EUR": "€", "GBP": "£"}


class Rounding(StrEnum):
    """How a line's exact amount becomes cents; a term of the agreement, half up by default."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


_DECIMAL_ROUNDING = {
    Rounding.HALF_UP: decimal.ROUND_HALF_UP,
    Rounding.HALF_EVEN: decimal.ROUND_HALF_EVEN,
    Rounding.UP: decimal.ROUND_UP,
    Rounding.DOWN: decimal.ROUND_DOWN,
}


class CurrencyMixed(ValueError):
    """Two currencies met in one sum or comparison."""


@total_ordering
@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217 letters); not rounded until `rounded` is called."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal) or not self.amount.is_finite():
            raise TypeError("an amount is a finite Decimal")
        if not is_currency(self.currency):
            raise ValueError("a currency is three capital letters, as in USD")

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(Decimal(0), currency)

    @classmethod
    def from_cents(cls, cents: int, currency: str) -> Money:
        """The amount of so many whole cents."""
        return cls(Decimal(cents).scaleb(-2), currency)

    @classmethod
    def from_rate(cls, rate: int, currency: str) -> Money:
        """The price of one unit, from a stored rate in ten-thousandths of the currency unit."""
        return cls(Decimal(rate).scaleb(-4), currency)

    @property
    def cents(self) -> int:
        """Whole cents; ValueError when the amount has not been rounded to cents."""
        return _whole(self.amount * 100, "cents: round it first")

    @property
    def rate(self) -> int:
        """Whole ten-thousandths; ValueError when the price is finer than that."""
        return _whole(self.amount * RATE_STEPS, "ten-thousandths")

    def rounded(self, rounding: Rounding = Rounding.HALF_UP) -> Money:
        """The amount in whole cents."""
        mode = _DECIMAL_ROUNDING[rounding]
        return Money(self.amount.quantize(CENT, rounding=mode), self.currency)

    @classmethod
    def from_fraction(
        cls, amount: Fraction, currency: str, rounding: Rounding = Rounding.HALF_UP
    ) -> Money:
        """Whole cents from an exact fraction, rounded once: hours times rate need not end in decimals."""
        return cls.from_cents(_rounded(amount * 100, rounding), currency)

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise TypeError("money is multiplied by a Decimal or a whole number")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __lt__(self, other: Money) -> bool:
        self._same_currency(other)
        return self.amount < other.amount

    def __bool__(self) -> bool:
        return self.amount != 0

    def __str__(self) -> str:
        return format_money(self)

    def _same_currency(self, other: Money) -> None:
        if not isinstance(other, Money):
            raise TypeError(f"money and {type(other).__name__} do not add up")
        if other.currency != self.currency:
            raise CurrencyMixed(f"{self.currency} and {other.currency} cannot be mixed")


def total(amounts: Iterable[Money], currency: str) -> Money:
    """The exact sum; zero of `currency` when there is nothing to sum."""
    return sum(amounts, Money.zero(currency))


def is_currency(text: object) -> bool:
    """Whether `text` has the shape of an ISO 4217 code."""
    return isinstance(text, str) and len(text) == 3 and text.isascii() and text.isupper()


def format_money(money: Money) -> str:
    """ "$2,000.00 USD": symbol where there is one, grouped, at least two decimals, currency named.

    Never rounds: a rate finer than a cent shows up to its last digit ("$0.655 USD").
    """
    shown = money.amount.normalize()
    if shown == shown.quantize(CENT):
        shown = shown.quantize(CENT)
    sign = "-" if shown < 0 else ""
    return f"{sign}{SYMBOLS.get(money.currency, '')}{abs(shown):,f} {money.currency}"


def _whole(number: Decimal, of_what: str) -> int:
    if number != number.to_integral_value():
        raise ValueError(f"not a whole number of {of_what}")
    return int(number)


def _rounded(cents: Fraction, rounding: Rounding) -> int:
    """A whole number of cents; up and down mean away from and towards zero, as for decimals."""
    size, sign = abs(cents), -1 if cents < 0 else 1
    match rounding:
        case Rounding.HALF_UP:
            return sign * math.floor(size + Fraction(1, 2))
        case Rounding.HALF_EVEN:
            return sign * round(size)
        case Rounding.UP:
            return sign * math.ceil(size)
        case Rounding.DOWN:
            return sign * math.floor(size)

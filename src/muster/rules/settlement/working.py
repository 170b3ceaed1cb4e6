"""What a settlement answers with: lines, and for each line its working, as data that anything can show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from muster.rules.money import Money, format_money
from muster.rules.terms import CostKind, HourKind, Terms

SHOWN_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a line's working: what went in, by which rule and clause, what came out.

    Inputs and result are text ready to show. `rounding` names the rule where this step rounds.
    """

    label: str
    result: str
    inputs: Mapping[str, str] = field(default_factory=dict)
    rule: str = ""
    clause: str = ""
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a figure is what it is: a code with the values that its sentence needs."""

    code: str
    term: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SettlementLine:
    """One line of a claim, in cents: gross = free + borne + amount, none of them negative.

    `gross` is what it cost, whatever the terms make of it; `free` the worth of what they give free;
    `borne` what stays with the responding party; `amount` what is claimed. Of what is borne,
    `not_payable` is what the terms do not count at all (hours outside the window, a kind that is not
    paid, what lies over a cap: `reasons` say which); the rest is the responding party's own share, or
    everything while no share is agreed.
    """

    kind: CostKind
    label: str
    quantity: Fraction
    unit: str
    rate: Money
    clause: str
    gross: Money
    free: Money
    borne: Money
    not_payable: Money
    amount: Money
    beyond: Money  # what the full share would come to; nothing where the terms do not pay it at all
    free_quantity: Fraction = Fraction(0)
    paid_quantity: Fraction = Fraction(0)
    evidence: tuple[Any, ...] = ()  # ids of the entries it was computed from
    reasons: tuple[Reason, ...] = ()
    working: tuple[Step, ...] = ()
    hour_kind: HourKind | None = None  # of labour and hours of travel


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """A mission settled: every total is the sum of its lines. Hours are exact fractions.

    `warnings` are doubts to look at; `refusals` are those that the terms let stand in the way of a claim.
    """

    currency: str
    agreement: str
    version: str
    lines: tuple[SettlementLine, ...]
    gross: Money
    free: Money
    borne: Money
    not_payable: Money
    total: Money
    beyond: Money  # what the full share would come to
    share_percent: Decimal | None
    free_hours_allowed: Decimal
    free_hours_used: Fraction
    hours: Fraction
    reasons: tuple[Reason, ...] = ()
    warnings: tuple[Reason, ...] = ()
    refusals: tuple[Reason, ...] = ()

    @property
    def is_claimable(self) -> bool:
        """Whether anything may be claimed now."""
        return self.total.amount > 0 and not self.refusals


def cited(terms: Terms, key: str) -> str:
    """The clause of a term, for a step."""
    return terms.clause(key)


def show_number(number: Fraction | Decimal | int) -> str:
    """A number as text, to four places at most; "8", "6.5", "0.3333"."""
    if isinstance(number, Fraction):
        exact = Decimal(number.numerator) / Decimal(number.denominator)
    else:
        exact = Decimal(number)
    shown = exact.quantize(SHOWN_PLACES).normalize()
    return f"{shown:,f}"


def show_exact(amount: Fraction | Decimal, currency: str) -> str:
    """An exact amount as money is written everywhere, to four places at most: "$437.50 USD"."""
    exact = Decimal(show_number(amount).replace(",", ""))
    return format_money(Money(exact, currency))


def show_rate(rate: Money) -> str:
    return format_money(rate)


def as_plain(value: Any) -> Any:
    """A settlement, or any part of it, in JSON's own types; hours and amounts become text."""
    match value:
        case Money():
            return {"amount": f"{value.amount:f}", "currency": value.currency}
        case Fraction():
            return show_number(value)
        case Decimal():
            return f"{value:f}"
        case StrEnum():
            return value.value
        case datetime() | date():
            return value.isoformat()
        case Mapping():
            return {str(key): as_plain(item) for key, item in value.items()}
        case list() | tuple():
            return [as_plain(item) for item in value]
        case None | bool() | int() | str():
            return value
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: as_plain(getattr(value, each.name)) for each in fields(value)}
    return str(value)

"""What a settlement is computed from: time, charges, things lent, and what was frozen and agreed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from muster.rules.money import Money
from muster.rules.settlement.lent import FacilityUse, LentThing, LicenceLoan, Stay, Supply, Use
from muster.rules.settlement.rates import RateRow, Rates
from muster.rules.settlement.working import Reason, Step
from muster.rules.terms import CostKind, HourKind

MICROSECONDS_PER_HOUR = 3_600_000_000


def hours_between(starts_at: datetime, ends_at: datetime) -> Fraction:
    """Exact hours that passed, in real time: a night when clocks change is an hour longer or shorter."""
    passed = ends_at.astimezone(UTC) - starts_at.astimezone(UTC)
    microseconds = (passed.days * 86_400 + passed.seconds) * 1_000_000 + passed.microseconds
    return Fraction(microseconds, MICROSECONDS_PER_HOUR)


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeEntry:
    """Time of one person. `rate` is the price of a regular hour; `overtime_rate`, where the responding
    party has one of its own, replaces the multiple of it. `order` tells entries apart in the order in
    which they were written down."""

    id: Any
    person_id: Any
    person: str
    kind: HourKind
    starts_at: datetime
    ends_at: datetime
    rate: Money
    overtime_rate: Money | None = None
    rate_row: RateRow | None = None  # of the table that priced the hour, where one did
    order: int = 0
    donated: bool = False
    category: str = ""  # of the worker, where fringe or caps go by it
    agreed: bool = True  # named in the signed mission order

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("a time entry's moments carry their time zone")
        if self.ends_at <= self.starts_at:
            raise ValueError("a time entry ends after it starts")
        if self.rate.amount < 0 or (self.overtime_rate and self.overtime_rate.amount < 0):
            raise ValueError("a rate is not negative")

    @property
    def hours(self) -> Fraction:
        return hours_between(self.starts_at, self.ends_at)


class AwayCost(StrEnum):
    """What being away costs a day."""

    LODGING = "lodging"
    MEALS = "meals"


@dataclass(frozen=True, slots=True)
class AwayReceipt:
    """Whose being away a receipt pays for."""

    person_id: Any
    person: str
    cost: AwayCost


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """A cost that is a quantity at a price: an expense, miles, days of use, a repair, a seat for a while.

    `deductions` are named amounts that lessen it (fuel supplied, insurance proceeds); it never falls
    below nothing. `cost` is what all of it cost its owner, in the currency unit, where the terms' price
    may count less.
    `steps` is the working of its price so far, `unpaid` why nothing of it is paid, `notes` what else
    is to be told of it.
    """

    id: Any
    kind: CostKind
    label: str
    unit_price: Money
    quantity: Decimal | Fraction = Decimal(1)
    unit: str = ""
    on: date | None = None
    deductions: tuple[tuple[str, Money], ...] = ()
    is_usage: bool = False  # paid only where the terms pay for use
    has_handling: bool = False  # the terms' handling percentage comes on top
    has_receipt: bool = True
    donated: bool = False
    receipt: str = ""  # its number
    vendor: str = ""
    is_workers_compensation: bool = False
    away: AwayReceipt | None = None  # whose night or meals it pays, where it is those
    agreed: bool = True  # named in the signed mission order
    steps: tuple[Step, ...] = ()
    cost: Fraction | None = None
    unpaid: Reason | None = None
    notes: tuple[Reason, ...] = ()

    def __post_init__(self) -> None:
        if self.quantity < 0 or self.unit_price.amount < 0:
            raise ValueError("a quantity and a price are not negative")


@dataclass(frozen=True, slots=True)
class FrozenAttestation:
    """A baseline item as it stood when help was asked for; None is never attested."""

    item_id: str
    valid_until: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeclaredLoad:
    """Fringe and overhead, in per cent of wages, as the responding party declared them."""

    declared_at: datetime
    fringe_percent: Decimal
    overtime_fringe_percent: Decimal | None = None
    overhead_percent: Decimal = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class ClaimedBefore:
    """What earlier claims of the same mission hold already; none of it is ever charged again.

    `gross` is the whole cost claimed so far by the id of its evidence, `not_payable` what of it the
    terms did not count, `free_hours` what each person gave free. The hours that were charged are left
    out of the facts themselves.
    """

    gross: Mapping[str, Money] = field(default_factory=dict)
    not_payable: Mapping[str, Money] = field(default_factory=dict)
    free_hours: Mapping[Any, Fraction] = field(default_factory=dict)

    def gross_of(self, name: Any) -> Money | None:
        """What a thing cost in earlier claims: under its own name, or for the whole of it."""
        return _of(self.gross, name)

    def counted_of(self, name: Any) -> Money | None:
        """What of that the terms counted."""
        gross, not_payable = self.gross_of(name), _of(self.not_payable, name)
        return gross - not_payable if gross and not_payable else gross


def _of(amounts: Mapping[str, Money], name: Any) -> Money | None:
    return amounts.get(str(name)) or amounts.get(str(name).partition(".")[0])


@dataclass(frozen=True, kw_only=True, slots=True)
class MissionFacts:
    """One mission as recorded. `asked_on` is the local day of the request, on which the baseline counts.

    `agreed_share_percent` is what both sides signed for this mission, None until they did.
    `free_hours_used_before` is what the same responding party already gave free in this incident;
    `confirmed_at` when the requesting party wrote that help goes on. `stays_elsewhere` are days of the
    same people that other missions pay: they cost nothing here, and none of them counts twice.
    """

    asked_on: date
    time_entries: tuple[TimeEntry, ...] = ()
    charges: tuple[Charge, ...] = ()
    lent: tuple[LentThing, ...] = ()
    uses: tuple[Use, ...] = ()
    supplies: tuple[Supply, ...] = ()
    licences: tuple[LicenceLoan, ...] = ()
    facilities: tuple[FacilityUse, ...] = ()
    stays: tuple[Stay, ...] = ()
    stays_elsewhere: tuple[Stay, ...] = ()
    attestations: tuple[FrozenAttestation, ...] = ()
    agreed_share_percent: Decimal | None = None
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    declared_at: datetime | None = None
    released_at: datetime | None = None
    confirmed_at: datetime | None = None
    declared_load: DeclaredLoad | None = None
    rates: Rates = Rates()
    free_hours_used_before: Decimal = Decimal(0)
    claimed_before: ClaimedBefore = ClaimedBefore()

    def __post_init__(self) -> None:
        share = self.agreed_share_percent
        if share is not None and not 0 <= share <= 100:
            raise ValueError("a share is a percentage from 0 to 100")
        if self.free_hours_used_before < 0:
            raise ValueError("free hours used before are not negative")

    def first_day(self, zone: ZoneInfo) -> date:
        """The local day on which the mission began, for rates of costs that name no day."""
        moments = [each for each in (self.departed_at, self.arrived_at) if each is not None]
        moments += [entry.starts_at for entry in self.time_entries]
        return min(moments).astimezone(zone).date() if moments else self.asked_on

"""The whole settlement of a mission, its estimate beforehand, and the order in which it is computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from muster.rules.money import CurrencyMixed, Money, total
from muster.rules.settlement.charges import charge_lines
from muster.rules.settlement.counting import pay_window, spells
from muster.rules.settlement.doubts import check_of, doubts
from muster.rules.settlement.facts import (
    MICROSECONDS_PER_HOUR,
    Charge,
    DeclaredLoad,
    FrozenAttestation,
    MissionFacts,
    TimeEntry,
)
from muster.rules.settlement.free_time import free_hours, unmet_conditions
from muster.rules.settlement.labour import labour_lines
from muster.rules.settlement.rates import Rates
from muster.rules.settlement.share import share_percent
from muster.rules.settlement.table_rates import at_table_rates
from muster.rules.settlement.working import Reason, Settlement
from muster.rules.terms import Check, HourKind, Terms


def settle(facts: MissionFacts, terms: Terms) -> Settlement:
    """What a mission costs under its terms, every line with its working.

    Order: the table's rates, the hours that count at all (reimbursement start), the free ones among them in the order of
    time, price per hour, share, and last the rounding of each line. Raises `CurrencyMixed` when a rate
    or price is not in the terms' currency.
    """
    _refuse_other_currency(facts, terms)
    recorded, facts = facts, at_table_rates(facts, terms)
    window = pay_window(facts, terms)
    worked = spells(facts, terms, window)
    lost = tuple(unmet_conditions(facts, terms)) if terms.free_allowance.hours else ()
    free = free_hours(worked, facts, terms)
    lines = (
        *labour_lines(worked, free, facts, terms, window, lost),
        *charge_lines(facts, terms),
    )
    percent = share_percent(facts, terms)
    reasons = (*lost, *((window.reason,) if window.reason else ()))
    if percent is None:
        reasons = (*reasons, Reason("share.not_agreed", "share"))
    allowed = Decimal(0) if lost else terms.free_allowance.hours
    currency = terms.currency
    found = doubts(recorded, terms, worked, lines)
    return Settlement(
        currency=currency,
        agreement=terms.heading.name,
        version=terms.heading.version,
        lines=lines,
        gross=total((line.gross for line in lines), currency),
        free=total((line.free for line in lines), currency),
        borne=total((line.borne for line in lines), currency),
        not_payable=total((line.not_payable for line in lines), currency),
        total=total((line.amount for line in lines), currency),
        beyond=total((line.beyond for line in lines), currency),
        share_percent=percent,
        free_hours_allowed=allowed,
        free_hours_used=sum(free.values(), Fraction(0)),
        hours=sum((line.quantity for line in lines if line.hour_kind), Fraction(0)),
        reasons=reasons,
        warnings=tuple(each for each in found if check_of(each, terms) is Check.WARN),
        refusals=tuple(each for each in found if check_of(each, terms) is Check.REFUSE),
    )


def _refuse_other_currency(facts: MissionFacts, terms: Terms) -> None:
    for amount in _amounts(facts):
        if amount is not None and amount.currency != terms.currency:
            raise CurrencyMixed(f"{amount.currency} under terms in {terms.currency}")


def _amounts(facts: MissionFacts) -> Iterator[Money | None]:
    """Every amount that the facts hold."""
    for entry in facts.time_entries:
        yield from (entry.rate, entry.overtime_rate)
    for charge in facts.charges:
        yield charge.unit_price
        yield from (less for _, less in charge.deductions)
    for thing in facts.lent:
        yield from (thing.repair_cost, thing.price, thing.supplied, thing.insurance)
    for use in facts.uses:
        yield from (use.price_per_hour, use.price_per_day, use.supplied)
    for supply in facts.supplies:
        yield from (supply.cost, supply.replacement)
    for stay in facts.stays:
        yield from (stay.lodging, stay.meals)
    yield from (loan.price_per_year for loan in facts.licences)
    yield from (room.price for room in facts.facilities)
    yield from (row.amount for row in facts.rates.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class EstimatedWork:
    """People that an offer promises: so many, each for so many hours of work, all from the same moment."""

    id: Any
    label: str
    people: int
    hours_each: Decimal
    starts_at: datetime
    rate: Money
    kind: HourKind = HourKind.REGULAR


def estimate(
    work: Iterable[EstimatedWork],
    charges: Iterable[Charge],
    terms: Terms,
    *,
    asked_on: date,
    attestations: tuple[FrozenAttestation, ...] = (),
    agreed_share_percent: Decimal | None = None,
    free_hours_used_before: Decimal = Decimal(0),
    declared_load: DeclaredLoad | None = None,
    rates: Rates | None = None,
) -> Settlement:
    """What an offer would cost, free hours applied: the same rule as `settle`, over promised hours.

    Hours run on end from the start, which is exact for person-hours and the most that elapsed free time
    can cover. It is reckoned as though an emergency were declared and help wanted for as long as it is
    promised. While no share is agreed, `total` is nothing and `beyond` is what the full share comes to.
    """
    entries = [
        TimeEntry(
            id=f"{each.id}.{number}",
            person_id=f"{each.id}.{number}",
            person=each.label if each.people == 1 else f"{each.label} {number}",
            kind=each.kind,
            starts_at=each.starts_at,
            ends_at=each.starts_at
            + timedelta(microseconds=int(each.hours_each * MICROSECONDS_PER_HOUR)),
            rate=each.rate,
        )
        for each in work
        if each.hours_each > 0
        for number in range(1, each.people + 1)
    ]
    first = min((entry.starts_at for entry in entries), default=None)
    facts = MissionFacts(
        asked_on=asked_on,
        time_entries=tuple(entries),
        charges=tuple(charges),
        attestations=attestations,
        agreed_share_percent=agreed_share_percent,
        departed_at=first,
        arrived_at=first,
        declared_at=first,
        confirmed_at=first,
        declared_load=declared_load,
        rates=rates or Rates(),
        free_hours_used_before=free_hours_used_before,
    )
    return settle(facts, terms)

"""From a case to the facts that the rules of settlement take."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from muster.rules.cases.shape import Case, CaseLoad, CaseMission, CaseParty
from muster.rules.cases.shape_costs import CaseCost, CaseTime
from muster.rules.money import Money
from muster.rules.settlement import (
    Charge,
    DeclaredLoad,
    FacilityUse,
    FrozenAttestation,
    LentThing,
    LicenceLoan,
    MissionFacts,
    RateRow,
    Rates,
    Stay,
    Supply,
    TimeEntry,
    Use,
)
from muster.rules.settlement.counting import length_of
from muster.rules.settlement.looking_up import no_rate
from muster.rules.settlement.table_rates import pieces_by_rate
from muster.rules.settlement.working import Reason
from muster.rules.terms import Terms

EVERY_ITEM = "*"


def moment_of(given: datetime | None, zone: ZoneInfo) -> datetime | None:
    """A moment of a case in UTC; one without an offset is local to the agreement."""
    if given is None:
        return None
    return (given if given.tzinfo else given.replace(tzinfo=zone)).astimezone(UTC)


def must_moment(given: datetime, zone: ZoneInfo) -> datetime:
    return moment_of(given, zone) or given


def rates_of(case: Case, terms: Terms) -> Rates:
    """The tables of rates that a case brings along."""
    return Rates(
        tuple(
            RateRow(
                table=each.table,
                key=each.key,
                part=each.part,
                amount=Money(each.amount, terms.currency),
                valid_from=each.valid_from,
                valid_until=each.valid_until,
                source=each.source,
            )
            for each in case.rates
        )
    )


def facts_of(case: Case, mission: CaseMission, terms: Terms) -> tuple[MissionFacts, list[Reason]]:
    """The facts of one mission, and which of its hours had no rate on their day."""
    zone, rates = terms.zone, rates_of(case, terms)
    entries, missing = _entries(mission, rates, terms)
    asker = next(party for party in case.parties if party.id == mission.requesting)
    facts = MissionFacts(
        asked_on=must_moment(mission.asked_at, zone).astimezone(zone).date(),
        time_entries=tuple(entries),
        charges=tuple(_cost(each, name, terms) for name, each in _named(mission, "costs")),
        lent=tuple(_lent(each, name, terms) for name, each in _named(mission, "lent")),
        uses=tuple(_use(each, name, terms) for name, each in _named(mission, "uses")),
        supplies=tuple(_supply(each, name, terms) for name, each in _named(mission, "supplies")),
        licences=tuple(_licence(each, name, terms) for name, each in _named(mission, "licences")),
        facilities=tuple(_room(each, name, terms) for name, each in _named(mission, "facilities")),
        stays=tuple(_stay(each, name, terms) for name, each in _named(mission, "stays")),
        attestations=_attestations(asker, terms),
        agreed_share_percent=mission.share_percent,
        departed_at=moment_of(mission.departed_at, zone),
        arrived_at=moment_of(mission.arrived_at, zone),
        declared_at=moment_of(mission.declared_at, zone),
        released_at=moment_of(mission.released_at, zone),
        confirmed_at=moment_of(mission.confirmed_at, zone),
        declared_load=_load(mission.declared_load, zone),
        rates=rates,
    )
    return facts, missing


def only(facts: MissionFacts, names: set[str]) -> MissionFacts:
    """The facts with nothing but what is named; ids of split entries count as those of the whole."""

    def kept(things: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(each for each in things if str(each.id).partition("|")[0] in names)

    return replace(
        facts,
        time_entries=kept(facts.time_entries),
        charges=kept(facts.charges),
        lent=kept(facts.lent),
        uses=kept(facts.uses),
        supplies=kept(facts.supplies),
        licences=kept(facts.licences),
        facilities=kept(facts.facilities),
        stays=kept(facts.stays),
    )


def _named(mission: CaseMission, name: str) -> list[tuple[str, Any]]:
    things = getattr(mission, name)
    return [(each.id or f"{name}.{number}", each) for number, each in enumerate(things, start=1)]


# --- time ---------------------------------------------------------------------------------------


def _entries(
    mission: CaseMission, rates: Rates, terms: Terms
) -> tuple[list[TimeEntry], list[Reason]]:
    entries: list[TimeEntry] = []
    missing: list[Reason] = []
    for order, (name, each) in enumerate(_named(mission, "time")):
        starts_at, ends_at = span_of(each, terms.zone)
        if each.rate is not None:
            rate = Money(each.rate, terms.currency)
            entries.append(_entry(each, name, starts_at, ends_at, rate, order, terms))
            continue
        pieces = pieces_by_rate(starts_at, ends_at, each.rate_table or "", rates, terms)
        for piece_starts, piece_ends in pieces:
            day = piece_starts.astimezone(terms.zone).date()
            row = rates.on(day, each.rate_table or "", each.category, "hour")
            if row is None:
                missing.append(no_rate(each.rate_table or "", each.category or each.person, day))
            rate = row.amount if row else Money.zero(terms.currency)
            piece = name if piece_starts == starts_at else f"{name}|{day.isoformat()}"
            entries.append(_entry(each, piece, piece_starts, piece_ends, rate, order, terms))
    return entries, missing


def span_of(each: CaseTime, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When time began and ended, in UTC; so many hours are real hours, whatever the clocks do."""
    starts_at = must_moment(each.starts_at, zone)
    if each.ends_at is not None:
        return starts_at, must_moment(each.ends_at, zone)
    return starts_at, starts_at + length_of(each.hours or Decimal(0))


def _entry(
    each: CaseTime,
    name: str,
    starts_at: datetime,
    ends_at: datetime,
    rate: Money,
    order: int,
    terms: Terms,
) -> TimeEntry:
    return TimeEntry(
        id=name,
        person_id=each.person,
        person=each.person,
        category=each.category,
        kind=each.kind,
        starts_at=starts_at,
        ends_at=ends_at,
        rate=rate,
        overtime_rate=money_or_none(each.overtime_rate, terms),
        order=order,
        donated=each.donated,
        agreed=each.agreed,
    )


# --- things and costs ---------------------------------------------------------------------------


def money_or_none(amount: Decimal | None, terms: Terms) -> Money | None:
    return None if amount is None else Money(amount, terms.currency)


def _cost(each: CaseCost, name: str, terms: Terms) -> Charge:
    deductions = tuple((less.label, Money(less.amount, terms.currency)) for less in each.deductions)
    return Charge(
        id=name,
        kind=each.kind,
        label=each.label,
        unit_price=Money(each.price, terms.currency),
        quantity=each.quantity,
        unit=each.unit,
        on=each.on,
        deductions=deductions,
        has_handling=each.handling,
        has_receipt=each.has_receipt,
        receipt=each.receipt,
        vendor=each.vendor,
        is_workers_compensation=each.workers_compensation,
        donated=each.donated,
        agreed=each.agreed,
    )


def _lent(each: Any, name: str, terms: Terms) -> LentThing:
    return LentThing(
        id=name,
        label=each.label,
        quantity=each.quantity,
        damaged=each.damaged,
        repair_cost=money_or_none(each.repair_cost, terms),
        lost=each.lost,
        price=money_or_none(each.price, terms),
        age_months=each.age_months,
        supplied=money_or_none(each.supplied, terms),
        insurance=money_or_none(each.insurance, terms),
        donated=each.donated,
    )


def _use(each: Any, name: str, terms: Terms) -> Use:
    return Use(
        id=name,
        label=each.label,
        hours=each.hours,
        quantity=each.quantity,
        miles=each.miles,
        on=each.on,
        key=each.key,
        price_per_hour=money_or_none(each.price_per_hour, terms),
        price_per_day=money_or_none(each.price_per_day, terms),
        supplied=money_or_none(each.supplied, terms),
        donated=each.donated,
        agreed=each.agreed,
    )


def _supply(each: Any, name: str, terms: Terms) -> Supply:
    return Supply(
        id=name,
        label=each.label,
        quantity=each.quantity,
        returned=each.returned,
        replaced=each.replaced,
        cost=money_or_none(each.cost, terms),
        replacement=money_or_none(each.replacement, terms),
        on=each.on,
        donated=each.donated,
        agreed=each.agreed,
    )


def _licence(each: Any, name: str, terms: Terms) -> LicenceLoan:
    return LicenceLoan(
        id=name,
        label=each.label,
        seats=each.seats,
        price_per_year=Money(each.price_per_year, terms.currency),
        starts_on=each.starts_on,
        days=each.days,
        has_publisher_evidence=each.publisher_evidence,
        donated=each.donated,
        agreed=each.agreed,
    )


def _room(each: Any, name: str, terms: Terms) -> FacilityUse:
    return FacilityUse(
        id=name,
        label=each.label,
        places=each.places,
        units=each.units,
        unit=each.unit,
        price=money_or_none(each.price, terms),
        donated=each.donated,
        agreed=each.agreed,
    )


def _stay(each: Any, name: str, terms: Terms) -> Stay:
    return Stay(
        id=name,
        person=each.person,
        on=each.on,
        place=each.place,
        home=each.home,
        has_night=each.has_night,
        is_first_or_last=each.is_first_or_last,
        lodging=money_or_none(each.lodging, terms),
        meals=money_or_none(each.meals, terms),
        lodging_provided=each.lodging_provided,
        meals_provided=each.meals_provided,
        donated=each.donated,
        agreed=each.agreed,
    )


# --- what was frozen and declared -----------------------------------------------------------------


def _attestations(party: CaseParty, terms: Terms) -> tuple[FrozenAttestation, ...]:
    """Item by item; `*` stands for every item that the party does not name itself."""
    named = {each.item: each.valid_until for each in party.attestations}
    general: date | None = named.get(EVERY_ITEM)
    return tuple(
        FrozenAttestation(item.id, named.get(item.id, general)) for item in terms.baseline.items
    )


def _load(load: CaseLoad | None, zone: ZoneInfo) -> DeclaredLoad | None:
    if load is None:
        return None
    return DeclaredLoad(
        declared_at=must_moment(load.declared_at, zone),
        fringe_percent=load.fringe_percent,
        overtime_fringe_percent=load.overtime_fringe_percent,
        overhead_percent=load.overhead_percent,
    )

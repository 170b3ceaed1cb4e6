"""What things leave in the record, as the settlement takes it: use, damage, loss, seats, rooms, supplies."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.deployments.models import Deployment, Expense, HandOver, SupplyLot, ThingUse
from muster.deployments.queries.covered import counts
from muster.deployments.queries.ordering import ids_outside_order
from muster.deployments.queries.presence import PEOPLE
from muster.journal import clock
from muster.rules.money import Money, total
from muster.rules.settlement import (
    Charge,
    FacilityUse,
    LentThing,
    LicenceLoan,
    Supply,
    Use,
    hours_between,
    whole_months,
)
from muster.rules.terms import CostKind, Terms

LICENCE, FACILITY = "licence", "facility"
DAMAGED = "damaged"
SUPPLIED = "Less fuel and repairs supplied"
HOUR, DAY, MONTH, YEAR = "hour", "day", "month", "year"
HOURS_OF = {HOUR: 1, DAY: 24, MONTH: 30 * 24, YEAR: 365 * 24}
MONTHS = 12


@dataclass(frozen=True)
class Stretch:
    """So many pieces of a lot that were out until the same moment."""

    quantity: int
    until: datetime
    hand_over_id: UUID | None = None


@dataclass(frozen=True)
class ThingsOfMission:
    """Everything on record of a mission's things."""

    rows: list[Deployment]
    passed: dict[UUID, list[HandOver]]
    stated: dict[UUID, list[ThingUse]]
    costs: list[Expense]
    supply_lots: list[SupplyLot]
    outside: frozenset[UUID]  # what the signed mission order does not name

    @classmethod
    def of(
        cls,
        mission_id: UUID,
        rows: list[Deployment],
        costs: list[Expense],
        held: Collection[UUID] = (),
    ) -> ThingsOfMission:
        passed: dict[UUID, list[HandOver]] = defaultdict(list)
        for each in HandOver.objects.filter(deployment__mission_id=mission_id).order_by("at", "id"):
            passed[each.deployment_id].append(each)
        stated: dict[UUID, list[ThingUse]] = defaultdict(list)
        used = ThingUse.objects.filter(counts(held), mission_id=mission_id)
        for use in used.order_by("on", "id"):
            stated[use.deployment_id].append(use)
        lots = SupplyLot.objects.filter(counts(held), mission_id=mission_id)
        supplies = list(lots.order_by("given_on", "id"))
        return cls(rows, passed, stated, costs, supplies, ids_outside_order(mission_id))

    @property
    def out(self) -> list[Deployment]:
        """The lots that were handed over."""
        return [row for row in self.rows if row.kind != PEOPLE and row.checked_in_at is not None]

    def named(self, charge: Charge) -> Charge:
        """The charge of a whole lot, with whether the signed mission order names it."""
        return replace(charge, agreed=charge.id not in self.outside)

    def is_used(self, row: Deployment, terms: Terms) -> bool:
        """Whether a lot's use is a cost by the hour, day or mile: it was promised at such a price, or
        the table that prices use is to be asked, since its use was stated or its name there is."""
        item = row.mission_item
        if item.rate_ten_thousandths and item.rate_basis in (HOUR, DAY):
            return True
        asked = bool(row.rate_key or self.stated[row.id])
        return terms.equipment.use_table is not None and asked

    def stretches(self, row: Deployment) -> list[Stretch]:
        """Until when each piece of a lot was out: what came back or was lost early counts no more."""
        left, found = row.quantity, []
        for each in self.passed[row.id]:
            pieces = min(each.quantity, left)
            if each.direction != HandOver.Direction.OUT and pieces:
                found.append(Stretch(pieces, each.at, each.id))
                left -= pieces
        if left:
            found.append(Stretch(left, row.ended_at or clock.now()))
        return found


def charges_of(things: ThingsOfMission, terms: Terms) -> Iterator[Charge]:
    """What is priced by a span that no term counts in: people by the day, things by the month or each."""
    for row in things.rows:
        item = row.mission_item
        if row.checked_in_at is None or not item.rate_ten_thousandths:
            continue
        if row.kind == PEOPLE:
            if item.rate_basis != HOUR:
                yield things.named(_by_span(row, CostKind.LABOUR, terms))
        elif row.kind == LICENCE:
            if item.rate_basis not in HOURS_OF:
                yield things.named(_by_span(row, CostKind.LICENCE, terms))
        elif row.kind != FACILITY and not things.is_used(row, terms):
            yield things.named(_by_span(row, CostKind.EQUIPMENT, terms, things.stated[row.id]))


def _by_span(
    row: Deployment, kind: CostKind, terms: Terms, stated: Iterable[ThingUse] = ()
) -> Charge:
    """Begun spans count whole; of what was stated, only the fuel and repairs supplied count."""
    item = row.mission_item
    supplied = sum(use.supplied_cents for use in stated if terms.equipment.deduct_supplied)
    return Charge(
        id=row.id,
        kind=kind,
        label=row.label,
        unit_price=Money.from_rate(item.rate_ten_thousandths, terms.currency),
        quantity=Decimal(row.quantity * _spans(row, row.ended_at)),
        unit=item.rate_basis,
        deductions=((SUPPLIED, Money.from_cents(supplied, terms.currency)),) if supplied else (),
        is_usage=row.kind != PEOPLE,
    )


def _spans(row: Deployment, until: datetime | None) -> int:
    basis = HOURS_OF.get(row.mission_item.rate_basis)
    return max(1, math.ceil(_hours(row, until or clock.now()) / basis)) if basis else 1


def _hours(row: Deployment, until: datetime) -> Fraction:
    began = row.checked_in_at or until
    return max(hours_between(began, until), Fraction(0))


# --- use -----------------------------------------------------------------------------------------


def uses_of(things: ThingsOfMission, terms: Terms) -> Iterator[Use]:
    """Use of equipment: as it was stated, else the time from hand-over to return. Term: equipment."""
    for row in things.out:
        if row.kind in (LICENCE, FACILITY) or not things.is_used(row, terms):
            continue
        stated = things.stated[row.id]
        for use in stated:
            yield _use(
                row,
                terms,
                id=f"{row.id}.{use.id}",
                on=use.on,
                quantity=use.quantity,
                hours=use.hours,
                miles=use.miles,
                supplied=_money(use.supplied_cents or None, terms),
                donated=use.is_donated,
                agreed=not {use.id, row.id} & things.outside,
            )
        if any(use.hand_over_id is None for use in stated):
            continue
        told = {use.hand_over_id for use in stated}
        for number, stretch in enumerate(things.stretches(row)):
            if stretch.hand_over_id in told:
                continue
            yield _use(
                row,
                terms,
                id=f"{row.id}.use{number or ''}",
                on=_local_day(row, terms),
                quantity=stretch.quantity,
                hours=_hours(row, stretch.until),
                agreed=row.id not in things.outside,
            )


def _use(row: Deployment, terms: Terms, **stated: Any) -> Use:
    item = row.mission_item
    price = Money.from_rate(item.rate_ten_thousandths, terms.currency)
    has_price = bool(item.rate_ten_thousandths)
    return Use(
        label=row.label,
        key=key_of(row),
        price_per_hour=price if has_price and item.rate_basis == HOUR else None,
        price_per_day=price if has_price and item.rate_basis == DAY else None,
        **stated,
    )


def key_of(row: Deployment) -> str:
    """What rate tables call a worker or a thing: as it was said, else its resource type."""
    return row.rate_key or row.resource.resource_type.key


# --- seats, rooms, supplies ----------------------------------------------------------------------


def licences_of(things: ThingsOfMission, terms: Terms) -> Iterator[LicenceLoan]:
    """Seats from the day of their assignment to their return, begun days whole. Term: licence."""
    for row in things.out:
        price = _price_a_year(row, terms)
        if row.kind != LICENCE or price is None:
            continue
        details = getattr(row.resource, "licence_details", None)
        for number, stretch in enumerate(things.stretches(row)):
            yield LicenceLoan(
                id=f"{row.id}.seats{number or ''}",
                label=row.label,
                seats=stretch.quantity,
                price_per_year=price,
                starts_on=_local_day(row, terms),
                days=max(1, math.ceil(_hours(row, stretch.until) / 24)),
                has_publisher_evidence=bool(
                    details and details.lending_permitted and details.permission_evidence_file_id
                ),
                agreed=row.id not in things.outside,
            )


def _price_a_year(row: Deployment, terms: Terms) -> Money | None:
    """The price of a seat for the terms' year, from the one that was promised."""
    item = row.mission_item
    days = int(terms.licence.year_basis)
    times = {YEAR: 1, MONTH: MONTHS, DAY: days, HOUR: days * 24}.get(item.rate_basis)
    if not item.rate_ten_thousandths or times is None:
        return None
    return Money.from_rate(item.rate_ten_thousandths, terms.currency) * times


def rooms_of(things: ThingsOfMission, terms: Terms) -> Iterator[FacilityUse]:
    """Rooms and workplaces for the begun days, or whatever their price counts. Term: facility."""
    for row in things.out:
        if row.kind != FACILITY or not row.mission_item.rate_ten_thousandths:
            continue
        for number, stretch in enumerate(things.stretches(row)):
            yield FacilityUse(
                id=f"{row.id}.room{number or ''}",
                label=row.label,
                places=stretch.quantity,
                units=Decimal(_spans(row, stretch.until)),
                unit=row.mission_item.rate_basis,
                price=Money.from_rate(row.mission_item.rate_ten_thousandths, terms.currency),
                agreed=row.id not in things.outside,
            )


def supplies_of(things: ThingsOfMission, terms: Terms) -> Iterator[Supply]:
    """Things given to be used up; what came back or was replaced is left out. Term: supplies."""
    for lot in things.supply_lots:
        yield Supply(
            id=lot.id,
            label=lot.description,
            quantity=lot.quantity,
            returned=lot.quantity_returned,
            replaced=lot.quantity_replaced,
            cost=_money(lot.cost_cents, terms),
            replacement=_money(lot.replacement_cents, terms),
            on=lot.given_on,
            donated=lot.is_donated,
            agreed=lot.id not in things.outside,
        )


# --- damaged and lost ----------------------------------------------------------------------------


def lent_of(things: ThingsOfMission, terms: Terms) -> tuple[tuple[LentThing, ...], set[UUID]]:
    """Things lent with what became of them, and the expenses that are their repair invoices."""
    damaged: dict[UUID, int] = defaultdict(int)
    for row in things.out:
        for each in things.passed[row.id]:
            if each.direction == HandOver.Direction.BACK and each.condition == DAMAGED:
                damaged[row.id] += each.quantity
    invoices: dict[UUID, list[Expense]] = defaultdict(list)
    for cost in things.costs:
        if (
            cost.category == Expense.Category.REPAIR
            and cost.deployment_id
            and damaged.get(cost.deployment_id)
        ):
            invoices[cost.deployment_id].append(cost)
    lent = tuple(_thing(row, damaged[row.id], invoices[row.id], terms) for row in things.out)
    return lent, {cost.id for group in invoices.values() for cost in group}


def _thing(row: Deployment, damaged: int, invoices: list[Expense], terms: Terms) -> LentThing:
    details = getattr(row.resource, "equipment_details", None)
    cents = details.replacement_cents if details else None
    repair = [Money.from_cents(cost.amount_cents, terms.currency) for cost in invoices]
    return LentThing(
        id=row.id,
        label=row.label,
        quantity=row.quantity,
        damaged=damaged,
        repair_cost=total(repair, terms.currency) if repair else None,
        lost=row.quantity_lost,
        price=_money(cents, terms),
        age_months=_age_months(row, terms),
        insurance=_money(row.insurance_cents, terms),
        donated=row.is_loss_donated,
    )


def _age_months(row: Deployment, terms: Terms) -> int | None:
    """The age of one when it was handed over: as stated, else since it was bought."""
    details = getattr(row.resource, "equipment_details", None)
    if row.age_months is not None or details is None or details.bought_on is None:
        return row.age_months
    return whole_months(details.bought_on, _local_day(row, terms))


def has_loss(row: Deployment) -> bool:
    """Whether anything of a lot is lost or came back damaged."""
    damaged = HandOver.objects.filter(
        deployment=row, direction=HandOver.Direction.BACK, condition=DAMAGED
    )
    return bool(row.quantity_lost) or damaged.exists()


def _money(cents: int | None, terms: Terms) -> Money | None:
    return None if cents is None else Money.from_cents(cents, terms.currency)


def _local_day(row: Deployment, terms: Terms) -> Any:
    return (row.checked_in_at or clock.now()).astimezone(terms.zone).date()


def keys_of_rates(rows: Iterable[Deployment]) -> set[str]:
    """The names under which rate tables may hold these workers and things."""
    return {key_of(row) for row in rows}

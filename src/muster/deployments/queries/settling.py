"""What the settlement is computed from, and what it comes to while the mission runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db.models import Min

from muster.aid import queries as aid
from muster.deployments.models import Deployment, Expense, TimeEntry
from muster.deployments.queries import things
from muster.deployments.queries.away import confirmed_at, rates_of, stays_away, stays_elsewhere
from muster.deployments.queries.covered import Covered, counts
from muster.deployments.queries.ordering import ids_outside_order
from muster.deployments.queries.presence import get_mission_of_side
from muster.deployments.queries.terms import terms_of_mission
from muster.journal import clock
from muster.rates import queries as rates
from muster.rules.actor import Actor, system_actor
from muster.rules.money import Money
from muster.rules.settlement import (
    AwayCost,
    AwayReceipt,
    Charge,
    ClaimedBefore,
    FreeMeter,
    FrozenAttestation,
    MissionFacts,
    Reason,
    Settlement,
    settle,
    turn_at_free_help,
)
from muster.rules.settlement import TimeEntry as Worked
from muster.rules.settlement import free_meter as meter_of
from muster.rules.terms import CostKind, FreePer, FreeUnit, HourKind, SuppliesPrice, Terms

MILE = "mile"
KIND_OF = {
    Expense.Category.TRAVEL: CostKind.TRAVEL,
    Expense.Category.LODGING: CostKind.TRAVEL,
    Expense.Category.MEALS: CostKind.TRAVEL,
    Expense.Category.MILEAGE: CostKind.TRAVEL,
    Expense.Category.SUPPLIES: CostKind.SUPPLIES,
}

AWAY_COST_OF = {
    Expense.Category.LODGING: AwayCost.LODGING,
    Expense.Category.MEALS: AwayCost.MEALS,
}


def settlement_facts(
    actor: Actor,
    mission_id: UUID,
    under: Terms | None = None,
    covered: Covered | None = None,
    standing: Covered | None = None,
) -> MissionFacts:
    """The mission as recorded, for `rules.settlement.settle`; its two sides alone may ask.

    `under` are other terms than the mission's own, for "what if": other tables of rates are looked
    into. `covered` is left out, for a supplementary claim; `standing` counts even where it was struck
    out since, as in the claims that hold it.
    """
    held = standing.rows() if standing else frozenset()
    mission = get_mission_of_side(actor, mission_id)
    terms = under or terms_of_mission(mission)
    deployments = _deployments(mission_id)
    costs = list(
        Expense.objects.filter(counts(held), mission_id=mission_id)
        .select_related("deployment")
        .order_by("id")
    )
    lending = things.ThingsOfMission.of(mission_id, deployments, costs, held)
    lent, repairs = things.lent_of(lending, terms)
    moments = _moments(mission, terms)
    left_at = moments["departed_at"]
    stays = stays_away(mission, terms, held)
    share = aid.agreed_share(actor, mission_id)
    return MissionFacts(
        **moments,
        time_entries=_worked(mission_id, terms, covered.free_hours if covered else (), held),
        claimed_before=_claimed_before(mission_id, covered),
        charges=(
            *(_cost(row, terms, lending.outside) for row in costs if row.id not in repairs),
            *things.charges_of(lending, terms),
        ),
        lent=lent,
        uses=tuple(things.uses_of(lending, terms)),
        supplies=tuple(things.supplies_of(lending, terms)),
        licences=tuple(things.licences_of(lending, terms)),
        facilities=tuple(things.rooms_of(lending, terms)),
        agreed_share_percent=Decimal(share.share_basis_points) / 100 if share else None,
        declared_load=rates.declared_load(
            system_actor(mission.network_id),
            mission.responding_party_id,
            left_at or mission.arrived_at or clock.now(),
        ),
        stays=stays,
        stays_elsewhere=stays_elsewhere(mission, terms),
        rates=rates_of(mission, terms, stays, deployments),
        free_hours_used_before=_used_before(mission, terms, under),
    )


def _deployments(mission_id: UUID) -> list[Deployment]:
    """People and lots of a mission, with what prices them."""
    rows = Deployment.objects.filter(mission_id=mission_id).select_related(
        "mission_item",
        "resource__resource_type",
        "resource__equipment_details",
        "resource__licence_details",
    )
    return list(rows.order_by("id"))


def free_meter(actor: Actor, mission_id: UUID, at: datetime | None = None) -> FreeMeter:
    """How much of the free help is used, and when it runs out at the present pace."""
    terms = terms_of_mission(get_mission_of_side(actor, mission_id))
    return meter_of(settlement_facts(actor, mission_id), terms, at or clock.now())


def running_cost(actor: Actor, mission_id: UUID) -> Settlement:
    """What the mission comes to if it ended now."""
    terms = terms_of_mission(get_mission_of_side(actor, mission_id))
    return settle(settlement_facts(actor, mission_id), terms)


def _claimed_before(mission_id: UUID, covered: Covered | None) -> ClaimedBefore:
    if covered is None:
        return ClaimedBefore()
    entries = TimeEntry.objects.filter(mission_id=mission_id).select_related("deployment")
    free: dict[UUID, Fraction] = defaultdict(Fraction)
    for entry in entries:
        free[_person_of(entry)] += covered.free_hours.get(str(entry.id), Fraction(0))
    return ClaimedBefore(gross=covered.gross, not_payable=covered.not_payable, free_hours=free)


def _person_of(entry: TimeEntry) -> UUID:
    return entry.deployment.responder_id or entry.deployment_id


def _worked(
    mission_id: UUID, terms: Terms, without: Collection[str] = (), held: Collection[UUID] = ()
) -> tuple[Worked, ...]:
    rows = TimeEntry.objects.filter(counts(held), mission_id=mission_id)
    rows = rows.exclude(id__in=list(without))
    rows = rows.select_related(
        "deployment__mission_item", "deployment__resource__resource_type"
    ).order_by("entered_at", "id")
    worked = []
    outside = ids_outside_order(mission_id)
    for order, row in enumerate(rows):
        own_overtime = row.deployment.mission_item.overtime_rate_ten_thousandths
        worked.append(
            Worked(
                id=row.id,
                person_id=_person_of(row),
                person=row.deployment.label,
                kind=HourKind(row.kind),
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                rate=Money.from_rate(row.rate_ten_thousandths, terms.currency),
                overtime_rate=Money.from_rate(own_overtime, terms.currency)
                if own_overtime
                else None,
                order=order,
                category=things.key_of(row.deployment),
                agreed=not {row.id, row.deployment_id} & outside,
            )
        )
    return tuple(worked)


def _cost(row: Expense, terms: Terms, outside: Collection[UUID]) -> Charge:
    """A receipt as it is; miles at what the lender says they cost it, until the terms say more."""
    paid = Money.from_cents(row.amount_cents, terms.currency)
    is_mileage = row.miles is not None
    is_supplies = row.category == Expense.Category.SUPPLIES
    not_paid = is_supplies and terms.supplies.price is SuppliesPrice.NOTHING
    return Charge(
        id=row.id,
        kind=KIND_OF.get(Expense.Category(row.category), CostKind.EXPENSE),
        label=row.description,
        unit_price=Money(paid.amount / row.miles, terms.currency) if row.miles else paid,
        quantity=row.miles if row.miles is not None else Decimal(1),
        unit=MILE if is_mileage else "",
        on=row.incurred_on,
        has_receipt=is_mileage or row.receipt_file_id is not None,
        receipt=row.receipt_number,
        vendor=row.vendor,
        donated=row.is_donated,
        has_handling=is_supplies,
        away=_away(row),
        agreed=row.id not in outside and row.deployment_id not in outside,
        unpaid=Reason("supplies.not_paid", "supplies") if not_paid else None,
    )


def _away(row: Expense) -> AwayReceipt | None:
    """Whose night or meals an expense pays, where it says for whom it was."""
    cost = AWAY_COST_OF.get(Expense.Category(row.category))
    if cost is None or row.deployment is None:
        return None
    person_id = row.deployment.responder_id or row.deployment_id
    return AwayReceipt(person_id, row.deployment.label, cost)


def _attestations(frozen: dict[str, Any]) -> tuple[FrozenAttestation, ...]:
    return tuple(
        FrozenAttestation(item_id=each["item"], valid_until=date.fromisoformat(each["valid_until"]))
        for each in frozen.get("attestations", ())
    )


def _used_before(mission: Any, terms: Terms, under: Terms | None) -> Decimal:
    """Free hours given on missions of the same parties for the incident, asked for earlier.

    Only what was given free uses the allowance up: hours that were charged, since a condition of the
    free help did not hold, or that do not count at all, leave it as it is.
    """
    free = terms.free_allowance
    shared = free.unit is FreeUnit.PERSON_HOURS_PER_RESPONDING_PARTY
    if not (shared and free.per is FreePer.INCIDENT and free.hours):
        return Decimal(0)
    used = Fraction(0)
    for each in _earlier(mission):
        used += _given_free(each, used, under)
    return min(as_decimal(used), free.hours)


def _earlier(mission: Any) -> list[Any]:
    """The missions that use a shared allowance before this one, the first one first."""
    every = aid.missions_between(
        system_actor(mission.network_id),
        incident_id=mission.aid_request.incident_id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        exercise_id=mission.exercise_id,
    )
    return sorted((each for each in every if _turn(each) < _turn(mission)), key=_turn)


def _turn(mission: Any) -> tuple[datetime, str]:
    return turn_at_free_help(mission.aid_request.opened_at, mission.id)


def _given_free(mission: Any, used: Fraction, under: Terms | None) -> Fraction:
    """The free hours of one mission under its own terms, or others, after what earlier ones used."""
    terms = under or terms_of_mission(mission)
    facts = MissionFacts(
        **_moments(mission, terms),
        time_entries=_worked(mission.id, terms),
        free_hours_used_before=as_decimal(used),
    )
    return settle(facts, terms).free_hours_used


def as_decimal(hours: Fraction) -> Decimal:
    return Decimal(hours.numerator) / Decimal(hours.denominator)


def _moments(mission: Any, terms: Terms) -> dict[str, Any]:
    """When a mission went through what terms count from, and what was attested when it was asked for."""
    departed = Deployment.objects.filter(mission_id=mission.id).aggregate(at=Min("departed_at"))
    return {
        "asked_on": mission.aid_request.opened_at.astimezone(terms.zone).date(),
        "attestations": _attestations(mission.frozen),
        "departed_at": departed["at"],
        "arrived_at": mission.arrived_at,
        "declared_at": mission.aid_request.incident.emergency_declared_at,
        "released_at": mission.demobilized_at,
        "confirmed_at": confirmed_at(mission.id),
    }

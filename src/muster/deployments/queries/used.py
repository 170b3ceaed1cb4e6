"""What was stated of the use of things, of supplies, and of the names that rate tables have for them."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.db.models import QuerySet

from muster.deployments.models import Deployment, SupplyLot, ThingUse
from muster.deployments.queries.presence import PEOPLE, get_mission_of_side, one_of_side
from muster.deployments.queries.terms import terms_of_mission
from muster.journal import clock
from muster.rates import queries as rates
from muster.rules.actor import Actor, system_actor
from muster.rules.settlement import hours_between
from muster.rules.terms import Terms

NOT_USED = ("licence", "facility")  # seats and rooms have terms of their own
HUNDREDTH = Decimal("0.01")


def uses(actor: Actor, mission_id: UUID, *, with_voided: bool = False) -> QuerySet[ThingUse]:
    """What was stated of the use of things, for the two sides, the first day first."""
    get_mission_of_side(actor, mission_id)
    rows = ThingUse.objects.filter(mission_id=mission_id).select_related("deployment")
    if not with_voided:
        rows = rows.filter(voided_at__isnull=True)
    return rows.order_by("on", "deployment__label", "id")


def get_use(actor: Actor, use_id: UUID, *, lock: bool = False) -> ThingUse:
    """One statement of use, for the two sides. Raises `NotFound`."""
    rows = ThingUse.objects.select_related("deployment__mission__aid_request")
    return one_of_side(actor, rows, use_id, "use", lock=lock)


def supplies(actor: Actor, mission_id: UUID, *, with_voided: bool = False) -> QuerySet[SupplyLot]:
    """Things given to be used up, for the two sides, the first day first."""
    get_mission_of_side(actor, mission_id)
    rows = SupplyLot.objects.filter(mission_id=mission_id)
    if not with_voided:
        rows = rows.filter(voided_at__isnull=True)
    return rows.order_by("given_on", "id")


def get_supply(actor: Actor, supply_id: UUID, *, lock: bool = False) -> SupplyLot:
    """Supplies that were given, for the two sides. Raises `NotFound`."""
    rows = SupplyLot.objects.select_related("mission__aid_request")
    return one_of_side(actor, rows, supply_id, "supply", lock=lock)


def hours_out(row: Deployment) -> Decimal:
    """Hours from the hand-over until the return, or now, to the hundredth; none before it."""
    if row.checked_in_at is None:
        return Decimal(0)
    hours = hours_between(row.checked_in_at, row.ended_at or clock.now())
    return max((Decimal(round(hours * 100)) / 100).quantize(HUNDREDTH), Decimal(0))


def rate_keys(actor: Actor, row: Deployment) -> list[str]:
    """What the agreement and its tables of rates call such workers or things, in order."""
    mission = get_mission_of_side(actor, row.mission_id)
    named, tables = _names(row, terms_of_mission(mission))
    return sorted(named | set(rates.keys_of(system_actor(mission.network_id), tables)))


def has_rate_keys(row: Deployment, terms: Terms) -> bool:
    """Whether the terms price or cap such workers or things by a name."""
    return any(_names(row, terms))


def _names(row: Deployment, terms: Terms) -> tuple[set[str], set[str]]:
    """The names that the terms have themselves, and the tables that have more."""
    if row.kind == PEOPLE:
        named = {each.category for each in terms.labour.fringe_by_category}
        tables = {terms.labour.rate_table, terms.labour.cap_table}
    elif row.kind in NOT_USED:
        return set(), set()
    else:
        named, tables = set(), {terms.equipment.use_table, terms.equipment.cap_table}
    return named, {each for each in tables if each}

"""One mission as recorded: travel, hours, overtime, miles, a night, a laptop damaged, a van used,
supplies, and software seats lent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from muster.aid import commands as aid
from muster.aid.models import Mission, MissionItem
from muster.catalog.models import EquipmentDetails, LicenceDetails
from muster.deployments.models import (
    Continuation,
    Deployment,
    Expense,
    HandOver,
    Stay,
    SupplyLot,
    ThingUse,
    TimeEntry,
)
from muster.journal import clock
from muster.rates.commands import import_rates
from muster.rates.models import LoadDeclaration
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World
from tests.apps.claims.steps import agree

RATE = 625_000  # $62.50 an hour
# Person, kind, day, from, until. People arrive at 08:00 on the first day.
WORKED = (
    ("A", "travel", 0, 6, 8),
    ("A", "regular", 0, 8, 18),
    ("A", "overtime", 0, 18, 22),
    ("A", "regular", 1, 8, 18),
    ("B", "regular", 0, 8, 18),
    ("B", "regular", 1, 8, 18),
)


def recorded_mission(world: World) -> Mission:
    """The county helped the city; everybody is home, and the share of all of it is agreed."""
    world.attest("city")
    first = datetime.combine(clock.now().date() - timedelta(days=5), datetime.min.time(), UTC)
    _before_leaving(world, first)
    made = offer(world, ask(world))
    mission = aid.accept_offer(world.actor("city"), offer_id=made.id)
    _people(world, mission, first)
    _laptops(world, mission, first)
    _van_and_seats(world, mission, first)
    _costs(world, mission, first)
    Continuation.objects.create(
        mission=mission,
        goes_on=True,
        answered_by_name="City",
        answered_at=first + timedelta(hours=12),
    )
    Mission.objects.filter(pk=mission.pk).update(
        state="demobilized",
        arrived_at=first + timedelta(hours=8),
        demobilized_at=first + timedelta(hours=42),
    )
    mission.refresh_from_db()
    agree(world, mission)
    return mission


def _before_leaving(world: World, first: datetime) -> None:
    """Fringe declared in time, and the network's labour card, which only Texas looks into."""
    LoadDeclaration.objects.create(
        network=world.network,
        party=world.parties["county"],
        fringe_percent=Decimal(30),
        overtime_fringe_percent=Decimal(10),
        overhead_percent=Decimal(0),
        declared_at=first - timedelta(days=30),
        declared_by_name="County",
    )
    card = "key,part,amount,valid_from,valid_until,source\n*,hour,60.00,2020-01-01,,Schedule\n"
    import_rates(
        world.actor(None, "coordinator"),
        kind="rates",
        text=card,
        table_key="fema_labour",
        title="FEMA labour",
    )


def _people(world: World, mission: Mission, first: datetime) -> None:
    item = MissionItem.objects.get(mission=mission, kind="person")
    people = {
        name: Deployment.objects.create(
            network=world.network,
            mission=mission,
            mission_item=item,
            resource=item.resource,
            kind="person",
            label=f"Technician {name}",
            state="demobilized",
            departed_at=first + timedelta(hours=6),
            checked_in_at=first + timedelta(hours=8),
            ended_at=first + timedelta(hours=42),
        )
        for name in "AB"
    }
    for name, kind, day, begins, ends in WORKED:
        midnight = first + timedelta(days=day)
        TimeEntry.objects.create(
            network=world.network,
            mission=mission,
            deployment=people[name],
            kind=kind,
            starts_at=midnight + timedelta(hours=begins),
            ends_at=midnight + timedelta(hours=ends),
            rate_ten_thousandths=RATE,
            task="Re-imaging",
            entered_at=clock.now(),
        )
    Stay.objects.create(
        network=world.network,
        mission=mission,
        deployment=people["A"],
        on=first.date(),
        has_night=True,
        lodging_cents=110_00,
        meals_cents=60_00,
        entered_at=clock.now(),
    )


def _laptops(world: World, mission: Mission, first: datetime) -> None:
    """Four went out, one of them came back damaged: $120 to repair, $900 to replace."""
    item = MissionItem.objects.exclude(kind="person").get(mission=mission)
    EquipmentDetails.objects.update_or_create(
        resource=item.resource, defaults={"replacement_cents": 900_00}
    )
    lot = Deployment.objects.create(
        network=world.network,
        mission=mission,
        mission_item=item,
        resource=item.resource,
        kind=item.kind,
        label="Laptops",
        quantity=item.quantity,
        quantity_returned=item.quantity,
        state="returned",
        checked_in_at=first + timedelta(hours=8),
        ended_at=first + timedelta(hours=42),
    )
    HandOver.objects.create(
        deployment=lot,
        direction="back",
        quantity=1,
        condition="damaged",
        received_by="County",
        at=first + timedelta(hours=42),
    )
    _expense(world, mission, first, "repair", "A new screen", 120_00, deployment=lot)


def _van_and_seats(world: World, mission: Mission, first: datetime) -> None:
    """A van at $20.00 an hour, stated as 5.5 hours, $15.00 of fuel from the city; ten seats at $36.50 a
    year from 08:00 on the first day until 18:00 on the second: two begun days."""
    laptops = MissionItem.objects.exclude(kind="person").get(mission=mission)
    LicenceDetails.objects.create(
        resource=laptops.resource, lending_permitted=True, permission_evidence_file_id=uuid4()
    )
    van = _lot(world, mission, laptops, first, "equipment", "Van", 1, (200_000, "hour"))
    _lot(world, mission, laptops, first, "licence", "EDR seats", 10, (365_000, "year"))
    ThingUse.objects.create(
        network=world.network,
        mission=mission,
        deployment=van,
        on=first.date(),
        hours=Decimal("5.5"),
        supplied_cents=15_00,
        entered_at=clock.now(),
    )
    SupplyLot.objects.create(
        network=world.network,
        mission=mission,
        description="Access points",
        given_on=first.date(),
        quantity=10,
        quantity_returned=2,
        quantity_replaced=3,
        cost_cents=12_00,
        replacement_cents=15_00,
        entered_at=clock.now(),
    )


def _lot(
    world: World,
    mission: Mission,
    like: MissionItem,
    first: datetime,
    kind: str,
    label: str,
    quantity: int,
    price: tuple[int, str],
) -> Deployment:
    """Another promise of the same resource, handed over and back again."""
    rate, basis = price
    item = MissionItem.objects.create(
        mission=mission,
        offer_line=like.offer_line,
        resource=like.resource,
        kind=kind,
        label=label,
        quantity=quantity,
        starts_at=like.starts_at,
        ends_at=like.ends_at,
        rate_ten_thousandths=rate,
        rate_basis=basis,
    )
    return Deployment.objects.create(
        network=world.network,
        mission=mission,
        mission_item=item,
        resource=like.resource,
        kind=kind,
        label=label,
        quantity=quantity,
        quantity_returned=quantity,
        state="returned",
        checked_in_at=first + timedelta(hours=8),
        ended_at=first + timedelta(hours=42),
    )


def _costs(world: World, mission: Mission, first: datetime) -> None:
    _expense(world, mission, first, "mileage", "There and back", 140_00, miles=Decimal(200))
    _expense(world, mission, first, "supplies", "Cables", 123_45, receipt_number="S-1")


def _expense(
    world: World,
    mission: Mission,
    first: datetime,
    category: str,
    description: str,
    cents: int,
    **more,
) -> None:
    Expense.objects.create(
        network=world.network,
        mission=mission,
        category=category,
        incurred_on=first.date(),
        description=description,
        amount_cents=cents,
        receipt_file_id=uuid4(),
        entered_at=clock.now(),
        **more,
    )

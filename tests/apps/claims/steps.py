"""What goes before a claim: a mission that is home, with its hours, and a share."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from muster.aid import commands as aid
from muster.aid.models import Mission, MissionItem
from muster.claims import commands
from muster.claims.models import Claim
from muster.deployments.models import Deployment, Expense, TimeEntry
from muster.journal import clock
from tests.apps.aid.steps import ask, offer
from tests.apps.aid.world import World

# Hours of A, B and C on three days; together 28, 28 and 16.
WORKED = ((10, 10, 8), (10, 10, 8), (8, 8, 0))
FULL = 10_000


def mission_home(world: World, attested: bool = True) -> Mission:
    """The worked case of the settlement: 72 hours at $62.50 by three people, everybody home."""
    if attested:
        world.attest("city")
    made = offer(world, ask(world))
    mission = aid.accept_offer(world.actor("city"), offer_id=made.id)
    first = datetime.combine(clock.now().date() - timedelta(days=5), datetime.min.time(), UTC)
    item = MissionItem.objects.get(mission=mission, kind="person")
    for position, name in enumerate("ABC"):
        deployment = Deployment.objects.create(
            network=world.network,
            mission=mission,
            mission_item=item,
            resource=item.resource,
            kind="person",
            label=f"Technician {name}",
            state="demobilized",
            checked_in_at=first,
            ended_at=first + timedelta(days=3),
        )
        for day, hours in enumerate(WORKED):
            if hours[position]:
                begins = first + timedelta(days=day, hours=15)
                TimeEntry.objects.create(
                    network=world.network,
                    mission=mission,
                    deployment=deployment,
                    kind="regular",
                    starts_at=begins,
                    ends_at=begins + timedelta(hours=hours[position]),
                    rate_ten_thousandths=625_000,
                    task="Re-imaging",
                    entered_at=clock.now(),
                )
    _bring_things_home(world, mission, first)
    Mission.objects.filter(pk=mission.pk).update(
        state="demobilized", arrived_at=first, demobilized_at=clock.now()
    )
    mission.refresh_from_db()
    return mission


def _bring_things_home(world: World, mission: Mission, at: datetime) -> None:
    for item in MissionItem.objects.filter(mission=mission).exclude(kind="person"):
        Deployment.objects.create(
            network=world.network,
            mission=mission,
            mission_item=item,
            resource=item.resource,
            kind=item.kind,
            label=item.label,
            quantity=item.quantity,
            quantity_returned=item.quantity,
            state="returned",
            checked_in_at=at,
            ended_at=at + timedelta(days=3),
        )


def add_receipt(world: World, mission: Mission, cents: int, description: str = "Cables") -> Expense:
    return Expense.objects.create(
        network=world.network,
        mission=mission,
        category="other",
        incurred_on=clock.now().date(),
        description=description,
        amount_cents=cents,
        entered_at=clock.now(),
    )


def agree(world: World, mission: Mission, basis_points: int = FULL) -> None:
    """The county proposes the share, the city's representative agrees."""
    state = mission.state
    Mission.objects.filter(pk=mission.pk).update(state="active")
    share = aid.propose_share(
        world.actor("county"),
        mission_id=mission.id,
        share_basis_points=basis_points,
        wording="As spoken",
    )
    aid.agree_share(world.actor("city"), cost_share_id=share.id)
    Mission.objects.filter(pk=mission.pk).update(state=state)


def drafted(world: World, mission: Mission, basis_points: int = FULL) -> Claim:
    agree(world, mission, basis_points)
    return commands.draft_claim(world.actor("county", "finance"), mission_id=mission.id)


def submitted(world: World, mission: Mission, basis_points: int = FULL) -> Claim:
    claim = drafted(world, mission, basis_points)
    return commands.submit_claim(world.actor("county", "finance"), claim_id=claim.id)


def approved(world: World, mission: Mission) -> Claim:
    claim = submitted(world, mission)
    return commands.approve_claim(
        world.actor("city", "finance"), claim_id=claim.id, purchase_order="PO 7"
    )

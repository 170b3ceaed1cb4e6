"""Things given to be used up: given, back clean, replaced in kind, or to be paid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.logging_work import need_open_books
from muster.deployments.commands.sides import need_responding_side, note
from muster.deployments.models import SupplyLot
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import SupplyFacts, refusals_for_supplies, refusals_for_supplies_back
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("deployment.log_expense")
def log_supplies(
    actor: Actor,
    *,
    mission_id: UUID,
    description: str,
    given_on: date,
    quantity: Decimal,
    cost_cents: int | None = None,
    replacement_cents: int | None = None,
    is_donated: bool = False,
) -> SupplyLot:
    """Write down things given to be used up: how many, what one cost, what one costs to buy again.

    The agreement says which of the two prices is owed for what does not come back.
    Refuses: deployment.not_yours, mission.books_closed, supply.no_description, supply.bad_quantity,
    supply.bad_amount, expense.in_the_future, expense.before_the_mission.
    Records: SuppliesGiven.
    Clause: supplies.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_responding_side(actor, mission)
    need_open_books(mission)
    zone = queries.terms_of_mission(mission).zone
    facts = SupplyFacts(
        authorized_on=mission.authorized_at.astimezone(zone).date(),
        today=clock.now().astimezone(zone).date(),
        given_on=given_on,
        quantity=quantity,
        prices=(cost_cents, replacement_cents),
        description=description.strip(),
    )
    refuse_if(refusals_for_supplies(facts))
    lot = SupplyLot.objects.create(
        network_id=mission.network_id,
        mission=mission,
        description=facts.description[:300],
        given_on=given_on,
        quantity=quantity,
        cost_cents=cost_cents,
        replacement_cents=replacement_cents,
        is_donated=is_donated,
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    happened = events.SuppliesGiven(
        supply_id=lot.id,
        mission_id=mission.id,
        requesting_party_id=mission.requesting_party_id,
        responding_party_id=mission.responding_party_id,
        description=lot.description,
        quantity=f"{quantity:f}",
    )
    note(happened, actor, mission)
    return lot


@command("deployment.log_expense")
def settle_supplies(
    actor: Actor, *, supply_id: UUID, quantity_returned: Decimal, quantity_replaced: Decimal
) -> SupplyLot:
    """Write down how many came back clean and how many were replaced in kind; the rest is paid.

    The lender says so, who has them in its hands again; both numbers are totals, not additions.
    Refuses: deployment.not_yours, mission.books_closed, supply.already_void, supply.bad_quantity,
    supply.more_than_given.
    Records: SuppliesBack.
    Clause: supplies.
    """
    lot = queries.get_supply(actor, supply_id, lock=True)
    need_responding_side(actor, lot.mission)
    need_open_books(lot.mission)
    if lot.voided_at is not None:
        raise Refused(Refusal("supply.already_void"))
    refuse_if(refusals_for_supplies_back(lot.quantity, quantity_returned, quantity_replaced))
    lot.quantity_returned, lot.quantity_replaced = quantity_returned, quantity_replaced
    lot.save(update_fields=["quantity_returned", "quantity_replaced"])
    happened = events.SuppliesBack(
        supply_id=lot.id,
        mission_id=lot.mission_id,
        requesting_party_id=lot.mission.requesting_party_id,
        responding_party_id=lot.mission.responding_party_id,
        description=lot.description,
        returned=f"{quantity_returned:f}",
        replaced=f"{quantity_replaced:f}",
    )
    note(happened, actor, lot.mission)
    return lot


@command("deployment.correct")
def void_supplies(actor: Actor, *, supply_id: UUID, reason: str) -> SupplyLot:
    """Strike supplies out, with the reason; they stay readable and count no more.

    Refuses: deployment.not_yours, deployment.of_someone_else, supply.already_void,
    mission.books_closed, reason.required.
    Records: SuppliesVoided.
    Clause: supplies, billing.
    """
    lot = queries.get_supply(actor, supply_id, lock=True)
    need_responding_side(actor, lot.mission)
    own = lot.entered_by_id == actor.person_id
    operates = actor.holds("authorized_representative", "duty_officer", "finance")
    if not (own or operates or actor.is_system):
        raise Refused(Refusal("deployment.of_someone_else"))
    if lot.voided_at is not None:
        raise Refused(Refusal("supply.already_void"))
    need_open_books(lot.mission)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    lot.voided_at, lot.void_reason = clock.now(), reason.strip()[:300]
    lot.save(update_fields=["voided_at", "void_reason"])
    note(events.SuppliesVoided(lot.id, lot.mission_id, lot.void_reason), actor, lot.mission)
    return lot

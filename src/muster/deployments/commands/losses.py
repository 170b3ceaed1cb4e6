"""What a lost or damaged thing is settled by: its age, what insurance paid, or that it is given."""

from __future__ import annotations

from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.logging_work import need_open_books
from muster.deployments.commands.sides import head, need_own_or_all, need_thing, note
from muster.deployments.models import Deployment
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import refusals_for_loss
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("deployment.correct")
def settle_loss(
    actor: Actor,
    *,
    deployment_id: UUID,
    age_months: int | None = None,
    insurance_cents: int | None = None,
    is_donated: bool = False,
) -> Deployment:
    """Write down how old the lost or damaged things of a lot were, and what insurance paid for them.

    `age_months` is of one piece when it was handed over; left out, it is reckoned from the day it was
    bought, where the catalog knows it. `insurance_cents` is for the lot together, as the lender
    received it. With `is_donated` the lender gives the loss and claims nothing for it. What is left
    out is no longer stated.
    Refuses: deployment.not_a_thing, deployment.not_yours, deployment.of_someone_else,
    mission.books_closed, loss.nothing_lost, loss.bad_age, loss.bad_insurance.
    Records: LossSettled.
    Clause: equipment.
    """
    row = queries.get_deployment(actor, deployment_id, lock=True)
    need_own_or_all(actor, row, "finance")
    need_thing(row)
    need_open_books(row.mission)
    if not queries.has_loss(row):
        raise Refused(Refusal("loss.nothing_lost", "equipment"))
    refuse_if(refusals_for_loss(age_months, insurance_cents))
    row.age_months, row.insurance_cents = age_months, insurance_cents
    row.is_loss_donated = is_donated
    row.save(update_fields=["age_months", "insurance_cents", "is_loss_donated"])
    happened = events.LossSettled(
        **head(row),
        age_months=age_months,
        insurance_cents=insurance_cents,
        currency=queries.terms_of_mission(row.mission).currency,
        is_donated=is_donated,
    )
    note(happened, actor, row.mission, row.id)
    return row

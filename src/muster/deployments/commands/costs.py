"""What was spent: expenses with their receipts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from muster.deployments import events, queries
from muster.deployments.commands.logging_work import need_open_books
from muster.deployments.commands.sides import need_own_or_all, need_responding_side, note
from muster.deployments.models import Expense
from muster.files import commands as files
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.eligibility import ExpenseFacts, refusals_for_expense
from muster.rules.lifecycle import MissionState
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if
from muster.rules.terms import Terms

MOST_MILES = 20_000


@command("deployment.log_expense")
def log_expense(
    actor: Actor,
    *,
    mission_id: UUID,
    category: str,
    incurred_on: date,
    description: str,
    amount_cents: int,
    deployment_id: UUID | None = None,
    miles: Decimal | None = None,
    vendor: str = "",
    receipt_number: str = "",
    is_donated: bool = False,
    receipt: tuple[str, bytes] | None = None,
    receipt_file_id: UUID | None = None,
) -> Expense:
    """Write down a cost of the mission, with a photo or scan of its receipt where there is one.

    `receipt` is a file's name and content; `receipt_file_id` a file that was sent before. For
    mileage, `miles` are driven and the amount may be nothing where a rate of a mile is in force.
    Refuses: deployment.not_yours, deployment.of_someone_else, mission.books_closed,
    expense.no_amount, expense.too_large, expense.in_the_future, expense.before_the_mission,
    expense.category_unknown, expense.no_description, expense.no_miles, expense.no_mile_rate,
    expense.file_unknown, and as store_file.
    Records: ExpenseLogged, FileStored.
    Clause: expenses, travel.
    """
    mission = queries.get_mission_of_side(actor, mission_id, lock=True)
    need_responding_side(actor, mission)
    _need_own_row(actor, mission, deployment_id)
    terms = queries.terms_of_mission(mission)
    refuse_if(
        _refusals_for(mission, terms, category, incurred_on, description, amount_cents, miles)
    )
    expense = Expense.objects.create(
        network_id=mission.network_id,
        mission=mission,
        deployment_id=deployment_id,
        category=category,
        incurred_on=incurred_on,
        description=description.strip()[:300],
        amount_cents=amount_cents,
        miles=miles if category == Expense.Category.MILEAGE else None,
        vendor=vendor.strip()[:200],
        receipt_number=receipt_number.strip()[:60],
        is_donated=is_donated,
        receipt_file_id=_receipt(actor, mission, receipt, receipt_file_id),
        entered_by_id=actor.person_id,
        entered_at=clock.now(),
    )
    note(_logged(expense, terms.currency), actor, mission, deployment_id)
    return expense


def _logged(expense: Expense, currency: str) -> events.ExpenseLogged:
    return events.ExpenseLogged(
        expense_id=expense.id,
        mission_id=expense.mission_id,
        requesting_party_id=expense.mission.requesting_party_id,
        responding_party_id=expense.mission.responding_party_id,
        category=expense.category,
        incurred_on=expense.incurred_on,
        amount_cents=expense.amount_cents,
        currency=currency,
        has_receipt=expense.receipt_file_id is not None,
    )


@command("deployment.correct")
def void_expense(actor: Actor, *, expense_id: UUID, reason: str) -> Expense:
    """Strike an expense out, with the reason; it stays readable and counts no more.

    Refuses: deployment.not_yours, deployment.of_someone_else, expense.already_void,
    mission.books_closed, reason.required.
    Records: ExpenseVoided.
    Clause: expenses, billing.
    """
    expense = queries.get_expense(actor, expense_id, lock=True)
    mission = expense.mission
    need_responding_side(actor, mission)
    own = expense.entered_by_id == actor.person_id
    operates = actor.holds("authorized_representative", "duty_officer", "finance")
    if not (own or operates or actor.is_system):
        raise Refused(Refusal("deployment.of_someone_else"))
    if expense.voided_at is not None:
        raise Refused(Refusal("expense.already_void"))
    need_open_books(mission)
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    expense.voided_at, expense.void_reason = clock.now(), reason.strip()[:300]
    expense.save(update_fields=["voided_at", "void_reason"])
    happened = events.ExpenseVoided(expense.id, mission.id, expense.void_reason)
    note(happened, actor, mission, expense.deployment_id)
    return expense


def _need_own_row(actor: Actor, mission: Any, deployment_id: UUID | None) -> None:
    if deployment_id is None:
        return
    row = queries.get_deployment(actor, deployment_id)
    need_own_or_all(actor, row, "finance")
    if row.mission_id != mission.id:
        raise Refused(Refusal("deployment.of_someone_else", field="deployment_id"))


def _refusals_for(
    mission: Any,
    terms: Terms,
    category: str,
    incurred_on: date,
    description: str,
    amount_cents: int,
    miles: Decimal | None,
) -> list[Refusal]:
    is_mileage = category == Expense.Category.MILEAGE
    refusals = refusals_for_expense(
        ExpenseFacts(
            mission_state=MissionState(mission.state),
            authorized_on=mission.authorized_at.astimezone(terms.zone).date(),
            incurred_on=incurred_on,
            today=clock.now().astimezone(terms.zone).date(),
            amount_cents=amount_cents,
        ),
        terms,
    )
    if is_mileage:
        refusals = [each for each in refusals if each.code != "expense.no_amount"]
        if amount_cents < 0:
            refusals.append(Refusal("expense.no_amount", "expenses", "amount"))
        if miles is None or not 0 < miles <= MOST_MILES:
            refusals.append(Refusal("expense.no_miles", "travel", "miles"))
        elif amount_cents == 0 and not queries.mile_has_rate(mission, incurred_on):
            on = {"day": incurred_on}
            refusals.append(Refusal("expense.no_mile_rate", "travel", "amount", on))
    if category not in Expense.Category.values:
        values = {"known": ", ".join(Expense.Category.values)}
        refusals.append(Refusal("expense.category_unknown", "expenses", "category", values))
    if not description.strip():
        refusals.append(Refusal("expense.no_description", "expenses", "description"))
    return refusals


def _receipt(
    actor: Actor, mission, receipt: tuple[str, bytes] | None, file_id: UUID | None
) -> UUID | None:
    """The file, kept for both sides."""
    sides = (mission.requesting_party_id, mission.responding_party_id)
    label = mission.aid_request.incident.sharing_label
    if receipt is not None:
        name, content = receipt
        try:
            return files.store_file(
                actor, name=name, content=content, audience=sides, bound_label=label
            ).id
        except Refused as refused:
            raise Refused(
                Refusal(each.code, each.term, "receipt", each.values) for each in refused.refusals
            ) from refused
    if file_id is None:
        return None
    try:
        return files.show_to(actor, file_id=file_id, parties=sides, bound_label=label).id
    except NotFound as missing:
        raise Refused(Refusal("expense.file_unknown", field="receipt_file_id")) from missing

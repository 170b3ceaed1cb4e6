"""Rows as the API shows them. Queries have taken out what the caller may not see."""

from __future__ import annotations

from typing import Any

from muster.api.doors import money_out
from muster.deployments.api import shapes
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.settlement import as_plain


def deployment(actor: Actor, row: Any) -> shapes.DeploymentOut:
    names = shapes.DeploymentOut.model_fields.keys() - {"insurance"}
    paid = row.insurance_cents
    return shapes.DeploymentOut(
        **{name: getattr(row, name) for name in names},
        insurance=None if paid is None else money_out(paid, members.get_network(actor).currency),
    )


def time_entry(_actor: Actor, row: Any) -> shapes.TimeEntryOut:
    return shapes.TimeEntryOut.from_orm(row)


def expense(actor: Actor, row: Any) -> shapes.ExpenseOut:
    names = shapes.ExpenseOut.model_fields.keys() - {"amount", "miles"}
    currency = members.get_network(actor).currency
    return shapes.ExpenseOut(
        **{name: getattr(row, name) for name in names},
        miles=None if row.miles is None else f"{row.miles:f}",
        amount=money_out(row.amount_cents, currency),
    )


def stay(actor: Actor, row: Any) -> shapes.StayOut:
    names = shapes.StayOut.model_fields.keys() - {"lodging", "meals"}
    currency = members.get_network(actor).currency
    paid = {"lodging": row.lodging_cents, "meals": row.meals_cents}
    return shapes.StayOut(
        **{name: getattr(row, name) for name in names},
        **{name: None if c is None else money_out(c, currency) for name, c in paid.items()},
    )


def use(actor: Actor, row: Any) -> shapes.UseOut:
    names = shapes.UseOut.model_fields.keys() - {"hours", "miles", "supplied"}
    return shapes.UseOut(
        **{name: getattr(row, name) for name in names},
        hours=f"{row.hours:f}",
        miles=None if row.miles is None else f"{row.miles:f}",
        supplied=money_out(row.supplied_cents, members.get_network(actor).currency),
    )


def supply(actor: Actor, row: Any) -> shapes.SupplyOut:
    counted = ("quantity", "quantity_returned", "quantity_replaced")
    currency = members.get_network(actor).currency
    prices = {"cost": row.cost_cents, "replacement": row.replacement_cents}
    names = shapes.SupplyOut.model_fields.keys() - {*counted, *prices}
    return shapes.SupplyOut(
        **{name: getattr(row, name) for name in names},
        **{name: f"{getattr(row, name):f}" for name in counted},
        **{name: None if c is None else money_out(c, currency) for name, c in prices.items()},
    )


def outside_order(_actor: Actor, row: Any) -> shapes.OutsideOrderOut:
    return shapes.OutsideOrderOut.from_orm(row)


def continuation(_actor: Actor, row: Any) -> shapes.ContinuationOut:
    return shapes.ContinuationOut.from_orm(row)


def hand_over(_actor: Actor, row: Any) -> shapes.HandOverOut:
    return shapes.HandOverOut.from_orm(row)


def activity(_actor: Actor, row: Any) -> shapes.ActivityOut:
    return shapes.ActivityOut.from_orm(row)


def recall(_actor: Actor, row: Any) -> shapes.RecallOut:
    return shapes.RecallOut.from_orm(row)


def extension(_actor: Actor, row: Any) -> shapes.ExtensionOut:
    return shapes.ExtensionOut.from_orm(row)


def mission(_actor: Actor, row: Any) -> shapes.MissionStateOut:
    return shapes.MissionStateOut.from_orm(row)


def meter(row: Any) -> dict[str, Any]:
    return as_plain(row)


def party_recall(_actor: Actor, row: Any) -> dict[str, Any]:
    names = ("id", "party_id", "reason", "called_at", "called_by_name", "done")
    return {name: getattr(row, name) for name in names}


def acceptance(_actor: Actor, row: Any) -> shapes.AcceptanceOut:
    return _word(shapes.AcceptanceOut, row)


def statement(_actor: Actor, row: Any) -> shapes.StatementOut:
    return _word(shapes.StatementOut, row)


def _word(shape: Any, row: Any) -> Any:
    names = shape.model_fields.keys() - {"clearance"}
    values = {name: getattr(row, name) for name in names}
    return shape(**values, clearance=row.clearance.key)


def person_clearance(actor: Actor, each: Any) -> shapes.PersonClearanceOut:
    row, record = each.who.deployment, each.record
    return shapes.PersonClearanceOut(
        deployment_id=row.id if row else None,
        resource_id=each.who.resource_id,
        name=each.who.name,
        clearance=each.asked.key,
        label=each.asked.label,
        standing=each.standing.value,
        escort_instead=each.asked.escort_instead,
        record_of=record.granted_on if record else None,
        record_until=record.expires_on if record else None,
        acceptance=acceptance(actor, each.acceptance) if each.acceptance else None,
        statement=statement(actor, each.statement) if each.statement else None,
    )

"""What this room shows on the pages of a mission."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from muster.access import queries as access
from muster.aid import queries as aid
from muster.deployments import commands, queries
from muster.deployments.commands.sides import UNDER_WAY
from muster.deployments.next_steps import clearance_steps, steps
from muster.journal import clock
from muster.rules.actor import Actor
from muster.rules.eligibility import unaccounted
from muster.rules.lifecycle import MISSION, MissionState, allowed_actions
from muster.rules.permissions import is_permitted
from muster.rules.settlement import MeterState, free_meter, settle
from muster.web.panels import register_panel

MOST_ENTRIES = 30
MOST_ACTIVITIES = 8


def presence(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """Everyone and everything promised, where it is, and what can be done next."""
    mission = queries.get_mission_of_side(actor, mission_id)
    commands.ensure_deployments(actor, mission_id)
    rows = queries.deployments_of(actor, mission_id)
    currency = queries.terms_of_mission(mission).currency
    shown = [(row, steps(actor, row, mission)) for row in rows]
    return {"rows": shown, "mission": mission, "currency": currency}


def clearances(actor: Actor, mission_id: UUID) -> dict[str, Any] | None:
    """What is asked of each person before check-in, and what the actor may do; None for nothing."""
    commands.ensure_deployments(actor, mission_id)
    rows = queries.clearances_of_mission(actor, mission_id)
    if not rows:
        return None
    mission = aid.get_mission(actor, mission_id)
    shown = [(each, clearance_steps(actor, each, mission)) for each in rows]
    return {
        "mission": mission,
        "rows": shown,
        "open_count": sum(not each.is_in_order for each in rows),
        "escort_instead": rows[0].asked.escort_instead,
        "may_act": any(steps for _, steps in shown),
    }


def clearances_offered(actor: Actor, offer_id: UUID) -> dict[str, Any] | None:
    """What those who are offered still lack, told before anybody accepts; None for nothing."""
    rows = [each for each in queries.clearances_of_offer(actor, offer_id) if not each.is_in_order]
    if not rows:
        return None
    host = aid.get_offer(actor, offer_id).aid_request.requesting_party
    return {
        "rows": rows,
        "host_name": host.name,
        "is_host": actor.party_id == host.id,
        "escort_instead": rows[0].asked.escort_instead,
    }


def hours(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """The newest entries and the sum of all of them."""
    mission = queries.get_mission_of_side(actor, mission_id)
    entries = list(queries.time_entries(actor, mission_id))
    worked = sum(((each.ends_at - each.starts_at).total_seconds() for each in entries), 0.0)
    return {
        "mission": mission,
        "entries": entries[-MOST_ENTRIES:],
        "count": len(entries),
        "hours": Decimal(int(worked)) / 3600,
        "may_correct": _may_write(actor, mission, "deployment.correct"),
    }


def expenses(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    mission = queries.get_mission_of_side(actor, mission_id)
    rows = list(queries.expenses(actor, mission_id)[:200])
    return {
        "mission": mission,
        "rows": rows,
        "cents": sum(row.amount_cents for row in rows),
        "currency": queries.terms_of_mission(mission).currency,
        "stays": list(queries.stays(actor, mission_id)[:200]),
        "may_log": _may_write(actor, mission, "deployment.log_expense"),
        "may_correct": _may_write(actor, mission, "deployment.correct"),
    }


def used(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """Use that was stated, supplies, and what rate tables call whom, where the terms have any."""
    mission = queries.get_mission_of_side(actor, mission_id)
    terms = queries.terms_of_mission(mission)
    rows = queries.deployments_of(actor, mission_id)
    return {
        "mission": mission,
        "currency": terms.currency,
        "uses": list(queries.uses(actor, mission_id)[:200]),
        "supplies": list(queries.supplies(actor, mission_id)[:200]),
        "keyed": [row for row in rows if queries.has_rate_keys(row, terms)],
        "may_log": _may_write(actor, mission, "deployment.log_expense"),
        "may_correct": _may_write(actor, mission, "deployment.correct"),
    }


def order(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """What the signed order does not name, where the agreement pays nothing else or it was said."""
    mission = queries.get_mission_of_side(actor, mission_id)
    rows = list(queries.outside_order(actor, mission_id)[:200])
    counts = queries.terms_of_mission(mission).claimable.only_agreed
    may = mission.closed_at is None and is_permitted(actor, "mission.judge_order")
    return {
        "mission": mission,
        "rows": rows,
        "counts": counts,
        "may_say": may and counts,
        "may_take_in": may and actor.party_id == mission.requesting_party_id,
    }


def activities(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    mission = queries.get_mission_of_side(actor, mission_id)
    rows = queries.activities(actor, mission_id)
    return {
        "mission": mission,
        "rows": rows[-MOST_ACTIVITIES:],
        "count": len(rows),
        "may_log": mission.closed_at is None and is_permitted(actor, "deployment.log_activity"),
    }


def running(actor: Actor, mission_id: UUID) -> dict[str, Any]:
    """The free-hours meter, the cost so far, recalls and longer stays."""
    mission = queries.get_mission_of_side(actor, mission_id)
    terms = queries.terms_of_mission(mission)
    facts = queries.settlement_facts(actor, mission_id)
    meter = free_meter(facts, terms, clock.now())
    asked = queries.open_extension(mission_id)
    actions = allowed_actions(MISSION, mission.state)
    is_responder = actor.party_id == mission.responding_party_id
    is_low = meter.state in (MeterState.WARNING, MeterState.USED_UP)
    answer = queries.continuation(actor, mission_id)
    return {
        "mission": mission,
        "meter": meter,
        "used": as_decimal(meter.used),
        "allowed": as_decimal(meter.allowed),
        "left": as_decimal(meter.left),
        "is_low": is_low,
        "continuation": answer,
        "may_continue": (is_low or terms.continuation.confirm_before_hour is not None)
        and mission.state in UNDER_WAY
        and actor.party_id == mission.requesting_party_id
        and is_permitted(actor, "mission.continue"),
        "has_meter": meter.allowed > 0,
        "none_free": bool(meter.reasons),
        "cost": settle(facts, terms),
        "recall": next(iter(queries.recalls(actor, mission_id)), None),
        "may_confirm_recall": is_responder
        and is_permitted(actor, "mission.recall")
        and bool(queries.recalls_to_confirm(mission_id)),
        "asked": asked,
        "may_answer": asked is not None
        and asked.asked_by_party_id != actor.party_id
        and is_permitted(actor, "mission.extend"),
        "may_recall": is_responder
        and "recall" in actions
        and is_permitted(actor, "mission.recall"),
        "may_extend": asked is None
        and "extend" in actions
        and is_permitted(actor, "mission.extend"),
        "may_close": is_responder
        and mission.state == MissionState.DEMOBILIZED
        and is_permitted(actor, "mission.close"),
        "missing": unaccounted(queries.outstanding(mission_id)),
        "open_access": len(access.open_grants(actor, mission_id)),
    }


def as_decimal(hours: Fraction) -> Decimal:
    """Exact hours as they are shown, to the hundredth."""
    return Decimal(round(hours * 100)) / 100


def _may_write(actor: Actor, mission: Any, permission: str) -> bool:
    is_own = actor.party_id == mission.responding_party_id
    return is_own and mission.closed_at is None and is_permitted(actor, permission)


register_panel("mission.main", "mission", presence, "deployments/_presence_panel.html", None, 10)
register_panel("mission.main", "mission", clearances, "deployments/_clearances.html", None, 12)
register_panel("mission.main", "mission", hours, "deployments/_hours.html", None, 20)
register_panel("mission.main", "mission", expenses, "deployments/_expenses.html", None, 30)
register_panel("mission.main", "mission", used, "deployments/_used.html", None, 35)
register_panel("mission.main", "mission", order, "deployments/_order.html", None, 37)
register_panel("mission.main", "mission", activities, "deployments/_activities.html", None, 40)
register_panel("mission.side", "mission", running, "deployments/_running.html", None, 10)
for _slot in ("offer.main", "offer.accept"):
    register_panel(
        _slot, "offer", clearances_offered, "deployments/_clearances_offered.html", None, 10
    )

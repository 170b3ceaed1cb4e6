"""What can be done next with a person or a lot, as links: the tables of states say what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from muster.deployments.commands.sides import UNDER_WAY
from muster.rules.actor import Actor
from muster.rules.clearances import Standing
from muster.rules.lifecycle import DEPLOYMENT, LOAN, allowed_actions
from muster.rules.permissions import is_permitted

OPERATE = ("authorized_representative", "duty_officer")

# action of the table → (words, page, permission, whether the host may)
STEPS = {
    "depart": ("Set out", "depart", "deployment.check_in", False),
    "check_in": ("Check in", "check_in", "deployment.check_in", True),
    "hand_over": ("Hand over", "hand_over", "deployment.hand_over", True),
    "demobilize": ("Demobilize", "demobilize", "deployment.demobilize", True),
    "return": ("Take back", "return", "deployment.return", True),
    "report_lost": ("Report lost", "report_lost", "deployment.return", True),
    "mark_no_show": ("Did not come", "no_show", "deployment.check_in", True),
    "release": ("Not needed", "release", "deployment.demobilize", True),
}
LOGGING = ("en_route", "checked_in", "recalled", "demobilized")
OPERATORS_ALONE = {"release", "mark_no_show"}


@dataclass(frozen=True)
class Step:
    """One link."""

    label: str
    url: str
    action: str


def steps(actor: Actor, row: Any, mission: Any) -> list[Step]:
    """The links that the actor may follow from the row's present state."""
    is_host = actor.party_id == mission.requesting_party_id
    if not _may_touch(actor, row, is_host=is_host) or mission.closed_at is not None:
        return []
    table = DEPLOYMENT if row.kind == "person" else LOAN
    is_own_person = row.kind == "person" and not is_host
    found = []
    if (
        is_own_person
        and not table.has_ended(row.state)
        and is_permitted(actor, "deployment.assign")
    ):
        words = "Change name" if row.responder_id else "Name someone"
        found.append(_step(words, "assign", row, "assign"))
    for action in allowed_actions(table, row.state):
        words, page, permission, host_may = STEPS.get(action, ("", "", "", False))
        if not page or (is_host and not host_may) or not is_permitted(actor, permission):
            continue
        if action in OPERATORS_ALONE and not actor.holds(*OPERATE):
            continue
        found.append(_step(words, page, row, action))
    is_out = row.kind in ("equipment", "capacity") and row.checked_in_at is not None
    if is_out and is_permitted(actor, "deployment.return"):
        found.append(_step("State the use", "log_use", row, "log_use"))
    has_loss = row.quantity_lost or getattr(row, "is_damaged", False)
    if has_loss and not is_host and is_permitted(actor, "deployment.correct"):
        found.append(_step("Settle the loss", "settle_loss", row, "settle_loss"))
    if is_own_person and row.state in LOGGING and is_permitted(actor, "deployment.log_time"):
        found.append(_step("Log hours", "log_time", row, "log_time"))
    return found


def clearance_steps(actor: Actor, each: Any, mission: Any) -> list[Step]:
    """What the actor may do about one thing that is asked of one person."""
    row = each.who.deployment
    if row is None or mission.state not in UNDER_WAY:
        return []
    is_host = actor.party_id == mission.requesting_party_id
    is_side = is_host or actor.party_id == mission.responding_party_id
    may_accept = is_host and is_permitted(actor, "clearance.accept")
    may_record = is_side and is_permitted(actor, "statement.record")
    is_unsigned = each.asked.is_statement and not each.is_in_order
    is_own = row.responder_id is not None and row.responder_id == actor.person_id
    about = (row.id, each.asked.key)
    found = []
    if may_accept and each.standing is Standing.NOT_ACCEPTED:
        found.append(_about("Accept", "accept_clearance", *about))
    if may_accept and each.acceptance is not None:
        found.append(_about("Take the acceptance back", "withdraw_acceptance", each.acceptance.id))
    if is_unsigned and is_own and is_permitted(actor, "statement.sign"):
        found.append(_about("Read and sign", "sign_statement", *about))
    if is_unsigned and may_record:
        found.append(_about("Record a paper", "record_statement", *about))
    signed = each.statement
    if signed is not None and may_record and signed.recorded_by_party_id == actor.party_id:
        found.append(_about("Strike out", "strike_statement", signed.id))
    return found


def _about(words: str, page: str, *places: Any) -> Step:
    return Step(words, reverse(f"deployments:{page}", args=places), page)


def _may_touch(actor: Actor, row: Any, *, is_host: bool) -> bool:
    if actor.holds(*OPERATE):
        return True
    return not is_host and row.responder_id in (None, actor.person_id)


def _step(words: str, page: str, row: Any, action: str) -> Step:
    return Step(words, reverse(f"deployments:{page}", args=[row.id]), action)

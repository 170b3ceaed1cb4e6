"""Reading missions, what was promised for them, and the share agreed. Rates and shares are seen by
the two sides alone."""

from __future__ import annotations

from uuid import UUID

from muster.aid.models import CostShare, Mission, MissionItem
from muster.aid.queries.visibility import is_side_of, visible_missions
from muster.journal.days import on_days
from muster.journal.keyset import Page, page_of
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.lifecycle import MissionState
from muster.rules.refusal import NotFound

ORDERS = {"newest": ("-id",), "oldest": ("id",), "ends_at": ("ends_at", "id")}
MOST_SHARES = 50
WITH_MISSION = (
    "requesting_party",
    "responding_party",
    "exercise",
    "offer",
    "agreement_version",
    "network",
    "aid_request__incident",
)


def missions(
    actor: Actor,
    *,
    state: str | None = None,
    side: str | None = None,
    aid_request_id: UUID | None = None,
    incident_id: UUID | None = None,
    under_way: bool = False,
    exercise_id: UUID | None = None,
    days: Days | None = None,
    order: str = "newest",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Mission]:
    """Missions of the actor's party (all for officers); `side` is `given` or `received`."""
    rows = visible_missions(actor).filter(exercise_id=exercise_id)
    rows = on_days(rows, "authorized_at", days)
    rows = rows.select_related("requesting_party", "responding_party", "aid_request__incident")
    if state:
        rows = rows.filter(state=state)
    if side == "given":
        rows = rows.filter(responding_party_id=actor.party_id)
    if side == "received":
        rows = rows.filter(requesting_party_id=actor.party_id)
    if aid_request_id:
        rows = rows.filter(aid_request_id=aid_request_id)
    if incident_id:
        rows = rows.filter(aid_request__incident_id=incident_id)
    if under_way:
        rows = rows.exclude(state__in=(MissionState.CLOSED, MissionState.CANCELLED))
    return page_of(rows, ORDERS.get(order, ORDERS["newest"]), cursor, limit)


def get_mission(actor: Actor, mission_id: UUID, *, lock: bool = False) -> Mission:
    """One mission, with its parties, request, incident and offer. Raises `NotFound`."""
    rows = visible_missions(actor).select_related(*WITH_MISSION)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=mission_id).first()
    if found is None:
        raise NotFound("mission")
    if not is_side_of(actor, found.requesting_party_id, found.responding_party_id):
        found.offer.estimated_cost_cents, found.offer.estimate = None, {}
    return found


def missions_between(
    actor: Actor,
    *,
    incident_id: UUID,
    requesting_party_id: UUID,
    responding_party_id: UUID,
    exercise_id: UUID | None = None,
) -> list[Mission]:
    """Every mission by which one party helps another in an incident, as the actor may see them.

    All of them, whatever their number: a sum over them that left one out would be wrong.
    """
    rows = visible_missions(actor).filter(
        exercise_id=exercise_id,
        aid_request__incident_id=incident_id,
        requesting_party_id=requesting_party_id,
        responding_party_id=responding_party_id,
    )
    return list(rows.select_related(*WITH_MISSION).order_by("id"))


def missions_of_request(actor: Actor, aid_request_id: UUID) -> list[Mission]:
    """The missions of an aid request that the actor may see."""
    rows = visible_missions(actor).filter(aid_request_id=aid_request_id)
    return list(rows.select_related("responding_party", "requesting_party").order_by("id")[:200])


def mission_items(actor: Actor, mission_id: UUID) -> list[MissionItem]:
    """What was promised for a mission, in the order of the request's lines."""
    mission = get_mission(actor, mission_id)
    rows = MissionItem.objects.filter(mission=mission).select_related(
        "resource__resource_type", "offer_line__line__clearance", "offer_line__package"
    )
    found = list(rows.order_by("offer_line__line__number", "id"))
    if not is_side_of(actor, mission.requesting_party_id, mission.responding_party_id):
        for item in found:
            item.rate_ten_thousandths = item.overtime_rate_ten_thousandths = 0
            item.package_price_cents = None
    return found


def cost_shares(actor: Actor, mission_id: UUID) -> list[CostShare]:
    """What was proposed and agreed after the free hours, newest first; empty for third parties."""
    mission = get_mission(actor, mission_id)
    if not is_side_of(actor, mission.requesting_party_id, mission.responding_party_id):
        return []
    rows = CostShare.objects.filter(mission=mission).select_related("proposed_by_party")
    return list(rows.order_by("-proposed_at", "-id")[:MOST_SHARES])


def agreed_share(actor: Actor, mission_id: UUID) -> CostShare | None:
    """The share in force for a mission, or None while it is still to be agreed."""
    shares = cost_shares(actor, mission_id)
    return next((share for share in shares if share.state == CostShare.State.AGREED), None)


def get_cost_share(actor: Actor, cost_share_id: UUID) -> CostShare:
    """One proposal of a mission of the actor's party. Raises `NotFound`."""
    found = CostShare.objects.filter(pk=cost_share_id).first()
    if found is None:
        raise NotFound("cost_share")
    for share in cost_shares(actor, found.mission_id):
        if share.id == found.id:
            return share
    raise NotFound("cost_share")

"""What other rooms' pages show of break-glass: the banner, the mark at a party, the way in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from muster.breakglass import queries, remembered
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.panels import register_panel

SESSION = "break-glass"


@dataclass(frozen=True)
class Banner:
    """What the people of a party are told on every page."""

    party_id: UUID
    party_name: str
    is_session: bool
    is_fenced: bool
    may_fence: bool


def banner_of(actor: Actor, _subject: Any) -> Banner | None:
    """For people of a party under break-glass; asked of the database every few seconds at most."""
    if actor.party_id is None:
        return None
    is_under, is_fenced = remembered.standing_of(actor)
    is_session = actor.via == SESSION
    if not is_under and not is_session:
        return None
    may_fence = not is_fenced and is_permitted(actor, "break_glass.fence")
    name = members.party_names([actor.party_id]).get(actor.party_id, "")
    return Banner(actor.party_id, name, is_session, is_fenced, may_fence)


def at_party(actor: Actor, party_id: UUID) -> dict[str, Any] | None:
    """The mark at a party, and for its own people and the coordinator what they can do."""
    period = queries.period_of(actor, party_id)
    may_act = members.may_act_for(actor, party_id)
    if period is None and not may_act:
        return None
    return {"period": period, "may_act": may_act, "party_id": party_id}


def at_home(actor: Actor, _subject: Any) -> list[queries.PeriodView] | None:
    """The parties under break-glass, for all who may see them."""
    return queries.periods(actor) or None


register_panel("frame.strips", "network", banner_of, "breakglass/_banner.html", None, 10)
register_panel("party.side", "party", at_party, "breakglass/_party.html", None, 20)
register_panel("home.main", "network", at_home, "breakglass/_parties.html", None, 5)
register_panel("board.main", "network", at_home, "breakglass/_parties.html", None, 5)
register_panel(
    "entrance.login", "network", lambda _actor, _subject: True, "breakglass/_door.html", None, 5
)

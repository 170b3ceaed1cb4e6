"""Every read of this room; each takes the actor first and hides what may not be seen."""

from muster.aid.queries.aid_requests import (
    AidRequestFilter,
    aid_requests,
    answer_counts,
    declines,
    frozen_for,
    get_aid_request,
    get_line,
    known_aid_request,
    lines,
    lines_of,
    missions_under_way,
    open_aid_requests_of_incident,
    open_requests_board,
)
from muster.aid.queries.incidents import get_incident, incidents
from muster.aid.queries.missions import (
    agreed_share,
    cost_shares,
    get_cost_share,
    get_mission,
    mission_items,
    missions,
    missions_of_request,
)
from muster.aid.queries.notes import get_subject, notes, timeline
from muster.aid.queries.offers import (
    get_offer,
    hours_already_free,
    known_offer,
    offer_list,
    offers,
    overdue_offers,
)
from muster.aid.queries.visibility import is_bound, is_side_of
from muster.aid.queries.waiting import (
    drafts,
    offers_to_answer,
    shares_to_agree,
    unanswered_by,
)

__all__ = [
    "AidRequestFilter",
    "agreed_share",
    "aid_requests",
    "answer_counts",
    "cost_shares",
    "declines",
    "drafts",
    "frozen_for",
    "get_aid_request",
    "get_cost_share",
    "get_incident",
    "get_line",
    "get_mission",
    "get_offer",
    "get_subject",
    "hours_already_free",
    "incidents",
    "is_bound",
    "is_side_of",
    "known_aid_request",
    "known_offer",
    "lines",
    "lines_of",
    "mission_items",
    "missions",
    "missions_of_request",
    "missions_under_way",
    "notes",
    "offer_list",
    "offers",
    "offers_to_answer",
    "open_aid_requests_of_incident",
    "open_requests_board",
    "overdue_offers",
    "shares_to_agree",
    "timeline",
    "unanswered_by",
]

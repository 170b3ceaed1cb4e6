"""The forms that can be printed from an incident, a request, an offer, a mission or a claim, on its page."""

from __future__ import annotations

from uuid import UUID

from muster.aid import queries as aid
from muster.exchange import queries
from muster.exchange.paper.breach_notice import is_concerned
from muster.exchange.queries import Fillable
from muster.rules.actor import Actor
from muster.web.panels import register_panel

TEMPLATE = "exchange/_forms.html"
ORDER = 80


def of_request(_actor: Actor, aid_request_id: UUID) -> list[Fillable]:
    return queries.forms_of("aid_request", aid_request_id)


def of_offer(_actor: Actor, offer_id: UUID) -> list[Fillable]:
    return queries.forms_of("offer", offer_id)


def of_mission(actor: Actor, mission_id: UUID) -> list[Fillable]:
    return queries.forms_of_mission(actor, mission_id)


def of_claim(_actor: Actor, claim_id: UUID) -> list[Fillable]:
    return queries.forms_of("claim", claim_id)


def of_incident(actor: Actor, incident_id: UUID) -> list[Fillable]:
    """For those concerned alone; a stranger to the incident writes no notice of it."""
    incident = aid.get_incident(actor, incident_id)
    return queries.forms_of("incident", incident_id) if is_concerned(actor, incident) else []


register_panel("incident.main", "incident", of_incident, TEMPLATE, None, ORDER)
register_panel("aid_request.side", "aid_request", of_request, TEMPLATE, None, ORDER)
register_panel("offer.main", "offer", of_offer, TEMPLATE, None, ORDER)
register_panel("mission.side", "mission", of_mission, TEMPLATE, None, ORDER)
register_panel("claim.side", "claim", of_claim, TEMPLATE, None, ORDER)

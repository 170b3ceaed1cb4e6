"""The agreement's answer to a request from an offer."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import Filled, cents, filled_from, joined, signed_by
from muster.rules.actor import Actor

DECISIONS = {
    "accepted": "Accepted",
    "partly_accepted": "Accepted in part",
    "declined": "Declined",
}


def read(actor: Actor, offer_id: UUID) -> Filled:
    """Who and what is offered; costs only where the reader may see them."""
    offer = aid.get_offer(actor, offer_id)
    asked = offer.aid_request
    currency = offer.network.currency
    values = {
        "requesting_party": asked.requesting_party.name,
        "request_number": asked.reference,
        "incident": joined(asked.incident.title, asked.incident.reference),
        "responding_party": offer.responding_party.name,
        "offer_number": offer.reference,
        "submitted_at": offer.submitted_at,
        "answer": "We offer what is listed here",
        "offered": [_line(each, currency) for each in offer.line_list],
        "arrival": offer.arrives_at,
        "duration": f"{offer.duration_hours} hours",
        "supervisor": {"Name": offer.supervisor_name, "Telephone": offer.supervisor_phone},
        "estimate": {"Total": cents(offer.estimated_cost_cents, currency)},
        "conditions": offer.note,
        "decision": DECISIONS.get(offer.state),
        "decided_at": offer.decided_at,
        **signed_by(offer, "offered_by"),
    }
    return filled_from("offer", offer, offer.reference, values)


def _line(each: Any, currency: str) -> list[Any]:
    quantity = each.quantity
    if each.accepted_quantity:
        quantity = f"{each.quantity}, {each.accepted_quantity} accepted"
    cost = cents(each.estimated_cost_cents, currency)
    return [each.line.number, each.label, quantity, each.starts_at, each.ends_at, cost]

"""Where this room stands in the navigation, and what of it needs somebody now."""

from __future__ import annotations

from django.urls import reverse

from muster.aid import queries
from muster.rules.actor import Actor
from muster.rules.permissions import is_permitted
from muster.web.navigation import register_entry
from muster.web.todo import Todo, register_todos

register_entry("Ask for help", "aid:ask", order=5, permission="aid_request.open", place="action")
register_entry("Requests", "aid:requests", order=20)
register_entry("Missions", "aid:missions", order=30)
register_entry("Offers", "aid:offers", order=32, place="more")
register_entry(
    "File by phone",
    "aid:who_called",
    order=33,
    permission="aid_request.file_by_phone",
    place="more",
)
register_entry("Incidents", "aid:incidents", order=34, place="more")


def waiting_for_a_signature(actor: Actor) -> list[Todo]:
    """What the agreement lets nobody send before another person has signed."""
    asked = [
        Todo(
            f"Sign request {each.reference}: "
            + (
                "it changed after it was signed."
                if each.state == "open"
                else "nobody is asked before you do."
            ),
            reverse("aid:sign_off", args=[each.id]),
            urgent=True,
        )
        for each in queries.aid_requests_to_sign(actor)
    ]
    return asked + [
        Todo(
            f"Agree to help {each.aid_request.requesting_party.name}: offer {each.reference} waits "
            "for your signature.",
            reverse("aid:sign_off_offer", args=[each.id]),
            due=each.expires_at,
            urgent=True,
        )
        for each in queries.offers_to_sign(actor)
    ]


def waiting_here(actor: Actor) -> list[Todo]:
    """Signatures to give, offers to answer, drafts to open, shares to agree, requests that nobody
    has answered yet."""
    todos = waiting_for_a_signature(actor) if actor.party_id is not None else []
    if actor.party_id is not None and is_permitted(actor, "offer.accept"):
        for offer in queries.offers_to_answer(actor):
            todos.append(
                Todo(
                    f"Answer the offer of {offer.responding_party.name} for "
                    f"{offer.aid_request.reference}.",
                    reverse("aid:offer", args=[offer.id]),
                    due=offer.expires_at,
                    urgent=True,
                )
            )
        for draft in queries.drafts(actor):
            todos.append(
                Todo(
                    f"Open or discard the draft {draft.reference}.",
                    reverse("aid:request", args=[draft.id]),
                )
            )
        for aid_request in queries.unanswered_by(actor):
            todos.append(
                Todo(
                    f"{aid_request.requesting_party.name} asks for help: {aid_request.title}. "
                    "Offer, or say that you cannot.",
                    reverse("aid:request", args=[aid_request.id]),
                    urgent=True,
                )
            )
    if actor.party_id is not None and is_permitted(actor, "aid_request.confirm"):
        for filing in queries.waiting_filings(actor):
            todos.append(
                Todo(
                    f"{filing.filed_by_name} filed {filing.aid_request.reference} for you by phone. "
                    "Confirm it, or say that you did not ask.",
                    reverse("aid:confirm", args=[filing.aid_request_id]),
                    urgent=True,
                )
            )
    if actor.is_coordinator:
        for aid_request in queries.without_offers(actor):
            todos.append(
                Todo(
                    f"Nobody has answered {aid_request.reference} of "
                    f"{aid_request.requesting_party.name} yet. See who could, and ask around.",
                    reverse("aid:match", args=[aid_request.id]),
                )
            )
    if actor.party_id is not None and is_permitted(actor, "mission.agree_share"):
        for share in queries.shares_to_agree(actor):
            todos.append(
                Todo(
                    f"Agree to the share proposed for mission {share.mission.reference}, or "
                    "propose another.",
                    reverse("aid:agree_share", args=[share.id]),
                )
            )
    return todos


register_todos(waiting_here)

"""Reading offers. What an offer costs is seen by its two sides alone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Prefetch, QuerySet

from muster.aid.models import Offer, OfferLine
from muster.aid.queries.aid_requests import get_aid_request
from muster.aid.queries.visibility import UNSENT, is_side_of, own_or_taken, visible_offers
from muster.journal.days import on_days
from muster.journal.keyset import Page, page_of
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.lifecycle import MissionState, OfferState
from muster.rules.refusal import NotFound

MOST_PER_REQUEST = 200


def _whole(rows: QuerySet[Offer]) -> QuerySet[Offer]:
    """With everything that a page shows of an offer."""
    offered = OfferLine.objects.select_related(
        "line__resource_type", "resource__resource_type", "resource__person_details", "package"
    ).order_by("line__number", "id")
    return rows.select_related(
        "responding_party",
        "exercise",
        "mission",
        "aid_request__requesting_party",
        "aid_request__incident",
    ).prefetch_related("sign_offs", Prefetch("lines", queryset=offered, to_attr="line_list"))


def offers(actor: Actor, aid_request_id: UUID) -> list[Offer]:
    """The offers of an aid request that the actor may see, oldest first. Raises `NotFound`."""
    get_aid_request(actor, aid_request_id)
    return offers_of(actor, aid_request_id)


def offers_of(actor: Actor, aid_request_id: UUID) -> list[Offer]:
    """The same, of an aid request that the caller has already found."""
    rows = _whole(visible_offers(actor)).filter(aid_request_id=aid_request_id)
    return [_shown(actor, offer) for offer in rows.order_by("id")[:MOST_PER_REQUEST]]


def own_waiting_lines(actor: Actor, aid_request_id: UUID) -> list[OfferLine]:
    """What the actor's party offered for an aid request and nobody has answered in full."""
    rows = OfferLine.objects.filter(
        offer__in=visible_offers(actor),
        offer__aid_request_id=aid_request_id,
        offer__responding_party_id=actor.party_id,
        offer__state__in=(
            OfferState.AWAITING_SIGN_OFF,
            OfferState.SUBMITTED,
            OfferState.PARTLY_ACCEPTED,
        ),
        quantity__gt=F("accepted_quantity"),
    )
    return list(rows.order_by("id")[:MOST_PER_REQUEST])


def offer_list(
    actor: Actor,
    *,
    state: str | None = None,
    aid_request_id: UUID | None = None,
    mine: bool = False,
    exercise_id: UUID | None = None,
    days: Days | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Offer]:
    """Offers made by or to the actor's party, newest first; real ones unless an exercise is named."""
    rows = _whole(visible_offers(actor)).filter(exercise_id=exercise_id)
    rows = on_days(rows, "submitted_at", days)
    if state:
        rows = rows.filter(state=state)
    if aid_request_id:
        rows = rows.filter(aid_request_id=aid_request_id)
    if mine:
        rows = rows.filter(responding_party_id=actor.party_id)
    found = page_of(rows, ("-id",), cursor, limit)
    return Page([_shown(actor, offer) for offer in found.items], found.next)


def get_offer(actor: Actor, offer_id: UUID, *, lock: bool = False) -> Offer:
    """One offer with its `line_list`. Raises `NotFound`."""
    rows = visible_offers(actor).filter(pk=offer_id)
    if lock and rows.select_for_update(of=("self",)).first() is None:
        raise NotFound("offer")
    found = _whole(rows).first()
    if found is None:
        raise NotFound("offer")
    return _shown(actor, found)


def known_offer(actor: Actor, offer_id: UUID | None) -> Offer | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    if offer_id is None:
        return None
    found = _whole(Offer.objects.filter(pk=offer_id)).first()
    return own_or_taken(
        found,
        lambda row: (
            row.network_id == actor.network_id
            and (actor.is_system or row.responding_party_id == actor.party_id)
        ),
    )


def overdue_offers(at: datetime, limit: int = 500) -> list[tuple[UUID, UUID]]:
    """(network, offer) of offers that nobody answered before they expired."""
    waiting = (OfferState.SUBMITTED, OfferState.AWAITING_SIGN_OFF)
    rows = Offer.objects.filter(state__in=waiting, expires_at__lte=at)
    return list(rows.order_by("expires_at").values_list("network_id", "id")[:limit])


def answering_parties(aid_request_id: UUID) -> list[UUID]:
    """The parties with an offer for a request, whatever became of it."""
    rows = Offer.objects.filter(aid_request_id=aid_request_id).exclude(state__in=UNSENT)
    return list(rows.order_by().values_list("responding_party_id", flat=True).distinct())


def hours_already_free(
    requesting_party_id: UUID, responding_party_id: UUID, incident_id: UUID
) -> int:
    """Person-hours that other missions of the same two parties for the same incident promise."""
    rows = OfferLine.objects.filter(
        offer__aid_request__incident_id=incident_id,
        offer__responding_party_id=responding_party_id,
        offer__aid_request__requesting_party_id=requesting_party_id,
        accepted_quantity__gt=0,
        resource__kind="person",
    ).exclude(offer__mission__state=MissionState.CANCELLED)
    rows = rows.select_related("line")
    return sum(row.accepted_quantity * min(row.line.hours, _stay(row)) for row in rows)


def _stay(row: OfferLine) -> int:
    return max(1, int((row.ends_at - row.starts_at).total_seconds() // 3600))


def _shown(actor: Actor, offer: Offer) -> Offer:
    """The offer without its costs for anybody but its two sides."""
    if not is_side_of(actor, offer.responding_party_id, offer.aid_request.requesting_party_id):
        offer.estimated_cost_cents, offer.estimate = None, {}
        for line in offer.line_list:
            line.estimated_cost_cents = None
    return offer

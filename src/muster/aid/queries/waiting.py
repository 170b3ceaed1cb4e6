"""What waits for somebody: short, bounded lists for the start page. Exercises are left out."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from muster.aid.models import AidRequest, CostShare, HelpDeclined, Offer
from muster.aid.queries.visibility import visible_aid_requests
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState, OfferState

MOST = 6


def offers_to_answer(actor: Actor) -> list[Offer]:
    """Offers made to the actor's party that nobody answered, the first to expire first."""
    rows = Offer.objects.filter(
        network_id=actor.network_id,
        state=OfferState.SUBMITTED,
        aid_request__requesting_party_id=actor.party_id,
        exercise__isnull=True,
    )
    return list(
        rows.select_related("responding_party", "aid_request").order_by("expires_at")[:MOST]
    )


def drafts(actor: Actor) -> list[AidRequest]:
    """The own party's requests that were begun and not opened."""
    rows = AidRequest.objects.filter(
        network_id=actor.network_id,
        requesting_party_id=actor.party_id,
        state=AidRequestState.DRAFT,
        exercise__isnull=True,
    )
    return list(rows.order_by("-id")[:MOST])


def unanswered_by(actor: Actor) -> list[AidRequest]:
    """Open requests of others that the actor's party neither offered for nor declined."""
    offered = Offer.objects.filter(
        aid_request=OuterRef("pk"), responding_party_id=actor.party_id
    ).exclude(state=OfferState.DRAFT)
    declined = HelpDeclined.objects.filter(aid_request=OuterRef("pk"), party_id=actor.party_id)
    rows = (
        visible_aid_requests(actor)
        .filter(state=AidRequestState.OPEN, exercise__isnull=True)
        .exclude(requesting_party_id=actor.party_id)
        .filter(~Exists(offered), ~Exists(declined))
    )
    return list(rows.select_related("requesting_party").order_by("-id")[:MOST])


def without_offers(actor: Actor) -> list[AidRequest]:
    """Open requests of the network for which nothing waits and nothing was accepted, oldest first."""
    answered = Offer.objects.filter(
        aid_request=OuterRef("pk"),
        state__in=(OfferState.SUBMITTED, OfferState.ACCEPTED, OfferState.PARTLY_ACCEPTED),
    )
    rows = visible_aid_requests(actor).filter(
        ~Exists(answered), state=AidRequestState.OPEN, exercise__isnull=True
    )
    return list(rows.select_related("requesting_party").order_by("id")[:MOST])


def shares_to_agree(actor: Actor) -> list[CostShare]:
    """Shares that the other side of one's own missions proposed; officers see others' missions too."""
    own = Q(mission__requesting_party_id=actor.party_id)
    own |= Q(mission__responding_party_id=actor.party_id)
    rows = CostShare.objects.filter(
        own,
        state=CostShare.State.PROPOSED,
        mission__network_id=actor.network_id,
        mission__exercise__isnull=True,
    ).exclude(proposed_by_party_id=actor.party_id)
    return list(rows.select_related("mission").order_by("proposed_at")[:MOST])

"""What waits for somebody: short, bounded lists for the start page. Exercises are left out."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.aid.models import AidRequest, CostShare, HelpDeclined, Mission, Offer
from muster.aid.queries.visibility import Eyes, eyes_of, seen_with
from muster.journal.kept import kept
from muster.rules.actor import Actor
from muster.rules.lifecycle import AidRequestState, OfferState

MOST = 6


def offers_to_answer(actor: Actor) -> list[Offer]:
    """Offers made to the actor's party that nobody answered, the first to expire first."""
    return _offers_to_answer(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _offers_to_answer(*, network_id: UUID, party_id: UUID | None) -> QuerySet[Offer]:
    rows = Offer.objects.filter(
        network_id=network_id,
        state=OfferState.SUBMITTED,
        aid_request__requesting_party_id=party_id,
        exercise__isnull=True,
    )
    return rows.select_related("responding_party", "aid_request").order_by("expires_at")[:MOST]


def drafts(actor: Actor) -> list[AidRequest]:
    """The own party's requests that were begun and not opened."""
    return _drafts(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _drafts(*, network_id: UUID, party_id: UUID | None) -> QuerySet[AidRequest]:
    rows = AidRequest.objects.filter(
        network_id=network_id,
        requesting_party_id=party_id,
        state=AidRequestState.DRAFT,
        exercise__isnull=True,
    )
    return rows.order_by("-id")[:MOST]


def unanswered_by(actor: Actor) -> list[AidRequest]:
    """Open requests of others that the actor's party neither offered for nor declined."""
    return _unanswered_by(eyes_of(actor), network_id=actor.network_id, party_id=actor.party_id)


@kept
def _unanswered_by(eyes: Eyes, *, network_id: UUID, party_id: UUID | None) -> QuerySet[AidRequest]:
    offered = Offer.objects.filter(
        aid_request=OuterRef("pk"), responding_party_id=party_id
    ).exclude(state=OfferState.DRAFT)
    declined = HelpDeclined.objects.filter(aid_request=OuterRef("pk"), party_id=party_id)
    rows = (
        seen_with(eyes, network_id=network_id, party_id=party_id)
        .filter(state=AidRequestState.OPEN, exercise__isnull=True)
        .exclude(requesting_party_id=party_id)
        .filter(~Exists(offered), ~Exists(declined))
    )
    return rows.select_related("requesting_party").order_by("-id")[:MOST]


def without_offers(actor: Actor) -> list[AidRequest]:
    """Open requests of the network for which nothing waits and nothing was accepted, oldest first."""
    return _without_offers(eyes_of(actor), network_id=actor.network_id, party_id=actor.party_id)


@kept
def _without_offers(eyes: Eyes, *, network_id: UUID, party_id: UUID | None) -> QuerySet[AidRequest]:
    answered = Offer.objects.filter(
        aid_request=OuterRef("pk"),
        state__in=(OfferState.SUBMITTED, OfferState.ACCEPTED, OfferState.PARTLY_ACCEPTED),
    )
    rows = seen_with(eyes, network_id=network_id, party_id=party_id).filter(
        ~Exists(answered), state=AidRequestState.OPEN, exercise__isnull=True
    )
    return rows.select_related("requesting_party").order_by("id")[:MOST]


def shares_to_agree(actor: Actor) -> list[CostShare]:
    """Shares that the other side of one's own missions proposed; officers see others' missions too."""
    return _shares_to_agree(network_id=actor.network_id, party_id=actor.party_id)


@kept
def _shares_to_agree(*, network_id: UUID, party_id: UUID | None) -> QuerySet[CostShare]:
    own = Q(mission__requesting_party_id=party_id) | Q(mission__responding_party_id=party_id)
    rows = CostShare.objects.filter(
        own,
        state=CostShare.State.PROPOSED,
        mission__network_id=network_id,
        mission__exercise__isnull=True,
    ).exclude(proposed_by_party_id=party_id)
    return rows.select_related("mission").order_by("proposed_at")[:MOST]


def missions_given(actor: Actor, state: str, limit: int = MOST) -> list[Mission]:
    """Missions in a state in which the own party helps another, the newest first."""
    return _missions_given(limit, network_id=actor.network_id, party_id=actor.party_id, state=state)


@kept
def _missions_given(
    limit: int, *, network_id: UUID, party_id: UUID | None, state: str
) -> QuerySet[Mission]:
    rows = Mission.objects.filter(
        network_id=network_id, responding_party_id=party_id, state=state, exercise__isnull=True
    )
    named = rows.select_related("requesting_party", "responding_party", "aid_request__incident")
    return named.order_by("-id")[:limit]

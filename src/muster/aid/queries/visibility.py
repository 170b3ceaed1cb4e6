"""Who may know of what: the one place from which every read of this room starts.

Drafts: their own party, and the coordinator who filed them for it. Open requests: parties in force,
within the incident's sharing label. Offers: the requester and the party that made them. Missions:
both parties and the network's officers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from muster.aid.models import AidRequest, Incident, Mission, Note, Offer
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import OfferState, StandingState
from muster.rules.refusal import NotFound, Refusal, Refused
from muster.rules.sharing import SharingLabel

T = TypeVar("T")

BOUND = frozenset({StandingState.IN_FORCE, StandingState.WITHDRAWING})
"""Standings in which a party sees what the others ask."""


UNSENT = (OfferState.DRAFT, OfferState.AWAITING_SIGN_OFF)
"""States of an offer that its own party alone knows of."""


def is_bound(actor: Actor) -> bool:
    """Whether the actor's party is in force in the actor's network."""
    if actor.party_id is None:
        return False
    try:
        return StandingState(members.get_membership(actor, actor.party_id).standing) in BOUND
    except NotFound:
        return False


def visible_aid_requests(actor: Actor) -> QuerySet[AidRequest]:
    """The aid requests that the actor may know of."""
    if actor.is_system and not actor.network_id:
        return AidRequest.objects.all()
    return seen_with(eyes_of(actor), network_id=actor.network_id, party_id=actor.party_id)


class Eyes(NamedTuple):
    """Which kinds of aid requests an actor may know of, whoever it is."""

    all_of_network: bool
    own_and_answered: bool
    published: bool
    shared: bool
    filed_on_behalf: bool


def eyes_of(actor: Actor) -> Eyes:
    return Eyes(
        all_of_network=actor.is_system,
        own_and_answered=actor.party_id is not None,
        published=actor.is_network_officer,
        shared=not actor.is_system and not actor.is_network_officer and is_bound(actor),
        filed_on_behalf=actor.is_coordinator,
    )


def seen_with(
    eyes: Eyes, *, network_id: UUID | None, party_id: UUID | None
) -> QuerySet[AidRequest]:
    """The aid requests of a network that such eyes see, for a kept query's placeholders too."""
    rows = AidRequest.objects.filter(network_id=network_id)
    if eyes.all_of_network:
        return rows
    seen = Q(pk__in=())
    if eyes.own_and_answered:
        seen |= Q(requesting_party_id=party_id) | _answered_by(party_id)
    published = Q(opened_at__isnull=False)
    if eyes.published:
        seen |= published
    elif eyes.shared:
        seen |= published & ~Q(incident__sharing_label=SharingLabel.RED)
    if eyes.filed_on_behalf:
        seen |= Q(filed_on_behalf=True)
    return rows.filter(seen)


def _answered_by(party_id: UUID | None) -> Q:
    """A party with an offer (and so perhaps a mission) keeps seeing what it answered."""
    own = Offer.objects.filter(aid_request=OuterRef("pk"), responding_party_id=party_id)
    return Q(Exists(own.exclude(state=OfferState.DRAFT)))


def visible_incidents(actor: Actor) -> QuerySet[Incident]:
    """Incidents of the own party, and those behind requests that the actor may see."""
    rows = Incident.objects.filter(network_id=actor.network_id)
    if actor.is_system:
        return rows if actor.network_id else Incident.objects.all()
    asked = visible_aid_requests(actor).filter(incident=OuterRef("pk"))
    seen = Q(Exists(asked))
    if actor.party_id is not None:
        seen |= Q(party_id=actor.party_id)
    if actor.is_coordinator:
        seen |= Q(state__isnull=False)
    return rows.filter(seen)


def visible_offers(actor: Actor) -> QuerySet[Offer]:
    """The own party's offers, and those made to it. A coordinator sees offers, without their
    costs, where the request was filed for a party that could not do so itself."""
    rows = Offer.objects.filter(network_id=actor.network_id)
    if actor.is_system:
        return rows if actor.network_id else Offer.objects.all()
    seen = Q(pk__in=())
    made = ~Q(state__in=UNSENT)
    if actor.party_id is not None:
        seen |= Q(responding_party_id=actor.party_id)
        seen |= made & Q(aid_request__requesting_party_id=actor.party_id)
    if actor.is_coordinator:
        seen |= made & Q(aid_request__filed_on_behalf=True)
    return rows.filter(seen)


def visible_missions(actor: Actor) -> QuerySet[Mission]:
    """Missions of the own party, given or received; all of them for the network's officers."""
    rows = Mission.objects.filter(network_id=actor.network_id)
    if actor.is_system:
        return rows if actor.network_id else Mission.objects.all()
    if actor.is_network_officer:
        return rows
    if actor.party_id is None:
        return rows.none()
    return rows.filter(
        Q(requesting_party_id=actor.party_id) | Q(responding_party_id=actor.party_id)
    )


def visible_notes(actor: Actor, *, is_concerned: bool) -> QuerySet[Note]:
    """Notes for everyone concerned, and those of the own party. The caller found the subject.

    Under TLP:RED only who is concerned: the requester, who answered and the network's officers.
    """
    rows = Note.objects.filter(network_id=actor.network_id)
    if actor.is_system:
        return rows
    seen = Q(audience__isnull=True)
    if not is_concerned:
        seen &= ~Q(sharing_label=SharingLabel.RED)
    # An officer's own, written for no party; who left a party takes none of its notes along.
    seen |= Q(author_id=actor.person_id, author_id__isnull=False, party__isnull=True)
    if actor.party_id is not None:
        seen |= Q(party_id=actor.party_id)
    return rows.filter(seen)


def own_or_taken(found: T | None, is_own: Callable[[T], bool]) -> T | None:
    """What stands under a client-made id, for whoever made it. Refuses `id.taken` to all others."""
    if found is not None and not is_own(found):
        raise Refused(Refusal("id.taken"))
    return found


def is_side_of(actor: Actor, *party_ids: UUID) -> bool:
    """Whether the actor acts for one of the parties, and so may see what it costs."""
    return actor.is_system or (actor.party_id is not None and actor.party_id in party_ids)

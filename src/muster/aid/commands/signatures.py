"""The signatures of a request or an offer that more than one person must sign, and what is told of it.

Everything here is known to the own party alone, until the last person has signed.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.standing_here import subjects_of
from muster.aid.models import AidRequest, Offer, SignOff
from muster.journal import clock
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.eligibility import SignOffs, refusals_for_sign_off
from muster.rules.lifecycle import OFFER, AidRequestState, move


def sign(actor: Actor, asked: AidRequest | Offer) -> int:
    """Put the actor's name under it; how many more are needed."""
    under: dict[str, Any] = {"offer" if isinstance(asked, Offer) else "aid_request": asked}
    SignOff.objects.create(
        **under, person_id=actor.person_id, person_name=actor.name[:200], signed_at=clock.now()
    )
    signed = SignOff.objects.filter(**under, voided_at__isnull=True)
    return SignOffs.as_kept(asked.sign_off).missing(signed.count())


def first_signature(actor: Actor, aid_request: AidRequest) -> AidRequest:
    """Whoever files a request is the first to sign it. Records AidRequestAwaitsSignOff."""
    missing = sign(actor, aid_request)
    tell_own_party(
        actor,
        aid_request,
        events.AidRequestAwaitsSignOff(
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            aid_request.reference,
            missing,
            aid_request.sign_off["by"],
            tuple(aid_request.sign_off["roles"]),
        ),
        aid_request.requesting_party_id,
    )
    return aid_request


def sign_anew(actor: Actor, aid_request: AidRequest) -> None:
    """What several persons signed was changed, or is asked again: their signatures fall away.

    Whoever did it signs it anew by that, where they filed it or may sign. Records
    AidRequestSignaturesVoid, unless nobody else's signature fell away.
    """
    if not aid_request.sign_off or aid_request.state != AidRequestState.OPEN:
        return
    demanded = SignOffs.as_kept(aid_request.sign_off)
    standing = aid_request.sign_offs.filter(voided_at__isnull=True)
    fallen = tuple(each.person_name for each in standing if each.person_id != actor.person_id)
    standing.update(voided_at=clock.now())
    missing = demanded.needed
    _, filed_by = queries.signers_of(aid_request)
    is_filer = filed_by is not None and actor.person_id == filed_by
    if is_filer or not refusals_for_sign_off(
        actor, demanded, party_id=aid_request.requesting_party_id, signed_by=()
    ):
        missing = sign(actor, aid_request)
    if not fallen:
        return
    void = events.AidRequestSignaturesVoid(
        aid_request.id,
        aid_request.incident_id,
        aid_request.requesting_party_id,
        aid_request.reference,
        missing,
        demanded.by,
        tuple(demanded.roles),
        fallen,
        filed_by,
    )
    tell_own_party(actor, aid_request, void, aid_request.requesting_party_id)


def first_agreement(actor: Actor, offer: Offer) -> None:
    """Whoever writes an offer is the first to agree to it. Records OfferAwaitsSignOff."""
    missing = sign(actor, offer)
    waits = events.OfferAwaitsSignOff(
        offer.id,
        offer.aid_request_id,
        offer.aid_request.requesting_party_id,
        offer.responding_party_id,
        offer.reference,
        offer.aid_request.reference,
        missing,
        offer.sign_off["by"],
        tuple(offer.sign_off["roles"]),
    )
    tell_own_party(actor, offer.aid_request, waits, offer.responding_party_id, offer)


def end_unsent(actor: Actor, offer: Offer, action: str, reason: str) -> Offer:
    """End an offer that waited for another person: nobody else learns of it. Records OfferNotSent."""
    offer.state = move(OFFER, offer.state, action)
    offer.decided_at, offer.decision_reason = clock.now(), reason.strip()[:500]
    offer.save(update_fields=["state", "decided_at", "decision_reason"])
    not_sent = events.OfferNotSent(
        offer.id,
        offer.aid_request_id,
        offer.responding_party_id,
        offer.reference,
        offer.decision_reason,
    )
    tell_own_party(actor, offer.aid_request, not_sent, offer.responding_party_id, offer)
    return offer


def tell_own_party(
    actor: Actor,
    aid_request: AidRequest,
    happened: object,
    party_id: UUID,
    offer: Offer | None = None,
) -> None:
    """Record what the own party alone may know of."""
    record(
        happened,
        actor=actor,
        # An offer that nobody got is no part of the request's own story.
        subjects=[("offer", offer.id)] if offer else subjects_of(aid_request),
        audience=[party_id],
        exercise_id=aid_request.exercise_id,
    )

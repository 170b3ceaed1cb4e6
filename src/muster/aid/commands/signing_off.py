"""The second person's signature, where the agreement takes two to ask or to send help."""

from __future__ import annotations

from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.offers import tell_submitted
from muster.aid.commands.opening import OPENED, open_signed, tell_opened, was_to_call_out
from muster.aid.commands.signatures import sign, tell_own_party
from muster.aid.commands.standing_here import require_side, terms_between
from muster.aid.models import AidRequest, Offer
from muster.journal import clock
from muster.journal.command import command
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.eligibility import SignOffs, refusals_for_sending, refusals_for_sign_off
from muster.rules.lifecycle import AID_REQUEST, OFFER, AidRequestState, StandingState, move
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("aid_request.sign_off")
def sign_off_aid_request(actor: Actor, *, aid_request_id: UUID) -> AidRequest:
    """Sign the own party's request as the next person; with the last signature the network is asked,
    or, where it was open already and changed, an offer may be accepted again.

    *Refuses* `aid_request.wrong_state`, `sign_off.not_needed`, `sign_off.not_of_party`,
    `sign_off.same_person`, `sign_off.wrong_role`, and what `open_aid_request` refuses. *Records*
    AidRequestSignedOff, and with the last signature AidRequestOpened. *Clause*: requester.
    """
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    move(AID_REQUEST, aid_request.state, "sign_off")
    party_id = aid_request.requesting_party_id
    _need_signer(actor, aid_request, party_id)
    missing = sign(actor, aid_request)
    signed = events.AidRequestSignedOff(
        aid_request.id,
        aid_request.incident_id,
        party_id,
        aid_request.reference,
        actor.person_id,
        missing,
    )
    tell_own_party(actor, aid_request, signed, party_id)
    if missing or aid_request.state == AidRequestState.OPEN:
        return aid_request
    lines = queries.lines_of(aid_request.id)
    standing = members.get_membership(actor, party_id).standing
    opened = open_signed(actor, aid_request, lines, standing)
    opened.save(update_fields=OPENED)
    return tell_opened(actor, opened, len(lines), calls_out=was_to_call_out(opened))


@command("aid_request.open")
def take_back_aid_request(actor: Actor, *, aid_request_id: UUID) -> AidRequest:
    """Make a request that waits for a signature a draft again; its signatures fall away.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`. *Records* AidRequestTakenBack.
    *Clause*: requester.
    """
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    require_side(actor, aid_request.requesting_party_id, "aid_request.not_yours")
    aid_request.state = move(AID_REQUEST, aid_request.state, "take_back")
    aid_request.sign_off = {}
    aid_request.save(update_fields=["state", "sign_off"])
    aid_request.sign_offs.all().delete()
    taken_back = events.AidRequestTakenBack(
        aid_request.id,
        aid_request.incident_id,
        aid_request.requesting_party_id,
        aid_request.reference,
    )
    tell_own_party(actor, aid_request, taken_back, aid_request.requesting_party_id)
    return aid_request


@command("offer.sign_off")
def sign_off_offer(actor: Actor, *, offer_id: UUID) -> Offer:
    """Agree to the own party's offer as the next person; with the last one it is sent.

    *Refuses* `offer.wrong_state`, `sign_off.not_of_party`, `sign_off.same_person`,
    `sign_off.wrong_role`, every reason of `rules.eligibility.refusals_for_sending`. *Records*
    OfferSignedOff, and with the last one OfferSubmitted. *Clause*: approver.
    """
    seen = queries.get_offer(actor, offer_id)
    # Root first: closing the request, and accepting an offer, lock in this order too.
    aid_request = queries.get_aid_request(actor, seen.aid_request_id, lock=True)
    offer = queries.get_offer(actor, offer_id, lock=True)
    move(OFFER, offer.state, "sign_off")
    party_id = offer.responding_party_id
    _need_signer(actor, offer, party_id)
    _need_sendable(actor, aid_request, offer)
    missing = sign(actor, offer)
    signed = events.OfferSignedOff(
        offer.id,
        aid_request.id,
        party_id,
        offer.reference,
        actor.person_id,
        missing,
    )
    tell_own_party(actor, aid_request, signed, party_id, offer)
    if not missing:
        offer.state = move(OFFER, offer.state, "submit_signed")
        offer.submitted_at = clock.now()
        offer.save(update_fields=["state", "submitted_at"])
        tell_submitted(actor, offer, offer.responding_party.name)
    return queries.get_offer(actor, offer.id)


def _need_signer(actor: Actor, asked: AidRequest | Offer, party_id: UUID) -> None:
    signed_by, filed_by = queries.signers_of(asked)
    demanded = SignOffs.as_kept(asked.sign_off) if asked.sign_off else None
    if demanded is None or not demanded.missing(len(signed_by)):
        raise Refused(Refusal("sign_off.not_needed"))
    refuse_if(
        refusals_for_sign_off(
            actor, demanded, party_id=party_id, signed_by=signed_by, filed_by=filed_by
        )
    )


def _need_sendable(actor: Actor, aid_request: AidRequest, offer: Offer) -> None:
    """What changed while the offer waited: its request, its own time, the party's standing."""
    membership = members.get_membership(actor, offer.responding_party_id)
    refuse_if(
        refusals_for_sending(
            expires_at=offer.expires_at,
            aid_request_state=AidRequestState(aid_request.state),
            standing=StandingState(membership.standing),
            at=clock.now(),
            terms=terms_between(actor, aid_request, offer.responding_party_id),
        )
    )

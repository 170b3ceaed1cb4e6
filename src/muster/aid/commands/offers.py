"""Answering a request: offering, withdrawing, declining, expiring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.costing import cost_of
from muster.aid.commands.offered import Gathered, OfferedLine, gather, offer_facts
from muster.aid.commands.signatures import end_unsent, first_agreement
from muster.aid.commands.standing_here import require_own, subjects_of, terms_between
from muster.aid.models import AidRequest, HelpDeclined, Offer, OfferLine
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.eligibility import SignOffs, refusals_for_offer
from muster.rules.lifecycle import OFFER, OfferState, StandingState, move
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import Terms

SHORTEST_VALIDITY = timedelta(minutes=30)
FILLING_IN = timedelta(minutes=30)


@command("offer.submit")
def submit_offer(
    actor: Actor,
    *,
    aid_request_id: UUID,
    lines: Iterable[OfferedLine],
    arrives_at: datetime | None = None,
    duration_hours: int | None = None,
    supervisor_name: str = "",
    supervisor_phone: str = "",
    note: str = "",
    expires_at: datetime | None = None,
    offer_id: UUID | None = None,
) -> Offer:
    """Offer resources or ready packages for lines of an open request; reserves nothing. Where the
    agreement takes more than one person to send help, it waits for the others and nobody gets it.

    *Refuses* every reason of `rules.eligibility.refusals_for_offer`, `offer.not_your_resource`,
    `offer.expires_too_soon`, `id.taken`. *Records* OfferSubmitted, or OfferAwaitsSignOff.
    *Clauses*: response, standing, approver.
    """
    if earlier := queries.known_offer(actor, offer_id):
        return earlier
    at = clock.now()
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    party: Any = members.get_party(actor, _own_party(actor))
    terms = terms_between(actor, aid_request, party.id)
    arrives = _arrival(arrives_at, aid_request, at)
    hours = duration_hours or usual_duration(aid_request, arrives)
    offered = gather(actor, aid_request, list(lines), arrives, arrives + timedelta(hours=hours))
    standing = StandingState(party.membership.standing)
    refuse_if(
        refusals_for_offer(
            offer_facts(aid_request, party.id, standing, arrives, offered, at), terms
        )
    )
    expires = _expiry(expires_at, at, terms)
    demanded = SignOffs.of(terms.approver)
    action = "await_sign_off" if demanded.are_several else "submit"
    offer = Offer.objects.create(
        id=offer_id or new_id(),
        network_id=aid_request.network_id,
        exercise_id=aid_request.exercise_id,
        aid_request=aid_request,
        responding_party_id=party.id,
        reference=next_reference(aid_request.network_id, "OF", at),
        state=move(OFFER, OfferState.DRAFT, action),
        sign_off=asdict(demanded) if demanded.are_several else {},
        arrives_at=arrives,
        duration_hours=hours,
        supervisor_name=(supervisor_name or actor.name)[:200],
        supervisor_phone=supervisor_phone,
        note=note,
        expires_at=expires,
        submitted_at=None if demanded.are_several else at,
    )
    _write_lines(offer, offered, terms)
    _tell(actor, offer, party.name)
    return queries.get_offer(actor, offer.id)


def _tell(actor: Actor, offer: Offer, party_name: str) -> None:
    if offer.sign_off:
        first_agreement(actor, offer)
    else:
        tell_submitted(actor, offer, party_name)


def tell_submitted(actor: Actor, offer: Offer, party_name: str) -> None:
    """Record that an offer reached the party that asked."""
    aid_request = offer.aid_request
    record(
        events.OfferSubmitted(
            offer.id,
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            offer.responding_party_id,
            party_name,
            offer.reference,
            aid_request.reference,
            offer.expires_at,
        ),
        actor=actor,
        subjects=[("offer", offer.id), *subjects_of(aid_request)],
        audience=[aid_request.requesting_party_id, offer.responding_party_id],
        exercise_id=offer.exercise_id,
        at=offer.submitted_at,
    )


def _write_lines(offer: Offer, offered: list[Gathered], terms: Terms) -> None:
    """The offer's lines and its estimate, free hours applied."""
    estimate = cost_of(offer.aid_request, offer.responding_party_id, offered, terms)
    offer.estimated_cost_cents, offer.estimate = estimate.total_cents, estimate.working
    offer.save(update_fields=["estimated_cost_cents", "estimate"])
    OfferLine.objects.bulk_create(
        OfferLine(
            offer=offer,
            line=each.line,
            resource_id=each.resource.id if each.resource else None,
            package_id=each.package.id if each.package else None,
            label=each.label[:200],
            quantity=each.quantity,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            estimated_cost_cents=cents,
        )
        for each, cents in zip(offered, estimate.cents_by_line, strict=True)
    )


def _expiry(said: datetime | None, at: datetime, terms: Terms) -> datetime:
    """Until when an offer stands. Refuses `offer.expires_too_soon`."""
    expires = said or at + timedelta(hours=terms.response.offer_valid_hours)
    if expires < at + SHORTEST_VALIDITY:
        raise Refused(Refusal("offer.expires_too_soon", field="expires_at"))
    return expires


def _arrival(said: datetime | None, aid_request: AidRequest, at: datetime) -> datetime:
    """When they come. A page takes a while to fill in: a moment that has just gone by is now."""
    if said is None:
        return max(at, aid_request.needed_from)
    return at if at - FILLING_IN <= said < at else said


def usual_duration(aid_request: AidRequest, arrives: datetime) -> int:
    """Hours from arrival to the end of the need, at most a week, at least one."""
    hours = int((aid_request.needed_until - arrives).total_seconds() // 3600)
    return max(1, min(hours, 7 * 24))


def _own_party(actor: Actor) -> UUID:
    if actor.party_id is None:
        raise Refused(Refusal("party.not_named"))
    return actor.party_id


@command("offer.withdraw")
def withdraw_offer(actor: Actor, *, offer_id: UUID, reason: str = "") -> Offer:
    """Take back an offer that was not answered yet, or was never sent.

    *Refuses* `offer.not_yours`, `offer.wrong_state`. *Records* OfferWithdrawn, or OfferNotSent.
    *Clause*: response.
    """
    offer = queries.get_offer(actor, offer_id, lock=True)
    require_own(actor, offer.responding_party_id, "offer.not_yours")
    if offer.state == OfferState.AWAITING_SIGN_OFF:
        return end_unsent(actor, offer, "withdraw", reason)
    return _decide(actor, offer, "withdraw", reason, events.OfferWithdrawn)


@command("offer.decline")
def decline_offer(actor: Actor, *, offer_id: UUID, reason: str) -> Offer:
    """Say no to an offer, with a reason that is kept.

    *Refuses* `offer.not_to_you`, `offer.wrong_state`, `reason.required`. *Records* OfferDeclined.
    *Clause*: response.
    """
    offer = queries.get_offer(actor, offer_id, lock=True)
    require_own(actor, offer.aid_request.requesting_party_id, "offer.not_to_you")
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    return _decide(actor, offer, "decline", reason, events.OfferDeclined)


def _decide(actor: Actor, offer: Offer, action: str, reason: str, kind: type) -> Offer:
    offer.state = move(OFFER, offer.state, action)
    offer.decided_at, offer.decision_reason = clock.now(), reason.strip()[:500]
    offer.save(update_fields=["state", "decided_at", "decision_reason"])
    aid_request = offer.aid_request
    record(
        kind(
            offer.id,
            aid_request.id,
            aid_request.requesting_party_id,
            offer.responding_party_id,
            offer.reference,
            offer.decision_reason,
        ),
        actor=actor,
        subjects=[("offer", offer.id), *subjects_of(aid_request)],
        audience=[aid_request.requesting_party_id, offer.responding_party_id],
        exercise_id=offer.exercise_id,
    )
    return offer


@command("offer.expire")
def expire_offer(actor: Actor, *, offer_id: UUID, at: datetime) -> bool:
    """End an offer that nobody answered in time; False where it was answered after all.

    *Refuses* nothing. *Records* OfferExpired, or OfferNotSent. *Clause*: response.
    """
    offer = queries.get_offer(actor, offer_id, lock=True)
    if offer.state == OfferState.AWAITING_SIGN_OFF and offer.expires_at <= at:
        end_unsent(actor, offer, "expire", "Nobody signed in time.")
        return True
    if offer.state != OfferState.SUBMITTED or offer.expires_at > at:
        return False
    offer.state, offer.decided_at = move(OFFER, offer.state, "expire"), at
    offer.save(update_fields=["state", "decided_at"])
    record(
        events.OfferExpired(
            offer.id,
            offer.aid_request_id,
            offer.aid_request.requesting_party_id,
            offer.responding_party_id,
            offer.reference,
        ),
        actor=actor,
        subjects=[("offer", offer.id), *subjects_of(offer.aid_request)],
        audience=[offer.aid_request.requesting_party_id, offer.responding_party_id],
        exercise_id=offer.exercise_id,
        at=at,
    )
    return True


@command("aid_request.decline_to_help")
def decline_to_help(actor: Actor, *, aid_request_id: UUID, reason: str) -> HelpDeclined:
    """Say that the own party cannot help, and why; said again, the newer reason stands.

    *Refuses* `reason.required`, `offer.own_request`, `aid_request.closed`. *Records* HelpDeclined.
    *Clause*: response.
    """
    aid_request = queries.get_aid_request(actor, aid_request_id)
    party = members.get_party(actor, _own_party(actor))
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    if party.id == aid_request.requesting_party_id:
        raise Refused(Refusal("offer.own_request", "response"))
    if aid_request.state != "open":
        raise Refused(Refusal("aid_request.closed", values={"state": aid_request.state}))
    declined, _ = HelpDeclined.objects.update_or_create(
        aid_request=aid_request,
        party_id=party.id,
        defaults={"reason": reason.strip()[:500], "at": clock.now()},
    )
    record(
        events.HelpDeclined(
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            party.id,
            party.name,
            aid_request.reference,
            declined.reason,
        ),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=[aid_request.requesting_party_id, party.id],
        exercise_id=aid_request.exercise_id,
    )
    return declined

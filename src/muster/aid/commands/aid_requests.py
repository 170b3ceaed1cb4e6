"""Drafting, opening, amending, closing, reopening and cancelling aid requests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.lines import USUAL_NEED, LineAsked, add_lines, check_vocabulary
from muster.aid.commands.opening import (
    OPENED,
    filer_of,
    need_open_incident,
    open_with_terms,
    say_own_means_used,
    tell_asked,
)
from muster.aid.commands.promises import recount_lines
from muster.aid.commands.signatures import sign_anew
from muster.aid.commands.standing_here import (
    acting_party_id,
    audience_of,
    changed_names,
    check_interval,
    given,
    is_on_behalf,
    require_side,
    subjects_of,
    terms_for,
)
from muster.aid.models import AidRequest, AidRequestLine, Incident, Offer
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.eligibility import refusals_for_reopening
from muster.rules.lifecycle import (
    AID_REQUEST,
    LINE,
    OFFER,
    LineState,
    OfferState,
    StandingState,
    move,
)
from muster.rules.lifecycle import AidRequestState as State
from muster.rules.refusal import Refusal, Refused, refuse_if


@command("aid_request.edit")
def draft_aid_request(
    actor: Actor,
    *,
    incident_id: UUID,
    title: str = "",
    lines: Iterable[LineAsked] = (),
    place: str | None = None,
    reporting_contact: str = "",
    reporting_phone: str = "",
    needed_from: datetime | None = None,
    needed_until: datetime | None = None,
    note: str = "",
    aid_request_id: UUID | None = None,
) -> AidRequest:
    """Begin an aid request that only the own party sees until it is opened.

    *Refuses* `incident.not_yours`, `incident.wrong_state`, `exercise.closed`, `time.order`,
    `line.unknown_word`, `line.no_quantity`, `id.taken`. *Records* AidRequestDrafted. *Clause*: requester.
    """
    if earlier := queries.known_aid_request(actor, aid_request_id):
        return earlier
    incident = queries.get_incident(actor, incident_id, lock=True)
    party_id = acting_party_id(actor, incident.party_id)
    need_open_incident(incident)
    asked = list(lines)
    check_vocabulary(actor, asked)
    aid_request = new_request(
        actor,
        incident,
        members.get_party(actor, party_id),
        aid_request_id=aid_request_id,
        on_behalf=is_on_behalf(actor, party_id),
        title=title,
        place=place,
        reporting_contact=reporting_contact or actor.name,
        reporting_phone=reporting_phone,
        needed_from=needed_from,
        needed_until=needed_until,
        note=note,
    )
    aid_request.save(force_insert=True)
    add_lines(aid_request, asked)
    record(
        events.AidRequestDrafted(aid_request.id, incident.id, party_id, aid_request.reference),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=[party_id],
        exercise_id=aid_request.exercise_id,
    )
    return aid_request


def new_request(
    actor: Actor,
    incident: Incident,
    party: Any,
    *,
    aid_request_id: UUID | None,
    on_behalf: bool,
    title: str,
    place: str | None,
    needed_from: datetime | None,
    needed_until: datetime | None,
    **values: Any,
) -> AidRequest:
    """A new request, not saved yet, with what nobody said filled in from party and incident."""
    at = clock.now()
    starts = needed_from or at
    ends = needed_until or starts + USUAL_NEED
    check_interval(starts, ends)
    return AidRequest(
        id=aid_request_id or new_id(),
        network_id=incident.network_id,
        exercise_id=incident.exercise_id,
        incident=incident,
        requesting_party_id=incident.party_id,
        reference=next_reference(incident.network_id, "AR", at),
        title=(title or incident.title)[:200],
        state=State.DRAFT,
        place=(party.place or party.name if place is None else place)[:200],
        latitude=party.latitude,
        longitude=party.longitude,
        needed_from=starts,
        needed_until=ends,
        created_by_id=actor.person_id,
        filed_on_behalf=on_behalf,
        created_at=at,
        **values,
    )


@command("aid_request.open")
def open_aid_request(
    actor: Actor, *, aid_request_id: UUID, own_means_used: bool = False
) -> AidRequest:
    """Ask the network: freezes agreement version, standing and attestations. Where the agreement
    takes more than one person the request waits for the others, and nobody is asked before. With
    `own_means_used` the actor says that the party's own means are used up or will be.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `incident.wrong_state`,
    `exercise.closed` and every reason of `rules.eligibility.refusals_for_opening`. *Records* AidRequestOpened, or
    AidRequestAwaitsSignOff. *Clauses*: trigger, standing, requester, response.
    """
    aid_request = _own_request(actor, aid_request_id)
    if own_means_used:
        say_own_means_used(aid_request, actor.name)
    membership = members.get_membership(actor, aid_request.requesting_party_id)
    rows = queries.lines_of(aid_request.id)
    opened = open_with_terms(actor, aid_request, rows, membership.standing)
    opened.save(update_fields=OPENED)
    return tell_asked(actor, opened, len(rows))


@command("aid_request.amend")
def amend_aid_request(
    actor: Actor,
    *,
    aid_request_id: UUID,
    title: str | None = None,
    place: str | None = None,
    reporting_contact: str | None = None,
    reporting_phone: str | None = None,
    needed_from: datetime | None = None,
    needed_until: datetime | None = None,
    note: str | None = None,
) -> AidRequest:
    """Change times, place, contact or note of a draft or open request; None leaves a value.

    Lines that had the request's own times follow it. Where the agreement takes several persons, the
    signatures under an open request fall away. *Refuses* `aid_request.not_yours`,
    `aid_request.wrong_state`, `time.order`. *Records* AidRequestAmended, AidRequestSignaturesVoid.
    *Clause*: requester.
    """
    aid_request = _own_request(actor, aid_request_id)
    aid_request.state = move(AID_REQUEST, aid_request.state, "amend")
    before = (aid_request.needed_from, aid_request.needed_until)
    changed = changed_names(
        aid_request,
        given(
            title=title or None,
            place=place,
            reporting_contact=reporting_contact,
            reporting_phone=reporting_phone,
            needed_from=needed_from,
            needed_until=needed_until,
            note=note,
        ),
    )
    check_interval(aid_request.needed_from, aid_request.needed_until)
    if not changed:
        return aid_request
    aid_request.save(update_fields=changed)
    for name, old in zip(("needed_from", "needed_until"), before, strict=True):
        if name in changed:
            _move_lines(aid_request, name, old)
    return note_amendment(actor, aid_request, changed)


def _move_lines(aid_request: AidRequest, name: str, old: datetime) -> None:
    """Open lines that had the request's own moment follow it, unless that would turn them round."""
    new = getattr(aid_request, name)
    rows = AidRequestLine.objects.filter(
        aid_request=aid_request, state=LineState.OPEN, **{name: old}
    )
    if name == "needed_from":
        rows.filter(needed_until__gt=new).update(needed_from=new)
    else:
        rows.filter(needed_from__lt=new).update(needed_until=new)


def note_amendment(actor: Actor, aid_request: AidRequest, changed: Iterable[str]) -> AidRequest:
    """Count the amendment and record what changed; what several persons signed is signed anew."""
    aid_request.amendments += 1
    aid_request.save(update_fields=["amendments"])
    sign_anew(actor, aid_request)
    record(
        events.AidRequestAmended(
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            aid_request.reference,
            tuple(changed),
        ),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
    )
    return aid_request


@command("aid_request.close")
def close_aid_request(actor: Actor, *, aid_request_id: UUID, reason: str) -> AidRequest:
    """End an open request; lines still open keep the reason, offers still waiting are declined.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `reason.required`. *Records*
    AidRequestClosed, OfferDeclined for each. *Clause*: requester.
    """
    aid_request = _own_request(actor, aid_request_id)
    aid_request.state = move(AID_REQUEST, aid_request.state, "close")
    unfilled = _end_lines(aid_request, "close_unfilled", _reason(reason), {LineState.OPEN})
    _end(actor, aid_request, reason)
    record(
        events.AidRequestClosed(*_head(aid_request), reason, unfilled),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
    )
    return aid_request


@command("aid_request.cancel")
def cancel_aid_request(actor: Actor, *, aid_request_id: UUID, reason: str) -> AidRequest:
    """Take a request back, as after a false alarm; impossible while missions are under way.

    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `reason.required`,
    `aid_request.missions_under_way`. *Records* AidRequestCancelled, OfferDeclined for each.
    *Clause*: requester.
    """
    aid_request = _own_request(actor, aid_request_id)
    aid_request.state = move(AID_REQUEST, aid_request.state, "cancel")
    if count := queries.missions_under_way(aid_request.id):
        raise Refused(Refusal("aid_request.missions_under_way", values={"count": count}))
    _end_lines(aid_request, "cancel", _reason(reason), {LineState.OPEN, LineState.FILLED})
    _end(actor, aid_request, reason)
    record(
        events.AidRequestCancelled(*_head(aid_request), reason),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
    )
    return aid_request


@command("aid_request.open")
def reopen_aid_request(actor: Actor, *, aid_request_id: UUID) -> AidRequest:
    """Ask again for what was left open when a request was closed, under the terms frozen then.

    Where the agreement takes several persons, they sign anew before an offer is accepted.
    *Refuses* `aid_request.not_yours`, `aid_request.wrong_state`, `incident.wrong_state`,
    `exercise.closed` and every reason of `rules.eligibility.refusals_for_reopening`. *Records*
    AidRequestReopened, AidRequestSignaturesVoid. *Clauses*: requester, standing.
    """
    aid_request = _own_request(actor, aid_request_id)
    aid_request.state = move(AID_REQUEST, aid_request.state, "reopen")
    need_open_incident(aid_request.incident)
    terms = terms_for(actor, aid_request)
    membership = members.get_membership(actor, aid_request.requesting_party_id)
    filed_by = filer_of(actor, aid_request, terms)
    refuse_if(refusals_for_reopening(StandingState(membership.standing), filed_by, terms))
    aid_request.closed_at, aid_request.close_reason = None, ""
    at = clock.now()
    # What was needed until yesterday is needed from now on for as long as it was.
    if aid_request.needed_until <= at:
        aid_request.needed_until = at + USUAL_NEED
    aid_request.save(update_fields=["state", "closed_at", "close_reason", "needed_until"])
    for line in queries.lines_of(aid_request.id, lock=True):
        if line.state == LineState.CLOSED_UNFILLED:
            line.state, line.state_reason = move(LINE, line.state, "reopen"), ""
            line.needed_until = max(line.needed_until, at + timedelta(days=1))
            line.save(update_fields=["state", "state_reason", "needed_until"])
    recount_lines(aid_request.id)  # a mission may have been stood down meanwhile
    sign_anew(actor, aid_request)
    record(
        events.AidRequestReopened(*_head(aid_request)),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
    )
    return aid_request


def _own_request(actor: Actor, aid_request_id: UUID) -> AidRequest:
    aid_request = queries.get_aid_request(actor, aid_request_id, lock=True)
    require_side(actor, aid_request.requesting_party_id, "aid_request.not_yours")
    return aid_request


def _head(aid_request: AidRequest) -> tuple[UUID, UUID, UUID, str]:
    return (
        aid_request.id,
        aid_request.incident_id,
        aid_request.requesting_party_id,
        aid_request.reference,
    )


def _reason(reason: str) -> str:
    if not reason.strip():
        raise Refused(Refusal("reason.required", field="reason"))
    return reason.strip()[:500]


def _end(actor: Actor, aid_request: AidRequest, reason: str) -> None:
    """Close the row, and decline the offers that still wait: nobody is left without an answer."""
    aid_request.closed_at, aid_request.close_reason = clock.now(), _reason(reason)
    aid_request.save(update_fields=["state", "closed_at", "close_reason"])
    waiting = Offer.objects.select_for_update().filter(
        aid_request=aid_request, state=OfferState.SUBMITTED
    )
    for offer in waiting.order_by("id"):
        offer.state = move(OFFER, offer.state, "decline")
        offer.decided_at = aid_request.closed_at
        offer.decision_reason = f"The request was ended: {reason}"[:500]
        offer.save(update_fields=["state", "decided_at", "decision_reason"])
        record(
            events.OfferDeclined(
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


def _end_lines(
    aid_request: AidRequest, action: str, reason: str, states: set[LineState]
) -> tuple[int, ...]:
    """Move every line in one of the states; the numbers of those."""
    ended = []
    for line in queries.lines_of(aid_request.id, lock=True):
        if line.state in states:
            line.state, line.state_reason = move(LINE, line.state, action), reason
            line.save(update_fields=["state", "state_reason"])
            ended.append(line.number)
    return tuple(ended)

"""From draft to open: what the agreement asks, and what is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from muster.agreements import queries as agreements
from muster.aid import events
from muster.aid.commands.signatures import first_signature
from muster.aid.commands.standing_here import audience_of, subjects_of
from muster.aid.models import AidRequest, AidRequestLine, Impact, Incident
from muster.joining import queries as joining
from muster.journal import clock
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.eligibility import (
    Filer,
    IncidentFacts,
    NeedFacts,
    OpeningFacts,
    SignOffs,
    refusals_for_opening,
)
from muster.rules.lifecycle import (
    AID_REQUEST,
    AidRequestState,
    IncidentState,
    LineState,
    StandingState,
    move,
)
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import Terms

OPENED = [
    "state",
    "opened_at",
    "agreement_version",
    "frozen",
    "sign_off",
    "own_means_said_by",
    "own_means_said_at",
]
"""What opening a request, or leaving it to wait for a second person, writes of it."""
CALLS_OUT = "calls_out"
"""Kept beside the signatures demanded until the last one is given."""


def open_with_terms(
    actor: Actor,
    aid_request: AidRequest,
    lines: list[AidRequestLine],
    standing: str,
    *,
    calls_out: bool = False,
) -> AidRequest:
    """Open a request under the agreement in force, or let it wait for the other persons that the
    agreement takes, with the wish to have people asked; the caller holds its lock and saves it."""
    under, terms = _may_open(actor, aid_request, lines, standing, filer_of)
    demanded = SignOffs.of(terms.requester)
    if demanded.are_several:
        aid_request.state = move(AID_REQUEST, aid_request.state, "await_sign_off")
        aid_request.sign_off = {**asdict(demanded), CALLS_OUT: calls_out}
        return aid_request
    return _freeze(actor, aid_request, under, "open")


def was_to_call_out(aid_request: AidRequest) -> bool:
    """Whether whoever filed a request that waited for signatures wanted people asked at once."""
    return bool(aid_request.sign_off.get(CALLS_OUT))


def say_own_means_used(aid_request: AidRequest, said_by: str) -> None:
    """Note who says that the party's own means are used up or will be; the caller saves it."""
    aid_request.own_means_said_by = said_by[:200]
    aid_request.own_means_said_at = clock.now()


def open_signed(
    actor: Actor, aid_request: AidRequest, lines: list[AidRequestLine], standing: str
) -> AidRequest:
    """Open a request whose last person has signed; who filed it was judged when it was written."""
    under, _ = _may_open(actor, aid_request, lines, standing, _filed_by)
    return _freeze(actor, aid_request, under, "open_signed")


def _may_open(
    actor: Actor,
    aid_request: AidRequest,
    lines: list[AidRequestLine],
    standing: str,
    filer: Callable[[Actor, AidRequest, Terms], Filer],
) -> tuple[Any, Terms]:
    """The version under which it is asked, and its terms; refused where they forbid it."""
    need_open_incident(aid_request.incident)
    under = joining.asking_under(actor, aid_request.requesting_party_id)
    if under is None:
        raise Refused(Refusal("agreement.none_in_force", "joining"))
    terms = agreements.terms_of(under.version)
    facts = OpeningFacts(
        incident=incident_facts(aid_request.incident),
        requesting_party_standing=StandingState(standing),
        filed_by=filer(actor, aid_request, terms),
        lines=tuple(
            NeedFacts(
                number=line.number,
                quantity=line.quantity,
                needed_from=line.needed_from,
                needed_until=line.needed_until,
            )
            for line in lines
            if line.state == LineState.OPEN
        ),
        at=clock.now(),
        own_means_used=aid_request.own_means_said_at is not None,
    )
    refuse_if(refusals_for_opening(facts, terms))
    return under, terms


def _freeze(actor: Actor, aid_request: AidRequest, under: Any, action: str) -> AidRequest:
    """Open the row and keep what holds at this moment."""
    at = clock.now()
    aid_request.state = move(AID_REQUEST, aid_request.state, action)
    aid_request.opened_at = at
    aid_request.agreement_version = under.version
    frozen = agreements.freeze(actor, aid_request.requesting_party_id, at, under.version)
    aid_request.frozen = {**frozen, "other_versions": under.kept}
    return aid_request


def need_open_incident(incident: Incident) -> None:
    """Nothing is asked for an incident, or within an exercise, that was closed."""
    if incident.state == IncidentState.CLOSED:
        raise Refused(Refusal("incident.wrong_state", values={"state": incident.state}))
    if incident.exercise is not None and incident.exercise.closed_at is not None:
        raise Refused(Refusal("exercise.closed"))


def tell_asked(
    actor: Actor, aid_request: AidRequest, line_count: int, *, calls_out: bool = False
) -> AidRequest:
    """Record that a request was opened, or that it waits for another person's signature."""
    if aid_request.state == AidRequestState.AWAITING_SIGN_OFF:
        return first_signature(actor, aid_request)
    return tell_opened(actor, aid_request, line_count, calls_out=calls_out)


def tell_opened(
    actor: Actor, aid_request: AidRequest, line_count: int, *, calls_out: bool = False
) -> AidRequest:
    """Record that a request was opened."""
    record(
        events.AidRequestOpened(
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            aid_request.reference,
            line_count,
            aid_request.filed_on_behalf,
            calls_out,
        ),
        actor=actor,
        subjects=subjects_of(aid_request),
        audience=audience_of(aid_request),
        exercise_id=aid_request.exercise_id,
        at=aid_request.opened_at,
    )
    return aid_request


def incident_facts(incident: Incident) -> IncidentFacts:
    """What the trigger looks at; a suspected impact counts as one. Where a party itself determines
    what an emergency is, it does so by asking."""
    return IncidentFacts(
        confidentiality=incident.confidentiality_impact != Impact.NONE,
        integrity=incident.integrity_impact != Impact.NONE,
        availability=incident.availability_impact != Impact.NONE,
        declared_emergency=incident.emergency_declared_at is not None,
        lawful_emergency=True,
        authorized_drill=incident.exercise_id is not None,
    )


def _filed_by(_actor: Actor, aid_request: AidRequest, _terms: Terms) -> Filer:
    return Filer.COORDINATOR if aid_request.filed_on_behalf else Filer.OWN_REPRESENTATIVE


def filer_of(actor: Actor, aid_request: AidRequest, terms: Terms) -> Filer:
    """As what the actor asks for the request's party."""
    if actor.is_system:
        return Filer.OWN_REPRESENTATIVE
    if actor.party_id != aid_request.requesting_party_id:
        return Filer.COORDINATOR
    if actor.holds(*terms.requester.roles):
        return Filer.OWN_REPRESENTATIVE
    return Filer.OTHER_MEMBER

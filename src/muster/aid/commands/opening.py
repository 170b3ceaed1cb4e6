"""From draft to open: what the agreement asks, and what is frozen."""

from __future__ import annotations

from muster.agreements import queries as agreements
from muster.aid import events
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
    refusals_for_opening,
)
from muster.rules.lifecycle import AID_REQUEST, IncidentState, LineState, StandingState, move
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.rules.terms import Terms


def open_with_terms(
    actor: Actor, aid_request: AidRequest, lines: list[AidRequestLine], standing: str
) -> AidRequest:
    """Open a request under the agreement in force; the caller holds its lock and saves it."""
    at = clock.now()
    need_open_incident(aid_request.incident)
    aid_request.state = move(AID_REQUEST, aid_request.state, "open")
    under = joining.asking_under(actor, aid_request.requesting_party_id)
    if under is None:
        raise Refused(Refusal("agreement.none_in_force", "joining"))
    terms = agreements.terms_of(under.version)
    facts = OpeningFacts(
        incident=incident_facts(aid_request.incident),
        requesting_party_standing=StandingState(standing),
        filed_by=filer_of(actor, aid_request, terms),
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
        at=at,
    )
    refuse_if(refusals_for_opening(facts, terms))
    aid_request.opened_at = at
    aid_request.agreement_version_id = under.version.id
    frozen = agreements.freeze(actor, aid_request.requesting_party_id, at, under.version)
    aid_request.frozen = {**frozen, "other_versions": under.kept}
    return aid_request


def need_open_incident(incident: Incident) -> None:
    """Nothing is asked for an incident, or within an exercise, that was closed."""
    if incident.state == IncidentState.CLOSED:
        raise Refused(Refusal("incident.wrong_state", values={"state": incident.state}))
    if incident.exercise is not None and incident.exercise.closed_at is not None:
        raise Refused(Refusal("exercise.closed"))


def tell_opened(actor: Actor, aid_request: AidRequest, line_count: int) -> AidRequest:
    """Record that a request was opened."""
    record(
        events.AidRequestOpened(
            aid_request.id,
            aid_request.incident_id,
            aid_request.requesting_party_id,
            aid_request.reference,
            line_count,
            aid_request.filed_on_behalf,
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


def filer_of(actor: Actor, aid_request: AidRequest, terms: Terms) -> Filer:
    """As what the actor asks for the request's party."""
    if actor.is_system:
        return Filer.OWN_REPRESENTATIVE
    if actor.party_id != aid_request.requesting_party_id:
        return Filer.COORDINATOR
    if actor.holds(*terms.requester.roles):
        return Filer.OWN_REPRESENTATIVE
    return Filer.OTHER_MEMBER

"""Opening, amending, closing and reopening incidents."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.standing_here import (
    acting_party_id,
    changed_names,
    given,
    known,
    require_side,
)
from muster.aid.models import Impact, Incident
from muster.journal import clock
from muster.journal.command import command
from muster.journal.counters import next_reference
from muster.journal.ids import new_id
from muster.journal.inserting import insert
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lifecycle import INCIDENT, IncidentState, move
from muster.rules.refusal import Refusal, Refused
from muster.rules.sharing import SharingLabel

N, S, P, V = Impact.NONE, Impact.SUSPECTED, Impact.PARTIAL, Impact.SEVERE
USUAL_IMPACTS: dict[str, tuple[str, str, str]] = {
    Incident.Kind.RANSOMWARE: (S, V, V),
    Incident.Kind.INTRUSION: (S, S, N),
    Incident.Kind.OUTAGE: (N, N, V),
    Incident.Kind.DATA_LOSS: (N, V, P),
    Incident.Kind.DENIAL_OF_SERVICE: (N, N, V),
    Incident.Kind.DISASTER: (N, N, V),
    Incident.Kind.OTHER: (N, N, S),
}
"""What usually suffers (confidentiality, integrity, availability), until somebody says otherwise."""


@command("incident.open")
def open_incident(
    actor: Actor,
    *,
    kind: str,
    title: str = "",
    confidentiality_impact: str | None = None,
    integrity_impact: str | None = None,
    availability_impact: str | None = None,
    began_at: datetime | None = None,
    discovered_at: datetime | None = None,
    emergency_declared_at: datetime | None = None,
    declaration_reference: str | None = None,
    sharing_label: str = SharingLabel.AMBER,
    summary: str = "",
    party_id: UUID | None = None,
    exercise_id: UUID | None = None,
    incident_id: UUID | None = None,
) -> Incident:
    """Note an incident of the own party; the coordinator may do so for a party that cannot.

    *Refuses* `party.not_named`, `party.not_acted_for`, `incident.in_the_future`,
    `incident.discovered_before_it_began`, `exercise.closed`, `field.unknown_choice`.
    *Records* IncidentOpened. *Clause*: trigger.
    """
    if earlier := queries.known_incident(actor, incident_id):
        return earlier
    party = members.get_party(actor, acting_party_id(actor, party_id))
    return note_incident(
        actor,
        party,
        kind=kind,
        title=title,
        impacts=(confidentiality_impact, integrity_impact, availability_impact),
        began_at=began_at,
        discovered_at=discovered_at,
        emergency_declared_at=emergency_declared_at,
        declaration_reference=declaration_reference or "",
        sharing_label=sharing_label,
        summary=summary,
        exercise_id=exercise_id,
        incident_id=incident_id,
    )


def note_incident(
    actor: Actor,
    party: Any,
    *,
    kind: str,
    impacts: tuple[str | None, str | None, str | None],
    sharing_label: str,
    exercise_id: UUID | None,
    title: str = "",
    began_at: datetime | None = None,
    discovered_at: datetime | None = None,
    emergency_declared_at: datetime | None = None,
    declaration_reference: str = "",
    summary: str = "",
    incident_id: UUID | None = None,
) -> Incident:
    """Write an incident of a party down; what was not said of its impacts is what is usual."""
    at = clock.now()
    _check_moments(began_at, discovered_at, emergency_declared_at, at)
    if exercise_id and members.get_exercise(actor, exercise_id).closed_at is not None:
        raise Refused(Refusal("exercise.closed", field="exercise_id"))
    kind = known(Incident.Kind.values, kind, "kind")
    chosen = _impacts(kind, *impacts)
    incident = Incident(
        id=incident_id or new_id(),
        network_id=actor.network_id,
        party_id=party.id,
        exercise_id=exercise_id,
        reference=next_reference(actor.network_id, "INC", at),
        title=title or f"{Incident.Kind(kind).label.capitalize()}, {party.name}"[:200],
        kind=kind,
        confidentiality_impact=chosen[0],
        integrity_impact=chosen[1],
        availability_impact=chosen[2],
        began_at=began_at or discovered_at or at,
        discovered_at=discovered_at or at,
        emergency_declared_at=emergency_declared_at,
        declaration_reference=declaration_reference,
        sharing_label=known(tuple(SharingLabel), sharing_label, "sharing_label"),
        summary=summary,
        state=IncidentState.OPEN,
        opened_at=at,
    )
    insert([incident])
    record(
        events.IncidentOpened(incident.id, party.id, incident.reference, kind),
        actor=actor,
        subjects=[("incident", incident.id)],
        audience=[party.id],
        exercise_id=exercise_id,
        at=at,
    )
    return incident


def _check_moments(
    began_at: datetime | None,
    discovered_at: datetime | None,
    emergency_declared_at: datetime | None,
    at: datetime,
) -> None:
    """None lies ahead, and nothing is discovered before it began."""
    moments = {
        "began_at": began_at,
        "discovered_at": discovered_at,
        "emergency_declared_at": emergency_declared_at,
    }
    refusals = [
        Refusal("incident.in_the_future", field=name)
        for name, moment in moments.items()
        if moment and moment > at
    ]
    if began_at and discovered_at and discovered_at < began_at:
        refusals.append(Refusal("incident.discovered_before_it_began", field="discovered_at"))
    if refusals:
        raise Refused(refusals)


def _impacts(kind: str, *said: str | None) -> list[str]:
    """What was said of each impact, or what is usual for the kind."""
    return [
        known(Impact.values, word or likely, "impact")
        for word, likely in zip(said, USUAL_IMPACTS[kind], strict=True)
    ]


@command("incident.open")
def amend_incident(
    actor: Actor,
    *,
    incident_id: UUID,
    title: str | None = None,
    kind: str | None = None,
    confidentiality_impact: str | None = None,
    integrity_impact: str | None = None,
    availability_impact: str | None = None,
    began_at: datetime | None = None,
    discovered_at: datetime | None = None,
    emergency_declared_at: datetime | None = None,
    declaration_reference: str | None = None,
    sharing_label: str | None = None,
    summary: str | None = None,
) -> Incident:
    """Say more, or something else, about an incident; None leaves a value as it is.

    *Refuses* `incident.not_yours`, `incident.wrong_state`, `incident.in_the_future`,
    `incident.discovered_before_it_began`. *Records* IncidentAmended with the names of what changed. *Clause*: trigger.
    """
    incident = _own_incident(actor, incident_id)
    incident.state = move(INCIDENT, incident.state, "amend")
    _check_moments(
        began_at or incident.began_at,
        discovered_at or incident.discovered_at,
        emergency_declared_at,
        clock.now(),
    )
    choices = {
        "kind": (Incident.Kind.values, kind),
        "confidentiality_impact": (Impact.values, confidentiality_impact),
        "integrity_impact": (Impact.values, integrity_impact),
        "availability_impact": (Impact.values, availability_impact),
        "sharing_label": (tuple(SharingLabel), sharing_label),
    }
    chosen = {
        name: known(values, value, name) for name, (values, value) in choices.items() if value
    }
    changes = given(
        title=title or None,
        began_at=began_at,
        discovered_at=discovered_at,
        emergency_declared_at=emergency_declared_at,
        declaration_reference=declaration_reference,
        summary=summary,
    )
    changed = changed_names(incident, {**changes, **chosen})
    if changed:
        incident.save(update_fields=changed)
        _record(
            events.IncidentAmended(incident.id, incident.party_id, incident.reference, changed),
            actor,
            incident,
        )
    return incident


@command("incident.close")
def close_incident(actor: Actor, *, incident_id: UUID, reason: str = "") -> Incident:
    """Close an incident whose requests are all closed.

    *Refuses* `incident.not_yours`, `incident.wrong_state`, `incident.has_open_requests`.
    *Records* IncidentClosed. *Clause*: trigger.
    """
    incident = _own_incident(actor, incident_id)
    incident.state = move(INCIDENT, incident.state, "close")
    if count := queries.open_aid_requests_of_incident(incident.id):
        raise Refused(Refusal("incident.has_open_requests", values={"count": count}))
    incident.closed_at = clock.now()
    incident.save(update_fields=["state", "closed_at"])
    _record(
        events.IncidentClosed(incident.id, incident.party_id, incident.reference, reason),
        actor,
        incident,
    )
    return incident


@command("incident.open")
def reopen_incident(actor: Actor, *, incident_id: UUID, reason: str = "") -> Incident:
    """Take up a closed incident again, as after a second wave.

    *Refuses* `incident.not_yours`, `incident.wrong_state`. *Records* IncidentReopened.
    *Clause*: trigger.
    """
    incident = _own_incident(actor, incident_id)
    incident.state = move(INCIDENT, incident.state, "reopen")
    incident.closed_at = None
    incident.save(update_fields=["state", "closed_at"])
    _record(
        events.IncidentReopened(incident.id, incident.party_id, incident.reference, reason),
        actor,
        incident,
    )
    return incident


def _own_incident(actor: Actor, incident_id: UUID) -> Incident:
    incident = queries.get_incident(actor, incident_id, lock=True)
    require_side(actor, incident.party_id, "incident.not_yours")
    return incident


def _record(happened: object, actor: Actor, incident: Incident) -> None:
    record(
        happened,
        actor=actor,
        subjects=[("incident", incident.id)],
        audience=[incident.party_id],
        exercise_id=incident.exercise_id,
    )

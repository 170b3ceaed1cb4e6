"""Reading incidents."""

from __future__ import annotations

from uuid import UUID

from muster.aid.models import Incident
from muster.aid.queries.visibility import own_or_taken, visible_incidents
from muster.journal.days import on_days
from muster.journal.keyset import Page, page_of
from muster.rules.actor import Actor
from muster.rules.days import Days
from muster.rules.refusal import NotFound
from muster.rules.severity import IncidentSigns, Severity, proposed_severity

NEWEST_FIRST = ("-id",)
INCIDENT_KINDS = frozenset(Incident.Kind.values)
"""What may have happened, as an incident says it; playbooks are for one of these."""


def incidents(
    actor: Actor,
    *,
    state: str | None = None,
    party_id: UUID | None = None,
    exercise_id: UUID | None = None,
    days: Days | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Incident]:
    """Incidents that the actor may know of, newest first; real ones unless an exercise is named."""
    rows = visible_incidents(actor).filter(exercise_id=exercise_id).select_related("party")
    rows = on_days(rows, "opened_at", days)
    if state:
        rows = rows.filter(state=state)
    if party_id:
        rows = rows.filter(party_id=party_id)
    return page_of(rows, NEWEST_FIRST, cursor, limit)


def get_incident(actor: Actor, incident_id: UUID, *, lock: bool = False) -> Incident:
    """One incident. Raises `NotFound`."""
    rows = visible_incidents(actor).select_related("party", "exercise")
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=incident_id).first()
    if found is None:
        raise NotFound("incident")
    return found


def known_incident(actor: Actor, incident_id: UUID | None) -> Incident | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    if incident_id is None:
        return None
    found = Incident.objects.filter(pk=incident_id).select_related("party", "exercise").first()
    may_open = actor.is_system or actor.is_coordinator
    return own_or_taken(
        found,
        lambda row: (
            row.network_id == actor.network_id and (may_open or row.party_id == actor.party_id)
        ),
    )


def severity_of(incident: Incident) -> Severity:
    """The score that what was said of the incident proposes; nothing is decided by it."""
    return proposed_severity(
        IncidentSigns(
            kind=incident.kind,
            confidentiality=incident.confidentiality_impact,
            integrity=incident.integrity_impact,
            availability=incident.availability_impact,
            party_kind=incident.party.kind,
            population=incident.party.population,
        )
    )

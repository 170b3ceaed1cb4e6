"""A draft notice of a breach from an incident, for the party that was hit."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.clocks import queries as clocks
from muster.clocks.words import state_words
from muster.exchange.filling import Filled, joined
from muster.members import queries as members
from muster.response import queries as response
from muster.rules.actor import Actor
from muster.rules.happenings import Scope
from muster.rules.refusal import NotFound


def read(actor: Actor, incident_id: UUID) -> Filled:
    """What the record knows; how they came in, who, and whose data is for people to write."""
    incident = aid.get_incident(actor, incident_id)
    if not is_concerned(actor, incident):
        raise NotFound("incident")
    values = {
        "party": joined(incident.party.name, incident.party.place, incident.party.state_code),
        "incident": joined(incident.title, incident.reference),
        "contact": _contact(actor, incident),
        "due": _due(actor, incident),
        "occurred_at": incident.began_at,
        "discovered_at": incident.discovered_at or "",
        "description": joined(incident.get_kind_display(), incident.summary, by="\n"),
        "impact": {
            "Confidentiality": incident.confidentiality_impact,
            "Integrity": incident.integrity_impact,
            "Availability": incident.availability_impact,
        },
        "mitigation": _mitigation(actor, incident),
    }
    return Filled(
        "incident",
        incident.id,
        incident.reference,
        incident.network,
        incident.exercise_id is not None,
        values,
        str(incident.sharing_label),
    )


def is_concerned(actor: Actor, incident: Any) -> bool:
    """The party that was hit, whose duty it is to tell, and the network's officers."""
    return actor.is_system or actor.is_network_officer or actor.party_id == incident.party_id


def _contact(actor: Actor, incident: Any) -> dict[str, str]:
    """The first of the party's own contacts, in call order."""
    found = members.contacts(actor, incident.party_id)[:1]
    return {
        title: value
        for each in found
        for title, value in (
            ("Name", each.name),
            ("Telephone", each.phone),
            ("Email", each.email),
        )
        if value
    }


def _due(actor: Actor, incident: Any) -> list[list[Any]]:
    return [
        [each.row.title, each.row.ends_at, state_words(each.state, each.clock.effect)]
        for each in clocks.deadlines_of(actor, Scope.INCIDENT, incident.id)
    ]


def _mitigation(actor: Actor, incident: Any) -> str:
    """The public half of the newest situation report."""
    newest = response.reports(actor, incident.id, limit=1).items
    return newest[0].public_text if newest else ""

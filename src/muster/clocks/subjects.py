"""What a deadline belongs to, as the rooms below know it: its scopes, its sides, its terms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.joining import queries as joining
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.happenings import Scope
from muster.rules.refusal import NotFound
from muster.rules.terms import Clock, TriggerKind

AFFECTED = {
    TriggerKind.CONFIDENTIALITY: "confidentiality_impact",
    TriggerKind.INTEGRITY: "integrity_impact",
    TriggerKind.AVAILABILITY: "availability_impact",
}
UNTOUCHED = "none"


@dataclass(frozen=True)
class Subject:
    """`ids` names it and everything wider that it came from; `owners` maps the terms' word for a
    side to a party. `impacts` and the sharing `label` are those of the incident, where there is one."""

    scope: Scope
    ids: Mapping[Scope, UUID]
    reference: str
    version: Any
    exercise_id: UUID | None = None
    owners: Mapping[str, UUID | None] = field(default_factory=dict)
    party_kind: str = ""
    impacts: frozenset[TriggerKind] = frozenset()
    label: str = ""

    @property
    def id(self) -> UUID:
        return self.ids[self.scope]

    def owner_of(self, clock: Clock) -> UUID | None:
        """The party whose task a clock is; None is the network's coordinator."""
        return self.owners.get(str(clock.owner))

    def other_than(self, party_id: UUID | None) -> UUID | None:
        """The other side, where there is one."""
        others = [each for each in self.owners.values() if each and each != party_id]
        return others[0] if others else None

    def is_bound_by(self, clock: Clock) -> bool:
        """Whether a clock concerns this: its kinds of parties, its kinds of impact."""
        kinds, impacts = clock.party_kinds, frozenset(clock.impacts)
        return (not kinds or self.party_kind in kinds) and (
            not impacts or bool(impacts & self.impacts)
        )


def get_subject(actor: Actor, scope: Scope, subject_id: UUID) -> Subject:
    """The incident, request, offer, mission or party as the actor may see it; what belongs to a room
    above is not told here. Raises `NotFound`."""
    if scope not in READERS:
        raise NotFound("subject")
    return READERS[scope](actor, subject_id)


def _incident(actor: Actor, incident_id: UUID) -> Subject:
    incident = aid.get_incident(actor, incident_id)
    return Subject(
        scope=Scope.INCIDENT,
        ids={Scope.INCIDENT: incident.id},
        reference=incident.reference,
        version=joining.version_of(actor, incident.party_id),
        exercise_id=incident.exercise_id,
        owners={"requesting_party": incident.party_id},
        party_kind=incident.party.kind,
        impacts=_impacts(incident),
        label=incident.sharing_label,
    )


def _aid_request(actor: Actor, aid_request_id: UUID) -> Subject:
    asked = aid.get_aid_request(actor, aid_request_id)
    return Subject(
        scope=Scope.AID_REQUEST,
        ids={Scope.AID_REQUEST: asked.id, Scope.INCIDENT: asked.incident_id},
        reference=asked.reference,
        version=_version(actor, asked.agreement_version_id),
        exercise_id=asked.exercise_id,
        owners={"requesting_party": asked.requesting_party_id},
        party_kind=asked.requesting_party.kind,
        impacts=_impacts(asked.incident),
        label=asked.incident.sharing_label,
    )


def _offer(actor: Actor, offer_id: UUID) -> Subject:
    offer = aid.get_offer(actor, offer_id)
    asked = _aid_request(actor, offer.aid_request_id)
    return Subject(
        scope=Scope.OFFER,
        ids={**asked.ids, Scope.OFFER: offer.id},
        reference=offer.reference,
        version=asked.version,
        exercise_id=offer.exercise_id,
        owners={**asked.owners, "responding_party": offer.responding_party_id},
        party_kind=asked.party_kind,
        impacts=asked.impacts,
        label=asked.label,
    )


def _mission(actor: Actor, mission_id: UUID) -> Subject:
    mission = aid.get_mission(actor, mission_id)
    return Subject(
        scope=Scope.MISSION,
        ids={
            Scope.MISSION: mission.id,
            Scope.OFFER: mission.offer_id,
            Scope.AID_REQUEST: mission.aid_request_id,
            Scope.INCIDENT: mission.aid_request.incident_id,
        },
        reference=mission.reference,
        version=mission.agreement_version,
        exercise_id=mission.exercise_id,
        owners={
            "requesting_party": mission.requesting_party_id,
            "responding_party": mission.responding_party_id,
        },
        party_kind=mission.requesting_party.kind,
        impacts=_impacts(mission.aid_request.incident),
        label=mission.aid_request.incident.sharing_label,
    )


def _party(actor: Actor, party_id: UUID) -> Subject:
    party = members.get_party(actor, party_id)
    return Subject(
        scope=Scope.PARTY,
        ids={Scope.PARTY: party.id},
        reference=party.name,
        version=agreements.version_in_force(actor),
        owners={"withdrawing_party": party.id},
        party_kind=party.kind,
    )


def _version(actor: Actor, version_id: UUID | None) -> Any:
    return agreements.get_version(actor, version_id) if version_id else None


def _impacts(incident: Any) -> frozenset[TriggerKind]:
    return frozenset(
        kind for kind, name in AFFECTED.items() if getattr(incident, name) != UNTOUCHED
    )


READERS: Mapping[Scope, Callable[[Actor, UUID], Subject]] = {
    Scope.INCIDENT: _incident,
    Scope.AID_REQUEST: _aid_request,
    Scope.OFFER: _offer,
    Scope.MISSION: _mission,
    Scope.PARTY: _party,
}

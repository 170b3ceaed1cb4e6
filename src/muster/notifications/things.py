"""The things that notices lead to: their page, whether a reader may see them, how far they travel."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse

from muster.afteraction import queries as afteraction
from muster.agreements import queries as agreements
from muster.aid import queries as aid
from muster.claims import queries as claims
from muster.clocks import queries as clocks
from muster.duty import queries as duty
from muster.joining import queries as joining
from muster.members import queries as members
from muster.response import queries as response
from muster.rules.actor import Actor, system_actor
from muster.rules.refusal import NotFound, Refused
from muster.web.subjects import SubjectPage


@dataclass(frozen=True)
class Thing:
    """`field` of the fact holds its id; `get(actor, id)` raises NotFound for who may not see it."""

    field: str
    url_name: str
    get: Callable[[Actor, UUID], Any] | None = None
    takes_id: bool = True


THINGS = {
    "aid_request": Thing("aid_request_id", "aid:request", aid.get_aid_request),
    "offer": Thing("offer_id", "aid:offer", aid.get_offer),
    "mission": Thing("mission_id", "aid:mission", aid.get_mission),
    "claim": Thing("claim_id", "claims:claim", claims.get_claim),
    "deadline": Thing("deadline_id", "clocks:deadline", clocks.get_deadline),
    "deadlines": Thing("party_id", "clocks:deadlines", takes_id=False),
    "rota": Thing("party_id", "duty:rota", duty.rota_of),
    "review": Thing("review_id", "afteraction:review", afteraction.get_review),
    "operation": Thing("operation_id", "response:operation", response.get_operation),
    "joining": Thing("joining_id", "joining:joining", joining.get_joining),
    "agreement_version": Thing("version_id", "agreements:version", agreements.get_version),
    "party": Thing("party_id", "members:party"),
    "person": Thing("person_id", "members:person", members.get_person),
    "account": Thing("person_id", "members:account", takes_id=False),
    "link_alarm": Thing("alarm_id", "web:journal", takes_id=False),
    "phones": Thing("alarm_id", "offline:devices", takes_id=False),
    "break_glass": Thing("network_id", "web:home", takes_id=False),
    "refused_replies": Thing("reply_id", "messaging:deliveries", takes_id=False),
    "held_messages": Thing("network_id", "messaging:deliveries", takes_id=False),
    "backups": Thing("network_id", "backups:backups", takes_id=False),
    "message": Thing("message_id", "messaging:delivery"),
    "incident": Thing("incident_id", "aid:incident", aid.get_incident),
    "reconciliation": Thing("reconciliation_id", "backups:reconciliation"),
}

NO_THING = UUID(int=0)
"""Stands for the thing of a page that is one's own, such as the coordinator's list of deadlines."""

UNKNOWN = ""
"""No label of the protocol: what carries it is said of as little as under the narrowest."""


def about(name: str, happened: Any) -> tuple[str, UUID]:
    """Kind and id of the thing that a fact leads to; a note leads to what it is written on."""
    if name == "note":
        return happened.subject_kind, happened.subject_id
    return name, getattr(happened, THINGS[name].field) or NO_THING


def address(kind: str, thing_id: UUID) -> str:
    """The path of the thing's page; the inbox where it has none."""
    thing = THINGS.get(kind)
    if thing is None:
        return reverse("notifications:inbox")
    try:
        return reverse(thing.url_name, args=[thing_id] if thing.takes_id else [])
    except NoReverseMatch:
        return reverse("notifications:inbox")


def may_see(actor: Actor, kind: str, thing_id: UUID) -> bool:
    """Whether the thing's own query shows it to the reader."""
    thing = THINGS.get(kind)
    if thing is None or thing.get is None:
        return True
    try:
        thing.get(actor, thing_id)
    except NotFound:
        return False
    return True


def page_of(actor: Actor, kind: str, thing_id: UUID) -> SubjectPage | None:
    """The page of a thing that is there and that the reader may see."""
    thing = THINGS.get(kind)
    if thing is None or thing.get is None:
        return None
    try:
        found = thing.get(actor, thing_id)
    except (NotFound, Refused):
        return None
    return SubjectPage(str(getattr(found, "reference", "") or ""), address(kind, thing_id))


def label_of(network_id: UUID | None, happened: Any) -> str | None:
    """The sharing label of the incident behind a fact; None where none is. In doubt the narrowest."""
    actor = system_actor(network_id)
    try:
        if deadline_id := getattr(happened, "deadline_id", None):
            incident_id = clocks.incident_of(actor, deadline_id)
            return _label(aid.get_incident(actor, incident_id)) if incident_id else None
        if aid_request_id := getattr(happened, "aid_request_id", None):
            return _label(aid.get_aid_request(actor, aid_request_id).incident)
        if mission_id := getattr(happened, "mission_id", None):
            return _label(aid.get_mission(actor, mission_id).aid_request.incident)
        if incident_id := getattr(happened, "incident_id", None):
            return _label(aid.get_incident(actor, incident_id))
    except NotFound:
        return UNKNOWN
    return UNKNOWN if hasattr(happened, "subject_id") else None


def _label(incident: Any) -> str:
    return str(incident.sharing_label)

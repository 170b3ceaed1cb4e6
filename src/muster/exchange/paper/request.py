"""The agreement's request from an aid request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import queries as aid
from muster.exchange.filling import (
    Filled,
    agreement_of,
    filled_from,
    joined,
    label,
    own_means,
    signed_by,
)
from muster.rules.actor import Actor

BY_COORDINATOR = "Filed by the coordinator for the party"
IN_WRITING = "In writing"
BY_VOICE = "By word of mouth, confirmed here"
NOT_CONFIRMED = "By phone, not confirmed yet"


def read(actor: Actor, aid_request_id: UUID) -> Filled:
    """Who asks for what, where and for how long, under which version."""
    asked = aid.get_aid_request(actor, aid_request_id)
    incident = asked.incident
    frozen = aid.frozen_for(actor, asked)
    filing = aid.phone_filing_of(actor, asked.id) if asked.filed_on_behalf else None
    values = {
        "requesting_party": asked.requesting_party.name,
        "request_number": asked.reference,
        "requested_at": asked.opened_at,
        "incident": joined(incident.title, incident.reference, asked.place),
        "began_at": incident.began_at,
        "impact": {
            "Confidentiality": incident.confidentiality_impact,
            "Integrity": incident.integrity_impact,
            "Availability": incident.availability_impact,
        },
        "situation": joined(
            asked.title,
            incident.summary,
            asked.note,
            own_means(asked),
            _filed(asked, filing),
            by="\n",
        ),
        "way": _way(asked, filing),
        "needs": [_need(line, asked) for line in aid.lines(actor, asked.id)],
        "staging": asked.place,
        "receiving": {"Name": asked.reporting_contact, "Telephone": asked.reporting_phone},
        "agreement": agreement_of(asked.agreement_version),
        "baseline": _baseline(frozen),
        **signed_by(asked, "authorized_by", "second_approval"),
    }
    return filled_from("aid_request", asked, asked.reference, values)


def _way(asked: Any, filing: Any) -> str:
    """One of the form's choices."""
    if filing is not None:
        return BY_VOICE if filing.state == "confirmed" else NOT_CONFIRMED
    return BY_COORDINATOR if asked.filed_on_behalf else IN_WRITING


def _filed(asked: Any, filing: Any) -> str:
    """Who filed it for whom, where it came by phone."""
    if filing is None:
        return ""
    filer = joined(filing.filed_by_name, filing.filed_by_party and filing.filed_by_party.name)
    state = joined(filing.get_state_display(), filing.decided_how)
    return f"By phone, filed by {filer} for {asked.requesting_party.name}; {state}."


def _need(line: Any, asked: Any) -> list[Any]:
    wanted = joined(
        line.skill and line.skill.label,
        line.clearance and line.clearance.label,
        line.description,
        by="; ",
    )
    kind = f"{line.resource_type.label} ({label(line.resource_type.kind)})"
    where = line.place or asked.place
    return [line.number, line.quantity, kind, wanted, line.needed_from, f"{line.hours} h", where]


def _baseline(frozen: dict[str, Any]) -> str | None:
    if "meets_baseline" not in frozen:
        return None
    return "Met" if frozen["meets_baseline"] else "Not met"

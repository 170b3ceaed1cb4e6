"""Legal holds: placed with a reason, released with a reason."""

from __future__ import annotations

from uuid import UUID

from muster.aid import queries as aid
from muster.claims import queries as claims
from muster.journal import clock
from muster.journal.command import command
from muster.journal.record import EVERYONE, record
from muster.members import queries as members
from muster.records import queries
from muster.records.events import HoldPlaced, HoldReleased
from muster.records.models import LegalHold
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused


@command("hold.place")
def place_hold(actor: Actor, *, subject_kind: str, subject_id: UUID, reason: str) -> LegalHold:
    """Keep everything about an incident, mission, claim or party from disposal until released.

    *Refuses* `hold.unknown_kind`, `hold.no_reason`. *Records* HoldPlaced. *Clause*: retention.
    """
    members.get_network(actor, lock=True)  # a disposal that is being carried out is over, or waits
    label = _label_of(actor, subject_kind, subject_id)
    if not reason.strip():
        raise Refused(Refusal("hold.no_reason", term="retention", field="reason"))
    hold = LegalHold.objects.create(
        network_id=actor.network_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        label=label[:200],
        reason=reason.strip(),
        placed_by_name=actor.name[:200],
        placed_at=clock.now(),
    )
    _record(HoldPlaced(hold.id, subject_kind, subject_id, hold.label), actor, hold)
    return hold


@command("hold.release")
def release_hold(actor: Actor, *, hold_id: UUID, reason: str) -> LegalHold:
    """Let the subject follow the retention schedule again.

    *Refuses* `hold.released`, `hold.no_reason`. *Records* HoldReleased. *Clause*: retention.
    """
    hold = queries.get_hold(actor, hold_id, lock=True)
    if hold.released_at is not None:
        raise Refused(Refusal("hold.released"))
    if not reason.strip():
        raise Refused(Refusal("hold.no_reason", term="retention", field="reason"))
    hold.released_at = clock.now()
    hold.released_by_name = actor.name[:200]
    hold.release_reason = reason.strip()
    hold.save(update_fields=["released_at", "released_by_name", "release_reason"])
    _record(HoldReleased(hold.id, hold.subject_kind, hold.subject_id, hold.label), actor, hold)
    return hold


def _label_of(actor: Actor, kind: str, subject_id: UUID) -> str:
    """What the subject is called. A claim goes by its mission: its papers are the parties' own."""
    match kind:
        case "incident":
            incident = aid.get_incident(actor, subject_id)
            return f"Incident {incident.reference}"
        case "mission":
            return f"Mission {aid.get_mission(actor, subject_id).reference}"
        case "party":
            return members.get_party(actor, subject_id).name
        case "claim":
            mission_id = claims.mission_of(actor.network_id, subject_id)
            if mission_id is None:
                raise NotFound("claim")
            return f"Claim of mission {aid.get_mission(actor, mission_id).reference}"
    raise Refused(Refusal("hold.unknown_kind", field="subject_kind"))


def _record(happened: object, actor: Actor, hold: LegalHold) -> None:
    subjects = [("hold", hold.id), (hold.subject_kind, hold.subject_id)]
    record(happened, actor=actor, subjects=subjects, audience=EVERYONE)

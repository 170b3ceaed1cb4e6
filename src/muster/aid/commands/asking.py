"""Asking for help in one go: incident and open request from a handful of answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Required, TypedDict, Unpack
from uuid import UUID

from muster.aid import queries
from muster.aid.commands.aid_requests import new_request
from muster.aid.commands.incidents import note_incident
from muster.aid.commands.lines import LineAsked, checked, line_rows, lines_of_packages
from muster.aid.commands.opening import open_with_terms, say_own_means_used, tell_asked
from muster.aid.commands.standing_here import acting_party_id, is_on_behalf
from muster.aid.models import AidRequest, Incident
from muster.journal import clock
from muster.journal.command import command
from muster.journal.inserting import insert
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.sharing import SharingLabel


class Asked(TypedDict, total=False):
    """What may be said when asking; only `kind` and something to ask for must be."""

    kind: Required[str]
    work_packages: Iterable[tuple[UUID, int]]
    lines: Iterable[LineAsked]
    reporting_phone: str
    reporting_contact: str
    place: str | None
    needed_from: datetime | None
    needed_until: datetime | None
    note: str
    confidentiality_impact: str | None
    integrity_impact: str | None
    availability_impact: str | None
    emergency_declared_at: datetime | None
    declaration_reference: str
    sharing_label: str
    exercise_id: UUID | None
    calls_out: bool
    own_means_used: bool


@command("aid_request.open")
def ask_for_help(
    actor: Actor,
    *,
    party_id: UUID | None = None,
    aid_request_id: UUID | None = None,
    **asked: Unpack[Asked],
) -> AidRequest:
    """Open an incident and an aid request for it at once; what is not said has a sensible default.

    With `calls_out` people are asked one after another from now on, the best matches first. With
    `own_means_used` the actor says that the party's own means are used up or will be.
    The same `aid_request_id` gives the first result. *Refuses* what `open_incident` and
    `open_aid_request` refuse, `aid_request.unknown_work_package`, `id.taken`. *Records* IncidentOpened,
    AidRequestOpened, or AidRequestAwaitsSignOff. *Clauses*: trigger, standing, requester, response.
    """
    if earlier := queries.known_aid_request(actor, aid_request_id):
        return earlier
    party = members.get_party(actor, acting_party_id(actor, party_id))
    return ask_for_party(actor, party, aid_request_id=aid_request_id, **asked)


def ask_for_party(
    actor: Actor,
    party: Any,
    *,
    kind: str,
    aid_request_id: UUID | None,
    work_packages: Iterable[tuple[UUID, int]] = (),
    lines: Iterable[LineAsked] = (),
    reporting_phone: str = "",
    reporting_contact: str = "",
    place: str | None = None,
    needed_from: datetime | None = None,
    needed_until: datetime | None = None,
    note: str = "",
    confidentiality_impact: str | None = None,
    integrity_impact: str | None = None,
    availability_impact: str | None = None,
    emergency_declared_at: datetime | None = None,
    declaration_reference: str = "",
    sharing_label: str = SharingLabel.AMBER,
    exercise_id: UUID | None = None,
    calls_out: bool = False,
    own_means_used: bool = False,
    said_by: str = "",
) -> AidRequest:
    """Ask for a party that the caller has found the actor may ask for, inside its command; `said_by`
    is who speaks for the party where that is not the actor."""
    starts = needed_from or clock.now()
    asked, words = lines_of_packages(actor, list(work_packages), starts)
    asked += checked(actor, lines)
    incident = note_incident(
        actor,
        party,
        kind=kind,
        impacts=(confidentiality_impact, integrity_impact, availability_impact),
        emergency_declared_at=emergency_declared_at,
        declaration_reference=declaration_reference,
        sharing_label=sharing_label,
        exercise_id=exercise_id,
    )
    aid_request = new_request(
        actor,
        incident,
        party,
        aid_request_id=aid_request_id,
        on_behalf=is_on_behalf(actor, party.id),
        title=_title(kind, words),
        place=place,
        reporting_contact=reporting_contact or actor.name,
        reporting_phone=reporting_phone,
        needed_from=starts,
        needed_until=needed_until or _last_end(asked),
        note=note,
    )
    if own_means_used:
        say_own_means_used(aid_request, said_by or actor.name)
    return _written_open(actor, aid_request, asked, party.membership.standing, calls_out)


def _written_open(
    actor: Actor, aid_request: AidRequest, asked: list[LineAsked], standing: str, calls_out: bool
) -> AidRequest:
    """One row, written once, open or waiting for a signature: nobody ever sees the draft that it was for a moment."""
    rows = line_rows(aid_request, asked)
    open_with_terms(actor, aid_request, rows, standing, calls_out=calls_out)
    insert([aid_request])
    insert(rows)
    return tell_asked(actor, aid_request, len(rows), calls_out=calls_out)


def _title(kind: str, words: list[str]) -> str:
    return f"{Incident.Kind(kind).label.capitalize()}: {', '.join(words)}" if words else ""


def _last_end(asked: list[LineAsked]) -> datetime | None:
    return max((line.needed_until for line in asked if line.needed_until), default=None)

"""Reading notes on an aid request or a mission, and each thing's timeline."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid.models import Note
from muster.aid.queries.aid_requests import get_aid_request
from muster.aid.queries.missions import get_mission
from muster.aid.queries.offers import answering_parties
from muster.aid.queries.visibility import own_or_taken, visible_notes
from muster.journal import queries as journal
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.sharing import narrowest

MOST = 200
SUBJECTS = {"aid_request": get_aid_request, "mission": get_mission}


def notes(actor: Actor, subject_kind: str, subject_id: UUID) -> list[Note]:
    """The notes on a thing that the actor may see, newest first, each with the `label` under which
    it travels. Raises `NotFound`."""
    subject = get_subject(actor, subject_kind, subject_id)
    rows = visible_notes(actor, is_concerned=is_concerned(actor, subject_kind, subject))
    rows = rows.filter(subject_kind=subject_kind, subject_id=subject_id).select_related("party")
    found = list(rows.order_by("-id")[:MOST])
    for row in found:
        row.label = label_of_note(row.sharing_label, label_of_subject(subject_kind, subject))
    return found


def is_concerned(actor: Actor, subject_kind: str, subject: Any) -> bool:
    """Whether the actor reads what is restricted to those concerned: a mission's two sides and the
    network's officers; of a request its own party and who answered it."""
    if actor.is_system or actor.is_network_officer or subject_kind == "mission":
        return True
    return actor.party_id in {subject.requesting_party_id, *answering_parties(subject.id)}


def label_of_subject(subject_kind: str, subject: Any) -> str:
    """The sharing label of the incident behind a request or a mission."""
    asked = subject.aid_request if subject_kind == "mission" else subject
    return str(asked.incident.sharing_label)


def label_of_note(own: str, of_incident: str) -> str:
    """The label that counts: the note's own, unless its incident's is narrower by now."""
    return narrowest([own or of_incident, of_incident]).value


def get_subject(actor: Actor, subject_kind: str, subject_id: UUID):
    """What a note is on. Raises `NotFound`."""
    if subject_kind not in SUBJECTS:
        raise NotFound("subject")
    return SUBJECTS[subject_kind](actor, subject_id)


def timeline(actor: Actor, *subject_ids: UUID, limit: int = 50) -> list[journal.TimelineEntry]:
    """What happened to things that the caller has found, newest first."""
    return journal.timeline(actor, *subject_ids, limit=limit)


def known_note(actor: Actor, note_id: UUID | None, subject_id: UUID) -> Note | None:
    """What an earlier submission of the actor's under the same client-made id became.

    Refuses `id.taken`.
    """
    if note_id is None:
        return None
    found = Note.objects.filter(pk=note_id).first()
    return own_or_taken(
        found,
        lambda row: (
            row.author_id == actor.person_id
            and row.party_id == actor.party_id
            and row.subject_id == subject_id
        ),
    )

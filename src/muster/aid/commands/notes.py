"""Writing a note on an aid request or a mission."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.standing_here import audience_of, known
from muster.aid.models import Note
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused
from muster.rules.sharing import SharingLabel, is_wider


@command("note.write")
def write_note(
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    text: str,
    own_party_only: bool = False,
    sharing_label: str = "",
    note_id: UUID | None = None,
) -> Note:
    """Write a note for everyone concerned, or for the own party only; it travels no further than
    its incident, and less far under a narrower sharing label of its own.

    *Refuses* `note.empty`, `note.label_too_wide`, `field.unknown_choice`, `id.taken`.
    *Records* NoteWritten, to those who may read it. *Clause*: confidentiality.
    """
    subject = queries.get_subject(actor, subject_kind, subject_id)
    if not text.strip():
        raise Refused(Refusal("note.empty", field="text"))
    bound = queries.label_of_subject(subject_kind, subject)
    if earlier := queries.known_note(actor, note_id, subject_id):
        earlier.label = queries.label_of_note(earlier.sharing_label, bound)
        return earlier
    label = _label(sharing_label, bound)
    own = [actor.party_id] if actor.party_id else []
    note = Note.objects.create(
        id=note_id or new_id(),
        network_id=subject.network_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        party_id=actor.party_id,
        author_id=actor.person_id,
        author_name=actor.name[:200],
        audience=[str(party) for party in own] if own_party_only else None,
        sharing_label=label,
        text=text.strip()[:4000],
        written_at=clock.now(),
    )
    record(
        events.NoteWritten(note.id, subject_kind, subject_id, actor.party_id),
        actor=actor,
        subjects=[(subject_kind, subject_id)],
        audience=own if own_party_only else _concerned(subject_kind, subject, label, own),
        exercise_id=subject.exercise_id,
    )
    note.label = queries.label_of_note(label, bound)
    return note


def _label(given: str, of_incident: str) -> str:
    """The label asked for, empty for "as the incident". Refuses one that is unknown or too wide."""
    if not given:
        return ""
    if is_wider(known(SharingLabel, given, "sharing_label"), of_incident):
        values = {"label": of_incident}
        raise Refused(Refusal("note.label_too_wide", field="sharing_label", values=values))
    return given


def _concerned(subject_kind: str, subject: Any, label: str, own: list[UUID]) -> list[UUID] | None:
    """Who may know that a note was written: who may read it."""
    if subject_kind == "mission":
        return [subject.requesting_party_id, subject.responding_party_id]
    if label == SharingLabel.RED:
        answered = queries.answering_parties(subject.id)
        return [subject.requesting_party_id, *answered, *own]
    return audience_of(subject)

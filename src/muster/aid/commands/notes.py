"""Writing a note on an aid request or a mission."""

from __future__ import annotations

from uuid import UUID

from muster.aid import events, queries
from muster.aid.commands.standing_here import audience_of
from muster.aid.models import Note
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused


@command("note.write")
def write_note(
    actor: Actor,
    *,
    subject_kind: str,
    subject_id: UUID,
    text: str,
    own_party_only: bool = False,
    note_id: UUID | None = None,
) -> Note:
    """Write a note for everyone concerned, or for the own party only.

    *Refuses* `note.empty`, `id.taken`. *Records* NoteWritten, to those who may read it. *Clause*: none.
    """
    subject = queries.get_subject(actor, subject_kind, subject_id)
    if not text.strip():
        raise Refused(Refusal("note.empty", field="text"))
    if earlier := queries.known_note(actor, note_id, subject_id):
        return earlier
    own = [actor.party_id] if actor.party_id else []
    concerned: list[UUID] | None
    if subject_kind == "mission":
        concerned = [subject.requesting_party_id, subject.responding_party_id]
    else:
        concerned = audience_of(subject)
    note = Note.objects.create(
        id=note_id or new_id(),
        network_id=subject.network_id,
        subject_kind=subject_kind,
        subject_id=subject_id,
        party_id=actor.party_id,
        author_id=actor.person_id,
        author_name=actor.name[:200],
        audience=[str(party) for party in own] if own_party_only else None,
        text=text.strip()[:4000],
        written_at=clock.now(),
    )
    record(
        events.NoteWritten(note.id, subject_kind, subject_id, actor.party_id),
        actor=actor,
        subjects=[(subject_kind, subject_id)],
        audience=own if own_party_only else concerned,
        exercise_id=subject.exercise_id,
    )
    return note

"""Writing down what was done between people: the breach reported, the invoice returned."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.clocks import events, queries
from muster.clocks.commands.keeping import keep_clocks
from muster.clocks.models import Happening
from muster.clocks.subjects import Subject, get_subject
from muster.files import queries as files
from muster.files.commands import show_to
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.happenings import GIVEN_BY_HAND, SCOPES, Scope
from muster.rules.refusal import Refusal, Refused
from muster.rules.terms import ClockEvent

LONGEST_NOTE = 1000


@command("clock.note")
def note_happening(
    actor: Actor,
    *,
    event: str,
    scope: str,
    subject_id: UUID,
    happened_at: datetime,
    note: str = "",
    evidence_file_id: UUID | None = None,
    happening_id: UUID | None = None,
) -> Happening:
    """Write down that something was done between people, with its proof; clocks start and stop by it.

    The same `happening_id` again gives the first one. Refuses `happening.unknown_event`,
    `happening.wrong_subject`, `happening.in_the_future`, `happening.no_proof`,
    `happening.not_yours`, `field.too_long`. Records HappeningNoted, and what the clocks record.
    Clause: the clocks of the terms.
    """
    if happening_id and Happening.objects.filter(pk=happening_id).exists():
        return queries.get_happening(actor, happening_id)
    kind = _event(event, scope)
    subject = get_subject(actor, Scope(scope), subject_id)
    _check(actor, subject, happened_at, note, evidence_file_id)
    row = Happening.objects.create(
        id=happening_id or new_id(),
        network_id=actor.network_id,
        exercise_id=subject.exercise_id,
        event=kind,
        scope=subject.scope,
        subject_id=subject.id,
        party_id=actor.party_id,
        happened_at=happened_at,
        note=note.strip(),
        evidence_file_id=evidence_file_id,
        noted_by_id=actor.person_id,
        noted_by_name=actor.name[:200],
        noted_at=clock.now(),
    )
    _tell(actor, subject, row)
    keep_clocks(
        actor,
        event=kind,
        scope=subject.scope,
        subject_id=subject.id,
        at=happened_at,
        happening=row,
    )
    return row


def _tell(actor: Actor, subject: Subject, row: Happening) -> None:
    """Record it for the sides, who may open its proof from then on."""
    sides = [each for each in subject.owners.values() if each]
    if row.evidence_file_id:
        show_to(actor, file_id=row.evidence_file_id, parties=sides, bound_label=subject.label)
    record(
        events.HappeningNoted(
            row.id,
            row.event,
            row.scope,
            row.subject_id,
            actor.party_id,
            row.happened_at,
            row.evidence_file_id is not None,
        ),
        actor=actor,
        subjects=[(subject.scope, subject.id), ("happening", row.id)],
        audience=sides,
        exercise_id=subject.exercise_id,
    )


def _event(event: str, scope: str) -> ClockEvent:
    """The event, where it is one that people note and it is about such a thing."""
    if event not in {each.value for each in GIVEN_BY_HAND}:
        raise Refused(Refusal("happening.unknown_event", field="event"))
    kind = ClockEvent(event)
    if SCOPES[kind] != scope:
        raise Refused(Refusal("happening.wrong_subject", field="event"))
    return kind


def _check(
    actor: Actor,
    subject: Subject,
    happened_at: datetime,
    note: str,
    evidence_file_id: UUID | None,
) -> None:
    refusals = []
    if actor.party_id not in subject.owners.values() and not actor.is_coordinator:
        refusals.append(Refusal("happening.not_yours"))
    if happened_at > clock.now():
        refusals.append(Refusal("happening.in_the_future", field="happened_at"))
    if len(note.strip()) > LONGEST_NOTE:
        refusals.append(Refusal("field.too_long", field="note", values={"limit": LONGEST_NOTE}))
    if not note.strip() and evidence_file_id is None:
        refusals.append(Refusal("happening.no_proof", field="note"))
    if refusals:
        raise Refused(refusals)
    if evidence_file_id is not None:
        files.get_file(actor, evidence_file_id)

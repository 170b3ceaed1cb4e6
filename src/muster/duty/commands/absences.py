"""Time off: whoever is away is not on duty, and the next in turn stands in. Hand-over notes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from muster.duty import queries
from muster.duty.commands.keeping import (
    check_span,
    known_on,
    may_plan_for,
    names_of_people,
    own_rota,
    touch,
    write_down,
)
from muster.duty.events import HandoverNoteWritten, TimeOffEnded, TimeOffNoted
from muster.duty.models import HandoverNote, TimeOff
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.refusal import Refusal, Refused, refuse_if
from muster.web.text import plain_lines

MOST_TIMES_OFF = 500
LONGEST_NOTE = 2000


@command("duty.take_time_off")
def note_time_off(
    actor: Actor,
    *,
    party_id: UUID,
    person_id: UUID,
    since: datetime,
    until: datetime,
    time_off_id: UUID | None = None,
) -> TimeOff:
    """Write down that somebody is away. Planners do it for anybody, others for themselves.

    Refuses `duty.not_yours`, `duty.only_yourself`, `duty.stranger`, `span.backwards`, `span.over`,
    `span.too_long`, `span.too_far`, `time_off.too_many`, `id.taken`. Records TimeOffNoted. Clause:
    none.
    """
    rota = own_rota(actor, party_id)
    if earlier := known_on(rota, TimeOff.objects.all(), time_off_id):
        return earlier
    at = clock.now()
    if not may_plan_for(actor, person_id):
        raise Refused(Refusal("duty.only_yourself", field="person"))
    refuse_if(check_span(since, until, at))
    name = names_of_people(rota, [person_id], "person")[person_id]
    if rota.times_off.filter(ended_at__isnull=True, until__gt=at).count() >= MOST_TIMES_OFF:
        raise Refused(Refusal("time_off.too_many", values={"most": MOST_TIMES_OFF}))
    away = TimeOff.objects.create(
        **({"id": time_off_id} if time_off_id else {}),
        rota=rota,
        person_id=person_id,
        since=since,
        until=until,
        noted_by_name=actor.name,
        noted_at=at,
    )
    touch(rota)
    head = (away.id, rota.id, party_id, person_id, name)
    write_down(TimeOffNoted(*head, since, until), actor, rota)
    return away


@command("duty.take_time_off")
def end_time_off(actor: Actor, *, time_off_id: UUID) -> TimeOff:
    """Somebody is back, or never leaves: from now on their turns are theirs again.

    Refuses `duty.not_yours`, `duty.only_yourself`. Records TimeOffEnded. Clause: none.
    """
    rota = own_rota(actor, queries.get_time_off(actor, time_off_id).rota.party_id)
    away = queries.get_time_off(actor, time_off_id, lock=True)
    if not may_plan_for(actor, away.person_id):
        raise Refused(Refusal("duty.only_yourself"))
    at = clock.now()
    if away.since < at:
        away.until = at
    else:
        away.ended_at = at
    away.save(update_fields=["until", "ended_at"])
    touch(rota)
    head = (away.id, rota.id, rota.party_id, away.person_id, away.person.name)
    write_down(TimeOffEnded(*head), actor, rota)
    return away


@command("duty.write_note")
def write_handover_note(
    actor: Actor, *, party_id: UUID, text: str, note_id: UUID | None = None
) -> HandoverNote:
    """Leave a note for whoever is on duty next: what is open, what to watch, who was told.

    Refuses `duty.not_yours`, `handover_note.empty`, `handover_note.too_long`, `id.taken`. Records
    HandoverNoteWritten, without the text. Clause: none.
    """
    rota = own_rota(actor, party_id)
    if earlier := known_on(rota, HandoverNote.objects.all(), note_id):
        return earlier
    words = plain_lines(text).strip()
    if not words:
        raise Refused(Refusal("handover_note.empty", field="text"))
    if len(words) > LONGEST_NOTE:
        most = {"most": LONGEST_NOTE}
        raise Refused(Refusal("handover_note.too_long", field="text", values=most))
    note = HandoverNote.objects.create(
        **({"id": note_id} if note_id else {}),
        rota=rota,
        text=words,
        written_by_id=actor.person_id,
        written_by_name=actor.name,
        written_at=clock.now(),
    )
    write_down(HandoverNoteWritten(note.id, rota.id, party_id), actor, rota)
    return note

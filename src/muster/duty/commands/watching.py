"""What Muster itself notes of rotas: a duty that comes up, a hand-over, gaps ahead."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from muster.duty import queries
from muster.duty.commands.keeping import write_down
from muster.duty.events import DutyComesUp, DutyGapsFound, DutyHandedOver
from muster.duty.models import Rota
from muster.journal import clock
from muster.journal.command import command
from muster.rules.actor import Actor
from muster.rules.rotas import Gap

TOLD_AGAIN = timedelta(days=7)


@command("duty.keep_watch")
def note_duty_change(
    actor: Actor,
    *,
    party_id: UUID,
    level: int,
    person_id: UUID,
    former_person_id: UUID | None,
    since: datetime,
) -> None:
    """Note that a duty comes up or, once its time has come, that it was handed over.

    Refuses nothing. Records DutyComesUp or DutyHandedOver. Clause: none.
    """
    rota = queries.get_rota(actor, party_id)
    if rota is None:
        return
    head = (rota.id, party_id, level, person_id)
    if since > clock.now():
        write_down(DutyComesUp(*head, since, local_words(rota, since)), actor, rota)
        return
    has_note = rota.notes.filter(written_at__gt=since - timedelta(days=1)).exists()
    write_down(DutyHandedOver(*head, former_person_id, since, has_note), actor, rota)


@command("duty.keep_watch")
def note_gaps(actor: Actor, *, party_id: UUID) -> list[Gap]:
    """Note that nobody is on duty at times of the coming fortnight; at most weekly until it changes.

    Refuses nothing. Records DutyGapsFound. Clause: none.
    """
    at = clock.now()
    until = at + queries.FORTNIGHT
    rota = queries.get_rota(actor, party_id, lock=True)
    told = rota.gaps_told_until if rota else None
    if rota is None or (told is not None and told - at > TOLD_AGAIN):
        return []
    plan = queries.plan_of(rota.network_id, party_id, at, until)
    gaps = queries.gaps_under(plan, at, until)
    if gaps:
        first = gaps[0]
        words = f"{local_words(rota, first.since)} to {local_words(rota, first.until)}"
        spans = (first.since, first.until, words)
        write_down(DutyGapsFound(rota.id, party_id, len(gaps), *spans), actor, rota)
    rota.gaps_told_until = until
    rota.save(update_fields=["gaps_told_until"])
    return gaps


def local_words(rota: Rota, moment: datetime) -> str:
    """A moment as people of the rota read it: `Mon Nov 30, 08:00 MST`."""
    local = moment.astimezone(ZoneInfo(rota.zone))
    return f"{local:%a %b} {local.day}, {local:%H:%M %Z}"

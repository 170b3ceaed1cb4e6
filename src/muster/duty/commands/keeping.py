"""What every write of this room shares: whose rota it is, who serves the party, one fact."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from muster.duty import queries
from muster.duty.models import HandoverNote, Override, Rota, Rotation, TimeOff
from muster.journal import clock
from muster.journal.record import record
from muster.members import queries as members
from muster.rules.actor import Actor, PartyRole
from muster.rules.refusal import Refusal, Refused

Kept = TypeVar("Kept", Rotation, Override, TimeOff, HandoverNote)

PLANNERS = (PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER)
LONGEST_SPAN = timedelta(days=200)
FURTHEST = timedelta(days=800)


def own_rota(actor: Actor, party_id: UUID) -> Rota:
    """The party's rota, locked; made when this is the first word about it.

    Refuses `duty.not_yours`.
    """
    members.get_membership(actor, party_id, lock=True)
    if not members.may_act_for(actor, party_id):
        raise Refused(Refusal("duty.not_yours"))
    found = queries.get_rota(actor, party_id, lock=True)
    if found is not None:
        return found
    zone = members.get_network(actor).time_zone
    return Rota.objects.create(
        network_id=actor.network_id, party_id=party_id, zone=zone, changed_at=clock.now()
    )


def known_on(rota: Rota, rows: QuerySet[Kept], made_id: UUID | None) -> Kept | None:
    """What an earlier submission to the rota under the same client-made id became.

    Refuses `id.taken`.
    """
    found = rows.filter(pk=made_id).first() if made_id else None
    if found is not None and found.rota_id != rota.id:
        raise Refused(Refusal("id.taken"))
    return found


def touch(rota: Rota) -> None:
    """The rota reads otherwise than before: calendars take the newer, gaps are told anew."""
    rota.revision += 1
    rota.changed_at = clock.now()
    rota.gaps_told_until = None
    rota.save(update_fields=["revision", "changed_at", "gaps_told_until"])


def names_of_people(rota: Rota, person_ids: Iterable[UUID], field: str) -> dict[UUID, str]:
    """The names of people who answer for the party. Refuses `duty.stranger`."""
    answering = members.answering_for(rota.network_id, [rota.party_id])[rota.party_id]
    known = {each.person_id: each.name for each in answering}
    if not set(person_ids) <= known.keys():
        raise Refused(Refusal("duty.stranger", field=field))
    return known


def check_span(since: datetime, until: datetime, at: datetime) -> list[Refusal]:
    """Why a span cannot be planned; empty when it can."""
    days = {"days": LONGEST_SPAN.days}
    checks: tuple[tuple[bool, str, dict[str, Any]], ...] = (
        (until <= since, "span.backwards", {}),
        (until <= at, "span.over", {}),
        (until - since > LONGEST_SPAN, "span.too_long", days),
        (until - at > FURTHEST, "span.too_far", {}),
    )
    return [Refusal(code, None, "until", values) for broken, code, values in checks if broken]


def may_plan_for(actor: Actor, person_id: UUID) -> bool:
    """Planners plan for all, others for themselves."""
    return (
        actor.is_system
        or actor.is_coordinator
        or actor.holds(*PLANNERS)
        or actor.person_id == person_id
    )


def write_down(happened: Any, actor: Actor, rota: Rota, at: datetime | None = None) -> None:
    """Record a fact that the party alone may know."""
    record(
        happened,
        actor=actor,
        subjects=[("party", rota.party_id)],
        audience=[rota.party_id],
        at=at,
    )

"""Legal holds and everything that they keep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from muster.aid import queries as aid
from muster.claims import queries as claims
from muster.records.kinds import is_disposable, kind_of, kinds
from muster.records.models import LegalHold
from muster.records.queries.visibility import need
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound
from muster.rules.retention import Due, free_and_held

MOST = 200
MOST_LISTED = 100


@dataclass(frozen=True)
class HeldKind:
    """What a hold keeps of one kind: the records that have ended, by their references."""

    title: str
    held: tuple[Due, ...]


def holds(actor: Actor, *, standing: bool = False) -> list[LegalHold]:
    """The network's holds, standing ones first."""
    need(actor)
    rows = LegalHold.objects.filter(network_id=actor.network_id)
    if standing:
        rows = rows.filter(released_at__isnull=True)
    return sorted(rows.order_by("-placed_at")[:MOST], key=lambda hold: hold.released_at is not None)


def get_hold(actor: Actor, hold_id: UUID, *, lock: bool = False) -> LegalHold:
    """One hold. Raises `NotFound`."""
    need(actor)
    rows = LegalHold.objects.filter(network_id=actor.network_id, id=hold_id)
    found = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NotFound("hold")
    return found


def holds_on(actor: Actor, subject_id: UUID) -> list[LegalHold]:
    """The standing holds that were placed on one thing."""
    need(actor)
    rows = LegalHold.objects.filter(network_id=actor.network_id, subject_id=subject_id)
    return list(rows.filter(released_at__isnull=True).order_by("placed_at")[:MOST])


def held_reach(network_id: UUID) -> frozenset[UUID]:
    """Everything that the network's standing holds keep, by id."""
    rows = LegalHold.objects.filter(network_id=network_id, released_at__isnull=True)
    return frozenset(each for hold in rows for each in reach_of(hold))


def reach_of(hold: LegalHold) -> set[UUID]:
    """The subject with what belongs to it: an incident's or a party's requests, missions,
    claims."""
    network_id, subject_id = hold.network_id, hold.subject_id
    match hold.subject_kind:
        case "incident":
            family = aid.family_of_incident(network_id, subject_id)
            return family | claims.claim_ids_of(family)
        case "mission":
            return aid.family_of_mission(network_id, subject_id) | claims.claim_ids_of([subject_id])
        case "claim":
            mission_id = claims.mission_of(network_id, subject_id)
            return {subject_id} | ({mission_id} if mission_id else set())
    family = aid.family_of_party(network_id, subject_id)
    return family | claims.claim_ids_of(family)


def things_held(actor: Actor, hold: LegalHold, until: datetime) -> list[HeldKind]:
    """What would be open to disposal one day but for this hold, kind by kind."""
    need(actor)
    reach = reach_of(hold)
    found = []
    for key in kinds():
        if is_disposable(key):
            kind = kind_of(key)
            _, held = free_and_held(kind.due(actor.network_id, until, MOST_LISTED * 10), reach)
            if held:
                found.append(HeldKind(kind.TITLE, held[:MOST_LISTED]))
    return found

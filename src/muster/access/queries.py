"""Reading who was let into what. Only the two sides of a mission see it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from muster.access.models import AccessGrant
from muster.aid import queries as aid
from muster.journal.kept import kept
from muster.rules.access import REMIND_BEFORE
from muster.rules.actor import Actor
from muster.rules.lifecycle import MissionState
from muster.rules.refusal import NotFound, Refusal, Refused

MOST = 500
PERSON = "person"
OVER = (MissionState.CLOSED, MissionState.CANCELLED)


def get_mission_of_side(actor: Actor, mission_id: UUID, *, lock: bool = False) -> Any:
    """The mission, for its two parties alone. Raises `NotFound`."""
    mission = aid.get_mission(actor, mission_id, lock=lock)
    if not aid.is_side_of(actor, mission.requesting_party_id, mission.responding_party_id):
        raise NotFound("mission")
    return mission


def grants_of(actor: Actor, mission_id: UUID) -> list[AccessGrant]:
    """The grants of a mission, those that still stand first. Raises `NotFound`."""
    get_mission_of_side(actor, mission_id)
    rows = AccessGrant.objects.filter(mission_id=mission_id)
    return list(rows.order_by(F("removed_at").asc(nulls_first=True), "ends_at", "id")[:MOST])


def open_grants(actor: Actor, mission_id: UUID) -> list[AccessGrant]:
    """The grants of a mission that nobody has confirmed removed. Raises `NotFound`."""
    return [grant for grant in grants_of(actor, mission_id) if grant.removed_at is None]


def grants_of_person(
    actor: Actor, mission_id: UUID, names: Collection[str] = ()
) -> list[AccessGrant]:
    """What the actor in person may use on a mission: under the own account, or under the names
    that the mission has for this place. Raises `NotFound`."""
    found = open_grants(actor, mission_id)
    return [
        grant
        for grant in found
        if (grant.person_id is not None and grant.person_id == actor.person_id)
        or (grant.person_id is None and grant.helper_name in names)
    ]


def get_grant(actor: Actor, access_grant_id: UUID, *, lock: bool = False) -> AccessGrant:
    """One grant, for the two sides of its mission. Raises `NotFound`."""
    rows = AccessGrant.objects.filter(network_id=actor.network_id)
    if lock:
        rows = rows.select_for_update(of=("self",))
    found = rows.filter(pk=access_grant_id).first()
    if found is None:
        raise NotFound("access_grant")
    found.mission = get_mission_of_side(actor, found.mission_id)
    return found


def known_grant(actor: Actor, access_grant_id: UUID | None, mission_id: UUID) -> AccessGrant | None:
    """What an earlier submission under the same client-made id became. Refuses `id.taken`."""
    if access_grant_id is None:
        return None
    found = AccessGrant.objects.filter(pk=access_grant_id).first()
    if found is not None and found.mission_id != mission_id:
        raise Refused(Refusal("id.taken"))
    return found


def helpers_of(actor: Actor, mission_id: UUID) -> list[tuple[UUID, str, UUID | None]]:
    """The people promised for a mission: the promise's id, the name, and whose account it is."""
    found = []
    for item in aid.mission_items(actor, mission_id):
        if item.kind == PERSON:
            details = getattr(item.resource, "person_details", None)
            found.append((item.id, item.label, details.person_id if details else None))
    return found


def to_confirm(actor: Actor, at: datetime) -> list[AccessGrant]:
    """Grants of the own party whose hours are over, or whose mission is, and that nobody removed."""
    return _over(network_id=actor.network_id, party_id=actor.party_id, at=at)


@kept
def _over(*, network_id: UUID, party_id: UUID | None, at: datetime) -> QuerySet[AccessGrant]:
    rows = _open_at(network_id, party_id).filter(Q(ends_at__lte=at) | Q(mission__state__in=OVER))
    return rows.select_related("mission").order_by("ends_at", "id")[:6]


def ending_soon(network_id: UUID, at: datetime) -> list[UUID]:
    """Grants that end within the time of the reminder and were not spoken of yet."""
    rows = AccessGrant.objects.filter(network_id=network_id, removed_at__isnull=True)
    rows = rows.filter(ends_at__gt=at, ends_at__lte=at + REMIND_BEFORE, reminded_at__isnull=True)
    return list(rows.order_by("ends_at").values_list("id", flat=True)[:MOST])


def just_expired(network_id: UUID, at: datetime) -> list[UUID]:
    """Grants whose hours are over without anybody having been told."""
    rows = AccessGrant.objects.filter(network_id=network_id, removed_at__isnull=True)
    rows = rows.filter(ends_at__lte=at, expired_at__isnull=True)
    return list(rows.order_by("ends_at").values_list("id", flat=True)[:MOST])


def _open(actor: Actor) -> QuerySet[AccessGrant]:
    """Open grants of which the actor's party is the host."""
    return _open_at(actor.network_id, actor.party_id)


def _open_at(network_id: UUID, party_id: UUID | None) -> QuerySet[AccessGrant]:
    """Open grants of a host, by its id or by the place of one."""
    rows = AccessGrant.objects.filter(network_id=network_id, removed_at__isnull=True)
    return rows.filter(mission__requesting_party_id=party_id)

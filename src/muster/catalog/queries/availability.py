"""What is promised and when things cannot be lent: the one place that reads reservations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from muster.catalog.details import details_of
from muster.catalog.models import Reservation, Resource, ResourceKind, Unavailability
from muster.catalog.queries.visibility import shared_with
from muster.journal.kept import kept
from muster.members import queries as members
from muster.rules import lending
from muster.rules.actor import Actor, system_actor
from muster.rules.lending import LendingFacts, Taken
from muster.rules.refusal import NotFound

MOST_SHOWN, AT_ONCE = 100, 500
FAR = timedelta(days=366 * 50)
TAKEN = ("resource_id", "starts_at", "ends_at", "quantity")
ENDING_KINDS = (ResourceKind.LICENCE, ResourceKind.CAPACITY)


@dataclass(frozen=True)
class ReservationCard:
    """What a mission holds of a resource."""

    id: UUID
    resource_id: UUID
    mission_id: UUID
    quantity: int
    starts_at: datetime
    ends_at: datetime
    released_at: datetime | None
    is_exercise: bool


def live_reservations(
    starts_at: datetime, ends_at: datetime, exercise_id: UUID | None = None
) -> QuerySet[Reservation]:
    """Reservations that hold something in the interval, in one world: real, or one exercise."""
    rows = Reservation.objects.filter(
        released_at__isnull=True, starts_at__lt=ends_at, ends_at__gt=starts_at
    )
    if exercise_id is None:
        return rows.filter(exercise_id__isnull=True)
    return rows.filter(exercise_id=exercise_id)


def grouped(rows: QuerySet[Reservation]) -> dict[UUID, list[Taken]]:
    """Reservations as the rules count them, by resource; one query."""
    return _by_resource(rows.values_list(*TAKEN))


def _by_resource(rows: Iterable[tuple[UUID, datetime, datetime, int]]) -> dict[UUID, list[Taken]]:
    taken: dict[UUID, list[Taken]] = defaultdict(list)
    for resource_id, starts, ends, quantity in rows:
        taken[resource_id].append(Taken(starts, ends, quantity))
    return taken


@kept
def _taken(
    in_exercise: bool,
    /,
    *,
    resource_ids: Collection[UUID],
    starts_at: datetime,
    ends_at: datetime,
    exercise_id: UUID | None,
) -> QuerySet[Reservation, tuple[UUID, datetime, datetime, int]]:
    rows = live_reservations(starts_at, ends_at, exercise_id if in_exercise else None)
    return rows.filter(resource_id__in=resource_ids).values_list(*TAKEN)


def overlapping(starts_at: datetime, ends_at: datetime) -> Q:
    """Stretches of unavailability that touch the interval."""
    return Q(starts_at__lt=ends_at) & (Q(ends_at__isnull=True) | Q(ends_at__gt=starts_at))


def unavailable_ids(
    resource_ids: Collection[UUID], starts_at: datetime, ends_at: datetime
) -> set[UUID]:
    """Those of the resources that cannot be lent for the whole interval; one query."""
    return set(_away(resource_ids=resource_ids, starts_at=starts_at, ends_at=ends_at))


@kept
def _away(
    *, resource_ids: Collection[UUID], starts_at: datetime, ends_at: datetime
) -> QuerySet[Unavailability, UUID]:
    rows = Unavailability.objects.filter(overlapping(starts_at, ends_at))
    return rows.filter(resource_id__in=resource_ids).values_list("resource_id", flat=True)


def lending_facts(
    resource: Resource,
    taken: Iterable[Taken],
    starts_at: datetime,
    ends_at: datetime,
    *,
    is_unavailable: bool,
    zone: ZoneInfo,
    details: Any = None,
) -> LendingFacts:
    """What the rules of lending look at, of one resource in one interval."""
    is_licence = resource.kind == ResourceKind.LICENCE
    last_day = getattr(details, "expires_on" if is_licence else "available_until", None)
    return LendingFacts(
        quantity=resource.quantity,
        reserve=resource.reserve,
        taken=tuple(taken),
        starts_at=starts_at,
        ends_at=ends_at,
        ends_on=ends_at.astimezone(zone).date(),
        is_retired=resource.retired_at is not None,
        is_unavailable=is_unavailable,
        is_licence=is_licence,
        lending_permitted=not is_licence or bool(details and details.lending_permitted),
        last_day=last_day,
    )


def facts_for(
    resources: Collection[Resource],
    starts_at: datetime,
    ends_at: datetime,
    zone: ZoneInfo,
    exercise_id: UUID | None = None,
    *,
    also: Mapping[UUID, list[Taken]] | None = None,
) -> dict[UUID, LendingFacts]:
    """The lending facts of several resources in one interval, in at most four queries.

    `also` counts as taken although no row says so yet.
    """
    ids = [resource.id for resource in resources]
    taken = _by_resource(
        _taken(
            exercise_id is not None,
            resource_ids=ids,
            starts_at=starts_at,
            ends_at=ends_at,
            exercise_id=exercise_id,
        )
    )
    away = unavailable_ids(ids, starts_at, ends_at)
    details = details_of(each for each in resources if each.kind in ENDING_KINDS)
    return {
        each.id: lending_facts(
            each,
            [*taken.get(each.id, ()), *(also or {}).get(each.id, ())],
            starts_at,
            ends_at,
            is_unavailable=each.id in away,
            zone=zone,
            details=details.get(each.id),
        )
        for each in resources
    }


def zone_of(actor: Actor) -> ZoneInfo:
    """The zone in which the network's days begin."""
    return ZoneInfo(members.get_network(actor).time_zone)


def quantity_free(
    resource: Any, starts_at: datetime, ends_at: datetime, exercise_id: UUID | None = None
) -> int:
    """How many of a resource may still be promised for the whole interval; 0 where none may.

    `resource` is a resource, its card or its id; the caller has found it through a query.
    """
    resource_id = getattr(resource, "id", resource)
    row = Resource.objects.filter(id=resource_id).first()
    if row is None:
        raise NotFound("resource")
    zone = zone_of(system_actor(row.network_id))
    return free_of(facts_for([row], starts_at, ends_at, zone, exercise_id)[row.id])


def free_by_type(
    actor: Actor,
    wanted: Mapping[UUID, int],
    starts_at: datetime,
    ends_at: datetime,
    exercise_id: UUID | None = None,
) -> dict[UUID, int]:
    """How many pieces of each resource type the network could promise for the whole interval.

    `wanted` says how many are enough of each type: it is counted no further. The largest holdings
    come first, a batch at a time; what the actor may not know of does not count.
    """
    found, zone = dict.fromkeys(wanted, 0), zone_of(actor)
    rows = Resource.objects.filter(shared_with(actor), retired_at__isnull=True)
    rows = rows.filter(resource_type_id__in=wanted).order_by("-quantity", "id")
    coming = rows.iterator(AT_ONCE)
    while batch := list(islice(coming, AT_ONCE)):
        short = [row for row in batch if found[row.resource_type_id] < wanted[row.resource_type_id]]
        facts = facts_for(short, starts_at, ends_at, zone, exercise_id)
        for row in short:
            found[row.resource_type_id] += free_of(facts[row.id])
        if all(found[each] >= enough for each, enough in wanted.items()):
            break
    return found


def free_of(facts: LendingFacts) -> int:
    """Pieces that may be promised in the facts' interval."""
    if lending.refusals_for_lending(facts):
        return 0
    return lending.quantity_free(
        facts.quantity, facts.reserve, facts.taken, facts.starts_at, facts.ends_at
    )


def most_promised(resource_id: UUID, from_at: datetime) -> int:
    """The most pieces that real missions hold at any one moment from now on."""
    far = from_at + FAR
    rows = grouped(live_reservations(from_at, far).filter(resource_id=resource_id))
    return lending.most_taken(rows.get(resource_id, ()), from_at, far)


def reservations_of(actor: Actor, resource_id: UUID) -> list[ReservationCard]:
    """What missions hold of a resource of one's own party; the live ones first."""
    rows = Reservation.objects.filter(network_id=actor.network_id, resource_id=resource_id)
    if not actor.is_system:
        rows = rows.filter(resource__party_id=actor.party_id)
    live = list(rows.filter(released_at__isnull=True).order_by("starts_at", "id")[:MOST_SHOWN])
    over = list(rows.filter(released_at__isnull=False).order_by("-starts_at", "id")[:MOST_SHOWN])
    return [_reservation_card(row) for row in (*live, *over)]


def reservations_of_mission(actor: Actor, mission_id: UUID) -> list[ReservationCard]:
    """What a mission holds or held; for rooms above, which have found the mission for the actor."""
    rows = Reservation.objects.filter(network_id=actor.network_id, mission_id=mission_id)
    ordered = rows.order_by("resource_id", "starts_at", "id")
    return [_reservation_card(row) for row in ordered[: 10 * MOST_SHOWN]]


def _reservation_card(row: Reservation) -> ReservationCard:
    return ReservationCard(
        id=row.id,
        resource_id=row.resource_id,
        mission_id=row.mission_id,
        quantity=row.quantity,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        released_at=row.released_at,
        is_exercise=row.exercise_id is not None,
    )


def unavailabilities_of(actor: Actor, resource_id: UUID, from_at: datetime) -> list[Unavailability]:
    """When a resource of one's own party cannot be lent, from a moment on."""
    rows = Unavailability.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=from_at),
        resource_id=resource_id,
        resource__network_id=actor.network_id,
    )
    if not actor.is_system:
        rows = rows.filter(resource__party_id=actor.party_id)
    return list(rows[:MOST_SHOWN])

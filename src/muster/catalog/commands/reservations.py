"""Taking things out of the catalogue for a mission and giving them back.

Called by the rooms that make, extend and end missions, inside their transaction; nobody calls them
from a page, so they ask for no permission of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from muster.catalog.events import (
    ReservationsExtended,
    ResourcesReleased,
    ResourcesReserved,
    ResourceWrittenOff,
)
from muster.catalog.models import Reservation, Resource
from muster.catalog.queries import availability
from muster.journal import clock
from muster.journal.record import record
from muster.rules.actor import Actor
from muster.rules.lending import Taken, refusals_for_reserving
from muster.rules.refusal import NotFound, Refusal, refuse_if


class Wanted(NamedTuple):
    """So many of a resource in an interval."""

    resource_id: UUID
    quantity: int
    starts_at: datetime
    ends_at: datetime


def reserve(
    actor: Actor,
    *,
    mission_id: UUID,
    items: Iterable[tuple[UUID, int, datetime, datetime]],
    exercise_id: UUID | None = None,
) -> list[Reservation]:
    """Take what an accepted offer promised, all or none; the last unit goes to exactly one.

    Refuses: `resource.not_enough`, `resource.unavailable`, `resource.retired`,
    `licence.not_permitted`, `resource.ends_before`, each with the number of its line.
    Records: ResourcesReserved. Clause: response.
    """
    _inside_a_transaction()
    wanted = [Wanted(*item) for item in items]
    rows = _locked(actor, {item.resource_id for item in wanted})
    refusals: list[Refusal] = []
    promised: dict[UUID, list[Taken]] = defaultdict(list)
    for number, item in enumerate(wanted, start=1):
        refusals += _refusals(actor, rows[item.resource_id], item, number, promised, exercise_id)
        promised[item.resource_id].append(Taken(item.starts_at, item.ends_at, item.quantity))
    refuse_if(refusals)
    return _hold(actor, mission_id, wanted, rows, exercise_id)


def reserve_what_is_there(
    actor: Actor,
    *,
    mission_id: UUID,
    item: tuple[UUID, int, datetime, datetime],
    exercise_id: UUID | None = None,
) -> list[Reservation]:
    """Hold what was given up as not coming and has come after all, whatever was promised of it since.

    Nothing where the interval is over. Refuses: nothing. Records: ResourcesReserved. Clause: response.
    """
    _inside_a_transaction()
    wanted = Wanted(*item)
    if wanted.ends_at <= wanted.starts_at:
        return []
    rows = _locked(actor, {wanted.resource_id})
    return _hold(actor, mission_id, [wanted], rows, exercise_id)


def _hold(
    actor: Actor,
    mission_id: UUID,
    wanted: list[Wanted],
    rows: dict[UUID, Resource],
    exercise_id: UUID | None,
) -> list[Reservation]:
    at = clock.now()
    made = Reservation.objects.bulk_create(
        Reservation(
            network_id=actor.network_id,
            resource_id=item.resource_id,
            mission_id=mission_id,
            quantity=item.quantity,
            starts_at=item.starts_at,
            ends_at=item.ends_at,
            exercise_id=exercise_id,
            reserved_at=at,
        )
        for item in wanted
    )
    if made:
        happened = ResourcesReserved(mission_id, tuple(rows), sum(row.quantity for row in made))
        _record(actor, happened, mission_id, rows, exercise_id, at)
    return made


def _refusals(
    actor: Actor,
    row: Resource,
    item: Wanted,
    number: int,
    promised: dict[UUID, list[Taken]],
    exercise_id: UUID | None,
) -> list[Refusal]:
    """Why one line cannot be taken, beside what the lines before it take."""
    if item.quantity < 1 or item.ends_at <= item.starts_at:
        values = {"line": number, "name": row.name}
        return [Refusal("resource.nothing_wanted", None, f"items.{number}.quantity", values)]
    zone = availability.zone_of(actor)
    facts = availability.facts_for(
        [row],
        item.starts_at,
        item.ends_at,
        zone,
        exercise_id,
        also=promised,
    )[row.id]
    return [
        Refusal(
            each.code,
            each.term,
            f"items.{number}.quantity",
            {**each.values, "line": number, "name": row.name},
        )
        for each in refusals_for_reserving(facts, item.quantity)
    ]


def release(
    actor: Actor,
    *,
    mission_id: UUID,
    resource_id: UUID | None = None,
    quantity: int | None = None,
    at: datetime | None = None,
) -> int:
    """Give back what a mission holds: all of it, one resource, or some pieces of one.

    Giving back what is back already changes nothing. Answers how many pieces were given back.
    Refuses: nothing. Records: ResourcesReleased. Clause: recall.
    """
    _inside_a_transaction()
    at = at or clock.now()
    rows = _live(actor, mission_id)
    if resource_id is not None:
        rows = [row for row in rows if row.resource_id == resource_id]
    left = quantity if quantity is not None else sum(row.quantity for row in rows)
    given_back, touched, exercise_id = 0, set(), None
    for row in rows:
        part = min(row.quantity, left)
        if part <= 0:
            break
        _give_back(row, part, at)
        left, given_back = left - part, given_back + part
        touched.add(row.resource_id)
        exercise_id = row.exercise_id
    if given_back:
        resources = Resource.objects.in_bulk(touched)
        happened = ResourcesReleased(mission_id, tuple(sorted(touched)), given_back)
        _record(actor, happened, mission_id, resources, exercise_id, at)
    return given_back


def _give_back(row: Reservation, part: int, at: datetime) -> None:
    """End the reservation, or split off the part that came home."""
    if part < row.quantity:
        row.quantity -= part
        row.save(update_fields=["quantity"])
        row.pk, row.quantity = None, part
        row.id = Reservation._meta.get_field("id").get_default()
        row._state.adding = True
        row.released_at = at
        row.save(force_insert=True)
        return
    row.released_at = at
    row.save(update_fields=["released_at"])


def write_off(actor: Actor, *, mission_id: UUID, resource_id: UUID, quantity: int) -> Resource:
    """Take pieces that a mission lost or used up out of what their party lists.

    The lender corrects the entry when they turn up. Refuses: nothing. Records: ResourceWrittenOff.
    Clause: equipment.
    """
    _inside_a_transaction()
    resource = _locked(actor, {resource_id})[resource_id]
    resource.quantity = max(0, resource.quantity - quantity)
    resource.reserve = min(resource.reserve, resource.quantity)
    resource.save(update_fields=["quantity", "reserve"])
    happened = ResourceWrittenOff(
        resource.id, resource.party_id, mission_id, quantity, resource.quantity
    )
    record(
        happened,
        actor=actor,
        subjects=[("resource", resource.id), ("mission", mission_id)],
        audience=[resource.party_id],
    )
    return resource


def extend_reservations(actor: Actor, *, mission_id: UUID, until: datetime) -> int:
    """Keep what a mission holds until a later moment, all or none.

    Answers how many reservations were lengthened.
    Refuses: as `reserve`, for the time that is added. Records: ReservationsExtended.
    Clause: extension.
    """
    _inside_a_transaction()
    short = [row for row in _live(actor, mission_id) if row.ends_at < until]
    rows = _locked(actor, {row.resource_id for row in short})
    refusals: list[Refusal] = []
    promised: dict[UUID, list[Taken]] = defaultdict(list)
    for number, row in enumerate(short, start=1):
        item = Wanted(row.resource_id, row.quantity, row.ends_at, until)
        # What the row holds already ends where this begins; all else that is held counts.
        refusals += _refusals(actor, rows[row.resource_id], item, number, promised, row.exercise_id)
        promised[row.resource_id].append(Taken(row.ends_at, until, row.quantity))
    refuse_if(refusals)
    for row in short:
        row.ends_at = until
    Reservation.objects.bulk_update(short, ["ends_at"])
    if short:
        happened = ReservationsExtended(mission_id, tuple(rows), until)
        _record(actor, happened, mission_id, rows, short[0].exercise_id, clock.now())
    return len(short)


def _locked(actor: Actor, resource_ids: set[UUID]) -> dict[UUID, Resource]:
    """The resources under lock, in the order of their ids, so that two takers never wait in a ring."""
    rows = Resource.objects.select_for_update().filter(
        network_id=actor.network_id, id__in=resource_ids
    )
    found = {row.id: row for row in rows.order_by("id")}
    if len(found) != len(resource_ids):
        raise NotFound("resource")
    return found


def _live(actor: Actor, mission_id: UUID) -> list[Reservation]:
    rows = Reservation.objects.select_for_update().filter(
        network_id=actor.network_id, mission_id=mission_id, released_at__isnull=True
    )
    return list(rows.order_by("resource_id", "ends_at", "id"))


def _inside_a_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("reservations are made inside the transaction of the mission's command")


def _record(
    actor: Actor,
    happened: object,
    mission_id: UUID,
    resources: dict[UUID, Resource],
    exercise_id: UUID | None,
    at: datetime,
) -> None:
    """The lender's people may know; a mission's own facts tell the others."""
    record(
        happened,
        actor=actor,
        subjects=[("mission", mission_id), *(("resource", each) for each in resources)],
        audience={row.party_id for row in resources.values()},
        exercise_id=exercise_id,
        at=at,
    )

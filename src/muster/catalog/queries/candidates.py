"""Everything that could fill a line, as the matching rule wants it: few queries, plain values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from muster.agreements import queries as agreements
from muster.catalog.models import (
    RateBasis,
    ReadyPackage,
    ReadyPackageItem,
    Resource,
    ResourceClearance,
    ResourceKind,
    ResourceSkill,
    Unavailability,
)
from muster.catalog.queries import availability
from muster.rules import lending
from muster.rules.actor import system_actor
from muster.rules.lending import Taken
from muster.rules.matching import CandidateFacts, CandidateKind, Reason

# Hours that one rate pays for: a working person's day is a shift, a thing's is a whole day.
HOURS_OF = {
    RateBasis.HOUR: 1,
    RateBasis.DAY: 24,
    RateBasis.MONTH: 720,
    RateBasis.YEAR: 8760,
}
PERSON_DAY_HOURS = 8
IDS = ("id", "party_id", "resource_type_id")
COLUMNS = (
    "kind",
    "quantity",
    "reserve",
    "rate_ten_thousandths",
    "rate_basis",
    "latitude",
    "longitude",
    "can_work_remotely",
    "max_travel_km",
    "party__latitude",
    "party__longitude",
    "party__memberships__standing",
    "licence_details__lending_permitted",
    "licence_details__expires_on",
    "capacity_details__available_until",
)
NONE: frozenset[Any] = frozenset()


def candidates(
    network_id: UUID,
    resource_type_id: UUID | None,
    kind: str | None,
    starts_at: datetime,
    ends_at: datetime,
    *,
    work_package_id: UUID | None = None,
    exercise_id: UUID | None = None,
) -> list[CandidateFacts]:
    """Every listed resource of the type (or kind), and every ready package that holds it.

    Those that cannot fill the line are there too, so that the match can say why. Eight queries,
    however many there are.
    """
    rows = Resource.objects.filter(
        network_id=network_id,
        retired_at__isnull=True,
        party__memberships__network_id=F("network_id"),
    )
    if resource_type_id is not None:
        rows = rows.filter(resource_type_id=resource_type_id)
    elif kind:
        rows = rows.filter(kind=kind)
    world = _World(network_id, rows, starts_at, ends_at, exercise_id)
    listed = rows.order_by().values_list(*(_as_text(name) for name in IDS), *COLUMNS)
    found = [world.facts(values) for values in listed]
    return found + _packages(world, resource_type_id, work_package_id)


class _World:
    """What surrounds the rows in the interval: standings, promises, absences, skills, vettings."""

    def __init__(
        self,
        network_id: UUID,
        rows: QuerySet[Resource],
        starts_at: datetime,
        ends_at: datetime,
        exercise_id: UUID | None,
    ):
        actor = system_actor(network_id)
        self.network_id, self.rows = network_id, rows
        self.starts_at, self.ends_at, self.exercise_id = starts_at, ends_at, exercise_id
        self.zone = availability.zone_of(actor)
        self.last_day = ends_at.astimezone(self.zone).date()
        self.first_day = starts_at.astimezone(self.zone).date()
        version = agreements.version_in_force(actor)
        self.may_answer = (
            frozenset(str(each) for each in agreements.terms_of(version).standing.may_answer)
            if version
            else NONE
        )
        live = availability.live_reservations(starts_at, ends_at, exercise_id)
        self.taken = availability.grouped(live.filter(network_id=network_id))
        self.away = self._away()
        ids = rows.order_by().values("id")
        self.skills = _sets(ResourceSkill.objects.filter(resource_id__in=ids), "skill_id")
        self.clearances = _sets(self._cleared(ids), "clearance_id")

    def _away(self) -> dict[UUID, list[Taken]]:
        away: dict[UUID, list[Taken]] = defaultdict(list)
        found = Unavailability.objects.filter(
            availability.overlapping(self.starts_at, self.ends_at),
            resource__network_id=self.network_id,
        )
        for resource_id, starts, ends in found.values_list("resource_id", "starts_at", "ends_at"):
            away[resource_id].append(Taken(starts, ends or self.ends_at, 1))
        return away

    def _cleared(self, ids: Any) -> QuerySet[ResourceClearance]:
        """Vettings in force for the whole interval."""
        return ResourceClearance.objects.filter(
            Q(expires_on__isnull=True) | Q(expires_on__gte=self.last_day),
            Q(granted_on__isnull=True) | Q(granted_on__lte=self.first_day),
            resource_id__in=ids,
        )

    def reserved(self, resource_id: UUID) -> int:
        taken = self.taken.get(resource_id)
        return lending.most_taken(taken, self.starts_at, self.ends_at) if taken else 0

    def covered_share(self, resource_id: UUID) -> float:
        """The part of the interval in which the resource is not set aside."""
        away = self.away.get(resource_id)
        if not away:
            return 1.0
        return lending.share_left(away, self.starts_at, self.ends_at)

    def facts(self, values: tuple[Any, ...]) -> CandidateFacts:
        """One row, in the order of `IDS` and `COLUMNS`."""
        (
            resource_text,
            party_text,
            type_text,
            kind,
            quantity,
            reserve,
            rate,
            basis,
            latitude,
            longitude,
            can_work_remotely,
            max_travel_km,
            party_latitude,
            party_longitude,
            standing,
            lending_permitted,
            expires_on,
            available_until,
        ) = values
        resource_id = _id_of(resource_text)
        return CandidateFacts(
            id=resource_id,
            party_id=_id_of(party_text),
            party_may_answer=standing in self.may_answer,
            resource_type_ids=_only(type_text),
            quantity=quantity,
            reserved=self.reserved(resource_id),
            reserve=reserve,
            skills=self.skills.get(resource_text, NONE),
            clearances=self.clearances.get(resource_text, NONE),
            covered_share=self.covered_share(resource_id),
            place=_place(latitude, longitude) or _place(party_latitude, party_longitude),
            can_work_remotely=can_work_remotely,
            max_travel_km=max_travel_km,
            price_per_hour_cents=price_per_hour_cents(rate, basis, kind),
            bars=self._bars(kind, lending_permitted, expires_on, available_until),
        )

    def _bars(
        self, kind: str, lending_permitted: bool | None, expires_on: Any, available_until: Any
    ) -> tuple[Reason, ...]:
        """What the rules of lending say of a licence's permission and of things that end."""
        if kind == ResourceKind.LICENCE:
            last_day = expires_on
        elif kind == ResourceKind.CAPACITY:
            last_day = available_until
        else:
            return ()
        refusals = lending.refusals_for_lending(
            lending.LendingFacts(
                quantity=1,
                reserve=0,
                taken=(),
                starts_at=self.starts_at,
                ends_at=self.ends_at,
                ends_on=self.last_day,
                is_licence=kind == ResourceKind.LICENCE,
                lending_permitted=bool(lending_permitted),
                last_day=last_day,
            )
        )
        return tuple(Reason(each.code, dict(each.values)) for each in refusals)


def _as_text(name: str) -> Cast:
    """An id as the database writes it: making ten thousand UUID objects costs more than the query."""
    return Cast(name, TextField())


@lru_cache(maxsize=32_768)
def _id_of(text: str) -> UUID:
    """The same ids come with every line that is matched: each is made once."""
    return UUID(text)


@lru_cache(maxsize=4096)
def _only(text: str) -> frozenset[UUID]:
    return frozenset((UUID(text),))


def _sets(rows: QuerySet[Any], column: str) -> dict[str, frozenset[UUID]]:
    """The column's values by resource (as text); equal sets are one object, since many share them."""
    found: dict[str, list[str]] = defaultdict(list)
    listed = rows.order_by().values_list(_as_text("resource_id"), _as_text(column))
    for resource_text, value in listed:
        found[resource_text].append(value)
    same: dict[tuple[str, ...], frozenset[UUID]] = {}
    result = {}
    for resource_text, values in found.items():
        key = tuple(values)
        if key not in same:
            same[key] = frozenset(_id_of(value) for value in key)
        result[resource_text] = same[key]
    return result


def _place(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
    return None if latitude is None or longitude is None else (latitude, longitude)


@lru_cache(maxsize=4096)
def price_per_hour_cents(rate_ten_thousandths: int, basis: str, kind: str) -> int:
    """About what an hour costs, to compare with; never billed."""
    hours = HOURS_OF.get(RateBasis(basis), 0)
    if basis == RateBasis.DAY and kind == ResourceKind.PERSON:
        hours = PERSON_DAY_HOURS
    return round(Decimal(rate_ten_thousandths) / 100 / hours) if hours else 0


def _packages(
    world: _World, resource_type_id: UUID | None, work_package_id: UUID | None
) -> list[CandidateFacts]:
    """Ready packages that hold the type, or that were made for the work package."""
    if resource_type_id is None and work_package_id is None:
        return []
    wanted = Q()
    if resource_type_id is not None:
        holding = ReadyPackageItem.objects.filter(resource__resource_type_id=resource_type_id)
        wanted |= Q(id__in=holding.values("package_id"))
    if work_package_id is not None:
        wanted |= Q(work_package_id=work_package_id)
    rows = ReadyPackage.objects.filter(
        wanted,
        network_id=world.network_id,
        retired_at__isnull=True,
        party__memberships__network_id=F("network_id"),
    )
    listed = list(
        rows.values_list(
            "id",
            "party_id",
            "work_package_id",
            "price_cents",
            "duration_hours",
            "mobilization_hours",
            "party__latitude",
            "party__longitude",
            "party__memberships__standing",
        ).order_by("id")
    )
    items = _items([values[0] for values in listed])
    return [
        _package(world, values, items.get(values[0], []), resource_type_id) for values in listed
    ]


def _items(package_ids: Collection[UUID]) -> dict[UUID, list[ReadyPackageItem]]:
    items: dict[UUID, list[ReadyPackageItem]] = defaultdict(list)
    rows = ReadyPackageItem.objects.filter(package_id__in=package_ids).select_related("resource")
    for item in rows.prefetch_related("resource__skill_rows", "resource__clearance_rows"):
        items[item.package_id].append(item)
    return items


def _package(
    world: _World,
    values: tuple[Any, ...],
    items: list[ReadyPackageItem],
    resource_type_id: UUID | None,
) -> CandidateFacts:
    """A package as one candidate: it can go only when all of it can."""
    package_id, party_id, work_package_id, price_cents, duration_hours, mobilization_hours = values[
        :6
    ]
    latitude, longitude, standing = values[6:]
    of_type = [item for item in items if item.resource.resource_type_id == resource_type_id]
    quantity = sum(item.quantity for item in of_type) or 1
    is_whole = bool(items) and all(_is_spare(world, item) for item in items)
    shares = [world.covered_share(item.resource_id) for item in items]
    return CandidateFacts(
        id=package_id,
        party_id=party_id,
        party_may_answer=standing in world.may_answer,
        kind=CandidateKind.PACKAGE,
        resource_type_ids=frozenset(item.resource.resource_type_id for item in items),
        work_package_id=work_package_id,
        quantity=quantity,
        reserved=0 if is_whole else quantity,
        skills=_of_any(items, lambda row: [each.skill_id for each in row.skill_rows.all()]),
        clearances=_of_all(world, of_type or items),
        covered_share=min(shares, default=0.0),
        place=_place(latitude, longitude),
        can_work_remotely=bool(items) and all(item.resource.can_work_remotely for item in items),
        mobilization_hours=float(mobilization_hours),
        price_per_hour_cents=round(price_cents / duration_hours / quantity)
        if duration_hours
        else 0,
    )


def _is_spare(world: _World, item: ReadyPackageItem) -> bool:
    row = item.resource
    free = row.quantity - row.reserve - world.reserved(row.id)
    return row.retired_at is None and free >= item.quantity


def _of_any(items: Iterable[ReadyPackageItem], read: Any) -> frozenset[UUID]:
    return frozenset(value for item in items for value in read(item.resource))


def _of_all(world: _World, items: list[ReadyPackageItem]) -> frozenset[UUID]:
    """Vettings that everybody in the package holds for the whole interval."""
    held = [
        {
            row.clearance_id
            for row in item.resource.clearance_rows.all()
            if (row.expires_on is None or row.expires_on >= world.last_day)
            and (row.granted_on is None or row.granted_on <= world.first_day)
        }
        for item in items
        if item.resource.kind == ResourceKind.PERSON
    ]
    return frozenset(set.intersection(*held)) if held else NONE

"""Ready packages: what a party bundles beforehand, at a price."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from muster.catalog.models import ReadyPackage, ReadyPackageItem
from muster.catalog.queries import availability
from muster.catalog.queries.resources import sees_whole
from muster.catalog.queries.visibility import shared_with
from muster.journal import clock
from muster.journal.keyset import Page, page_of
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound

ORDER = ("name", "id")
A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class PackageItemCard:
    """So many of one resource in a package."""

    resource_id: UUID
    name: str
    kind: str
    resource_type_id: UUID
    quantity: int
    is_free: bool


@dataclass(frozen=True)
class PackageCard:
    """One ready package. `is_free` says whether all of it could be sent now."""

    id: UUID
    party_id: UUID
    party_name: str
    name: str
    description: str
    work_package_id: UUID | None
    work_package_key: str
    work_package_label: str
    price_cents: int
    duration_hours: int
    mobilization_hours: int
    retired_at: datetime | None
    is_own: bool
    items: tuple[PackageItemCard, ...]

    @property
    def is_free(self) -> bool:
        return bool(self.items) and all(item.is_free for item in self.items)


def packages(
    actor: Actor,
    *,
    party_id: UUID | None = None,
    work_package: str = "",
    cursor: str | None = None,
    limit: int = 50,
    at: datetime | None = None,
) -> Page[PackageCard]:
    """A page of the network's ready packages by name."""
    rows = _rows(actor).filter(retired_at__isnull=True)
    if party_id:
        rows = rows.filter(party_id=party_id)
    if work_package:
        rows = rows.filter(work_package__key=work_package)
    page = page_of(rows, ORDER, cursor, limit)
    return Page(_cards(actor, page.items, at or clock.now()), page.next)


def get_package(
    actor: Actor, package_id: UUID, lock: bool = False, at: datetime | None = None
) -> PackageCard:
    """One ready package; a retired one is found by its own party only."""
    if lock:
        ReadyPackage.objects.select_for_update().filter(id=package_id).first()
    row = _rows(actor).filter(id=package_id).first()
    if row is None or (row.retired_at is not None and not sees_whole(actor, row.party_id)):
        raise NotFound("package")
    return _cards(actor, [row], at or clock.now())[0]


def _rows(actor: Actor) -> QuerySet[ReadyPackage]:
    items = ReadyPackageItem.objects.select_related("resource").order_by("resource__name", "id")
    rows = ReadyPackage.objects.filter(shared_with(actor))
    return rows.select_related("work_package").prefetch_related(Prefetch("items", queryset=items))


def _cards(actor: Actor, rows: Collection[ReadyPackage], at: datetime) -> list[PackageCard]:
    if not rows:
        return []
    names = members.party_names({row.party_id for row in rows})
    resources = {item.resource_id: item.resource for row in rows for item in row.items.all()}
    zone = availability.zone_of(actor)
    facts = availability.facts_for(list(resources.values()), at, at + A_MOMENT, zone)
    free = {resource_id: availability.free_of(each) for resource_id, each in facts.items()}
    return [_card(actor, row, names.get(row.party_id, ""), free) for row in rows]


def _card(actor: Actor, row: ReadyPackage, party_name: str, free: dict[UUID, int]) -> PackageCard:
    return PackageCard(
        id=row.id,
        party_id=row.party_id,
        party_name=party_name,
        name=row.name,
        description=row.description,
        work_package_id=row.work_package_id,
        work_package_key=row.work_package.key if row.work_package else "",
        work_package_label=row.work_package.label if row.work_package else "",
        price_cents=row.price_cents,
        duration_hours=row.duration_hours,
        mobilization_hours=row.mobilization_hours,
        retired_at=row.retired_at,
        is_own=actor.party_id == row.party_id,
        items=tuple(
            PackageItemCard(
                resource_id=item.resource_id,
                name=item.resource.name,
                kind=item.resource.kind,
                resource_type_id=item.resource.resource_type_id,
                quantity=item.quantity,
                is_free=free[item.resource_id] >= item.quantity,
            )
            for item in row.items.all()
        ),
    )

"""Ready packages of one's own party: bundled, priced, sent in one tap."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from muster.catalog.commands.resources import own_party
from muster.catalog.events import PackageAdded, PackageEdited, PackageRetired
from muster.catalog.models import (
    LicenceDetails,
    ReadyPackage,
    ReadyPackageItem,
    Resource,
    ResourceKind,
    WorkPackage,
)
from muster.journal import clock
from muster.journal.command import command
from muster.journal.ids import new_id
from muster.journal.record import EVERYONE, record
from muster.rules.actor import Actor
from muster.rules.refusal import NotFound, Refusal, Refused, refuse_if

MOST_ITEMS = 50
LARGEST_CENTS = 10_000_000_000_00
LONGEST_HOURS = 100_000

Items = Iterable[tuple[UUID, int]]


@command("package.edit")
def add_package(
    actor: Actor,
    *,
    name: str,
    items: Items,
    price_cents: int,
    duration_hours: int,
    mobilization_hours: int = 0,
    description: str = "",
    work_package: str = "",
    party_id: UUID | None = None,
    package_id: UUID | None = None,
) -> ReadyPackage:
    """Bundle resources of one's own party, at a price for a length of time.

    Refuses: `package.no_name`, `package.no_items`, `package.too_many_items`,
    `package.item_not_yours`, `package.item_twice`, `package.item_too_many`,
    `licence.not_permitted`, `package.price_invalid`, `package.hours_invalid`,
    `package.unknown_work_package`, `id.taken`.
    Records: PackageAdded. Clause: response.
    """
    owner_id = own_party(actor, party_id)
    known = ReadyPackage.objects.filter(id=package_id).first()
    if known is not None:
        if (known.network_id, known.party_id) != (actor.network_id, owner_id):
            raise Refused(Refusal("id.taken"))
        return known
    at = clock.now()
    row = ReadyPackage(
        id=package_id or new_id(),
        network_id=actor.network_id,
        party_id=owner_id,
        created_at=at,
    )
    _state(
        row,
        list(items),
        name=name,
        description=description,
        work_package=work_package,
        price_cents=price_cents,
        duration_hours=duration_hours,
        mobilization_hours=mobilization_hours,
    )
    record(
        PackageAdded(row.id, owner_id, row.name),
        actor=actor,
        subjects=[("package", row.id), ("party", owner_id)],
        audience=EVERYONE,
        at=at,
    )
    return row


@command("package.edit")
def edit_package(
    actor: Actor,
    *,
    package_id: UUID,
    name: str,
    items: Items,
    price_cents: int,
    duration_hours: int,
    mobilization_hours: int = 0,
    description: str = "",
    work_package: str = "",
) -> ReadyPackage:
    """Change a ready package of one's own party; offers made before keep what they said.

    Refuses: as `add_package`, and `package.retired`. Records: PackageEdited. Clause: response.
    """
    row = own_package(actor, package_id)
    if row.retired_at is not None:
        raise Refused(Refusal("package.retired"))
    _state(
        row,
        list(items),
        name=name,
        description=description,
        work_package=work_package,
        price_cents=price_cents,
        duration_hours=duration_hours,
        mobilization_hours=mobilization_hours,
    )
    record(
        PackageEdited(row.id, row.party_id, row.name),
        actor=actor,
        subjects=[("package", row.id)],
        audience=[row.party_id],
    )
    return row


@command("package.edit")
def retire_package(actor: Actor, *, package_id: UUID) -> ReadyPackage:
    """Take a ready package of one's own party off the catalogue; its resources stay listed.

    Refuses: nothing. Records: PackageRetired. Clause: response.
    """
    row = own_package(actor, package_id)
    if row.retired_at is None:
        row.retired_at = row.changed_at = clock.now()
        row.save(update_fields=["retired_at", "changed_at"])
        record(
            PackageRetired(row.id, row.party_id, row.name),
            actor=actor,
            subjects=[("package", row.id), ("party", row.party_id)],
            audience=EVERYONE,
        )
    return row


def own_package(actor: Actor, package_id: UUID) -> ReadyPackage:
    """A package of one's own party, under lock; another party's is not there."""
    row = (
        ReadyPackage.objects.select_for_update()
        .filter(network_id=actor.network_id, id=package_id)
        .first()
    )
    if row is None or not (actor.is_system or row.party_id == actor.party_id):
        raise NotFound("package")
    return row


def _state(
    row: ReadyPackage,
    items: list[tuple[UUID, int]],
    *,
    name: str,
    description: str,
    work_package: str,
    price_cents: int,
    duration_hours: int,
    mobilization_hours: int,
) -> None:
    """Check what is said of a package and save it with its items."""
    preset = WorkPackage.objects.filter(network_id=row.network_id, key=work_package).first()
    checks = (
        (not name.strip(), Refusal("package.no_name", None, "name")),
        (
            bool(work_package) and preset is None,
            Refusal("package.unknown_work_package", None, "work_package"),
        ),
        (
            not 0 <= price_cents <= LARGEST_CENTS,
            Refusal("package.price_invalid", None, "price_cents"),
        ),
        (
            not 1 <= duration_hours <= LONGEST_HOURS,
            Refusal("package.hours_invalid", None, "duration_hours"),
        ),
        (
            not 0 <= mobilization_hours <= LONGEST_HOURS,
            Refusal("package.hours_invalid", None, "mobilization_hours"),
        ),
    )
    refusals = [refusal for broken, refusal in checks if broken]
    refuse_if(refusals + _refusals_for_items(row, items))
    row.name, row.description, row.work_package = name, description, preset
    row.price_cents, row.duration_hours = price_cents, duration_hours
    row.mobilization_hours, row.changed_at = mobilization_hours, clock.now()
    row.save()
    row.items.all().delete()
    ReadyPackageItem.objects.bulk_create(
        ReadyPackageItem(package=row, resource_id=resource_id, quantity=quantity)
        for resource_id, quantity in items
    )


def _refusals_for_items(row: ReadyPackage, items: list[tuple[UUID, int]]) -> list[Refusal]:
    ids = [resource_id for resource_id, _ in items]
    if not items:
        return [Refusal("package.no_items", None, "items")]
    if len(items) > MOST_ITEMS:
        return [Refusal("package.too_many_items", None, "items", {"most": MOST_ITEMS})]
    if len(set(ids)) != len(ids):
        return [Refusal("package.item_twice", None, "items")]
    own = Resource.objects.filter(
        network_id=row.network_id, party_id=row.party_id, retired_at__isnull=True
    ).in_bulk(ids)
    barred = set(
        LicenceDetails.objects.filter(pk__in=ids, lending_permitted=False).values_list(
            "pk", flat=True
        )
    )
    refusals = []
    for resource_id, quantity in items:
        resource = own.get(resource_id)
        if resource is None:
            refusals.append(Refusal("package.item_not_yours", None, "items"))
            continue
        values = {"name": resource.name, "most": resource.quantity - resource.reserve}
        if not 1 <= quantity <= resource.quantity - resource.reserve:
            refusals.append(Refusal("package.item_too_many", None, "items", values))
        if resource.kind == ResourceKind.LICENCE and resource_id in barred:
            refusals.append(Refusal("licence.not_permitted", "response", "items", values))
    return refusals

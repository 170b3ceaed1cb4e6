"""By what lists of resources are narrowed: who may know of them, kind, words, when they are free."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from muster.catalog.models import (
    CapacityDetails,
    LicenceDetails,
    Resource,
    ResourceClearance,
    ResourceKind,
    ResourceSkill,
    ResourceType,
    Unavailability,
)
from muster.catalog.queries import availability
from muster.catalog.queries.visibility import sees_others
from muster.journal.kept import kept
from muster.rules import lending
from muster.rules.actor import Actor

# Read with the row: a join costs a fifth of a query of its own.
NAMED = {
    "party_name": F("party__name"),
    "type_key": F("resource_type__key"),
    "type_label": F("resource_type__label"),
    "unit": F("resource_type__unit"),
    "zone_name": F("network__time_zone"),
    "currency": F("network__currency"),
}
A_MOMENT = timedelta(minutes=1)
MOST_WORDS_SEARCHED = 6


@dataclass(frozen=True)
class ResourceFilter:
    """What a list is narrowed to; keys are those of the vocabulary. Empty means all."""

    kind: str = ""
    resource_type: str = ""
    skill: str = ""
    clearance: str = ""
    party_id: UUID | None = None
    text: str = ""
    free_from: datetime | None = None
    free_until: datetime | None = None
    with_retired: bool = False  # only of one's own party


def interval_of(wanted: ResourceFilter, at: datetime) -> tuple[datetime, datetime]:
    """The interval that "free" is about: the one asked for, or now."""
    starts_at = wanted.free_from or at
    ends_at = wanted.free_until or starts_at + A_MOMENT
    return (starts_at, ends_at) if ends_at > starts_at else (starts_at, starts_at + A_MOMENT)


def filtered(actor: Actor, wanted: ResourceFilter, at: datetime) -> QuerySet[Resource]:
    """The rows that a list is made of, before order and page."""
    rows = resource_rows(narrowed_by(actor, wanted), **values_of(actor, wanted))
    if wanted.clearance:
        rows = rows.filter(Exists(_cleared(wanted.clearance, at.date())))
    for word in wanted.text.casefold().split()[:MOST_WORDS_SEARCHED]:
        rows = rows.filter(search_text__contains=word)
    if wanted.free_from or wanted.free_until:
        rows = _free_in(actor, rows, wanted.kind, *interval_of(wanted, at))
    return rows


class Narrowed(NamedTuple):
    """By what the rows of a list are narrowed: the form of its query."""

    own_only: bool
    live_only: bool
    by_type: bool
    by_kind: bool
    by_party: bool
    by_skill: bool


def narrowed_by(actor: Actor, wanted: ResourceFilter) -> Narrowed:
    is_own = wanted.party_id is not None and wanted.party_id == actor.party_id
    return Narrowed(
        own_only=not sees_others(actor),
        live_only=not (wanted.with_retired and (is_own or actor.is_system)),
        by_type=bool(wanted.resource_type),
        by_kind=bool(wanted.kind) and not wanted.resource_type,
        by_party=wanted.party_id is not None,
        by_skill=bool(wanted.skill),
    )


def values_of(actor: Actor, wanted: ResourceFilter) -> dict[str, Any]:
    types = _types_of_key if wanted.resource_type else None
    return {
        "network_id": actor.network_id,
        "own_party_id": actor.party_id,
        "type_ids": types(
            bool(wanted.kind),
            network_id=actor.network_id,
            key=wanted.resource_type,
            kind=wanted.kind,
        )
        if types
        else (),
        "kind": wanted.kind,
        "party_id": wanted.party_id,
        "skill": wanted.skill,
    }


@kept
def _types_of_key(
    of_kind: bool, /, *, network_id: UUID | None, key: str, kind: str
) -> QuerySet[ResourceType, UUID]:
    rows = ResourceType.objects.filter(network_id=network_id, key=key)
    return (rows.filter(kind=kind) if of_kind else rows).values_list("id", flat=True)


def resource_rows(
    narrowed: Narrowed,
    *,
    network_id: UUID | None,
    own_party_id: UUID | None,
    type_ids: Collection[UUID],
    kind: str,
    party_id: UUID | None,
    skill: str,
) -> QuerySet[Resource]:
    rows = Resource.objects.filter(network_id=network_id).annotate(**NAMED)
    if narrowed.own_only:
        rows = rows.filter(party_id=own_party_id)
    if narrowed.live_only:
        rows = rows.filter(retired_at__isnull=True)
    if narrowed.by_type:
        rows = rows.filter(resource_type_id__in=type_ids)
    if narrowed.by_kind:
        rows = rows.filter(kind=kind)
    if narrowed.by_party:
        rows = rows.filter(party_id=party_id)
    if narrowed.by_skill:
        held = ResourceSkill.objects.filter(resource=OuterRef("pk"), skill__key=skill)
        rows = rows.filter(Exists(held))
    return rows


def _cleared(key: str, day: date) -> QuerySet[ResourceClearance]:
    return ResourceClearance.objects.filter(
        Q(expires_on__isnull=True) | Q(expires_on__gte=day),
        Q(granted_on__isnull=True) | Q(granted_on__lte=day),
        resource=OuterRef("pk"),
        clearance__key=key,
    )


def _free_in(
    actor: Actor, rows: QuerySet[Resource], kind: str, starts_at: datetime, ends_at: datetime
) -> QuerySet[Resource]:
    """Only what may be lent for the whole interval.

    Few resources are out at a time, so these are counted exactly and the others not at all.
    """
    day = ends_at.astimezone(availability.zone_of(actor)).date()
    away = Unavailability.objects.filter(
        availability.overlapping(starts_at, ends_at), resource=OuterRef("pk")
    )
    rows = rows.filter(~Exists(away), quantity__gt=F("reserve"))
    if kind in ("", ResourceKind.LICENCE):
        barred = Q(lending_permitted=False) | Q(expires_on__lt=day)
        rows = rows.filter(~Exists(LicenceDetails.objects.filter(barred, pk=OuterRef("pk"))))
    if kind in ("", ResourceKind.CAPACITY):
        ended = CapacityDetails.objects.filter(available_until__lt=day, pk=OuterRef("pk"))
        rows = rows.filter(~Exists(ended))
    return rows.exclude(id__in=_all_taken(actor, starts_at, ends_at))


def _all_taken(actor: Actor, starts_at: datetime, ends_at: datetime) -> list[UUID]:
    """Resources of which reservations leave nothing above the reserve in the interval."""
    live = availability.live_reservations(starts_at, ends_at).filter(network_id=actor.network_id)
    taken = availability.grouped(live)
    stock = Resource.objects.filter(id__in=taken).values_list("id", "quantity", "reserve")
    return [
        resource_id
        for resource_id, quantity, reserve in stock
        if not lending.quantity_free(quantity, reserve, taken[resource_id], starts_at, ends_at)
    ]

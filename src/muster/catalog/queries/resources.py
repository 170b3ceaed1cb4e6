"""Resources as an actor may see them: whole for the lender's own people, the public part for others.

Others that are bound by the agreement, and the network's officers, read name, type, kind, skills,
which clearances are in force, what is free, rate and home base; a party that is not bound reads its
own entries alone. Serial numbers, telephone numbers, the reserve, notes and dates of vetting stay at home.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet

from muster.catalog.details import SHAPES, details_of
from muster.catalog.models import (
    Resource,
    ResourceClearance,
    ResourceSkill,
)
from muster.catalog.queries import availability
from muster.catalog.queries.narrowing import (
    A_MOMENT,
    NAMED,
    Narrowed,
    ResourceFilter,
    filtered,
    interval_of,
    narrowed_by,
    resource_rows,
    values_of,
)
from muster.catalog.queries.visibility import shared_with
from muster.journal import clock
from muster.journal.kept import kept
from muster.journal.keyset import Page, page_from, page_limit, page_of
from muster.rules import lending
from muster.rules.actor import Actor, PartyRole
from muster.rules.clearances import Held
from muster.rules.refusal import NotFound, Refusal

SORTS = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "changed_at": ("changed_at", "id"),
    "-changed_at": ("-changed_at", "-id"),
}
# What a card needs of a row; making whole instances of fifty rows costs more than finding them.
LISTED = (
    "id",
    "network_id",
    "party_id",
    "kind",
    "resource_type_id",
    "name",
    "description",
    "quantity",
    "reserve",
    "rate_ten_thousandths",
    "rate_basis",
    "home_base",
    "latitude",
    "longitude",
    "can_work_remotely",
    "max_travel_km",
    "changed_at",
    "retired_at",
)
MOST_LENDABLE = 300
OFFICERS = (PartyRole.AUTHORIZED_REPRESENTATIVE, PartyRole.DUTY_OFFICER)


@dataclass(frozen=True)
class HeldClearance:
    """A vetting that a resource holds; its dates and note are None where they are private."""

    key: str
    label: str
    is_in_force: bool
    granted_on: date | None = None
    expires_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class ResourceCard:
    """One resource. `quantity` and `reserve` are None for readers of other parties.

    `free` is what may be lent now, or in the interval that a list was asked for; `bars` say why
    nothing may. `details` holds what its kind alone has, as far as the reader may see it.
    """

    id: UUID
    network_id: UUID
    party_id: UUID
    party_name: str
    kind: str
    resource_type_id: UUID
    type_key: str
    type_label: str
    unit: str
    name: str
    description: str
    free: int
    bars: tuple[Refusal, ...]
    rate_ten_thousandths: int
    rate_basis: str
    home_base: str
    latitude: float | None
    longitude: float | None
    can_work_remotely: bool
    max_travel_km: int | None
    changed_at: datetime
    retired_at: datetime | None
    currency: str
    is_own: bool
    quantity: int | None = None
    reserve: int | None = None
    skills: tuple[tuple[str, str], ...] = ()
    clearances: tuple[HeldClearance, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def overtime_rate_ten_thousandths(self) -> int:
        return int(self.details.get("overtime_rate_ten_thousandths") or 0)

    @property
    def skill_words(self) -> str:
        return ", ".join(label for _, label in self.skills)

    @property
    def is_away(self) -> bool:
        """Whether it was set aside for now."""
        return any(bar.code == "resource.unavailable" for bar in self.bars)


def resources(
    actor: Actor,
    *,
    wanted: ResourceFilter | None = None,
    sort: str = "name",
    cursor: str | None = None,
    limit: int = 50,
    at: datetime | None = None,
) -> Page[ResourceCard]:
    """A page of the network's catalogue, narrowed and in order; a bounded number of queries."""
    wanted = wanted or ResourceFilter()
    at = at or clock.now()
    starts_at, ends_at = interval_of(wanted, at)
    order = SORTS.get(sort, SORTS["name"])
    if cursor or wanted.text or wanted.clearance or wanted.free_from or wanted.free_until:
        page = page_of(filtered(actor, wanted, at), order, cursor, limit)
    else:
        values, limit = values_of(actor, wanted), page_limit(limit)
        page = page_from(
            _first_page(narrowed_by(actor, wanted), order, limit, **values), order, limit
        )
    return Page(cards(actor, page.items, starts_at, ends_at, with_details=False), page.next)


@kept
def _first_page(
    narrowed: Narrowed,
    order: tuple[str, ...],
    limit: int,
    /,
    *,
    network_id: UUID | None,
    own_party_id: UUID | None,
    type_ids: Collection[UUID],
    kind: str,
    party_id: UUID | None,
    skill: str,
) -> QuerySet[Resource]:
    rows = resource_rows(
        narrowed,
        network_id=network_id,
        own_party_id=own_party_id,
        type_ids=type_ids,
        kind=kind,
        party_id=party_id,
        skill=skill,
    )
    return rows.order_by(*order).values_list(*LISTED, *NAMED, named=True)[: limit + 1]


def get_resource(
    actor: Actor, resource_id: UUID, lock: bool = False, at: datetime | None = None
) -> ResourceCard:
    """One resource as the actor may see it; a retired one is found by its own party only."""
    if lock:
        Resource.objects.select_for_update().filter(id=resource_id).first()
    rows = Resource.objects.filter(shared_with(actor), id=resource_id)
    row = rows.annotate(**NAMED).first()
    if row is None or (row.retired_at is not None and not sees_whole(actor, row.party_id)):
        raise NotFound("resource")
    at = at or clock.now()
    return cards(actor, [row], at, at + A_MOMENT, with_details=True)[0]


def resources_by_id(
    actor: Actor, resource_ids: Iterable[UUID], at: datetime | None = None
) -> dict[UUID, ResourceCard]:
    """Several resources at once, retired ones too, as the actor may see them; unknown ones lack."""
    at = at or clock.now()
    rows = Resource.objects.filter(shared_with(actor), id__in=set(resource_ids))
    shown = cards(actor, list(rows.annotate(**NAMED)), at, at + A_MOMENT, with_details=True)
    return {card.id: card for card in shown}


def counts_of_party(actor: Actor, party_id: UUID) -> dict[str, int]:
    """How many entries of each kind a party lists."""
    rows = Resource.objects.filter(shared_with(actor), party_id=party_id, retired_at__isnull=True)
    return dict(rows.order_by().values_list("kind").annotate(Count("id")))


def settable_ids(actor: Actor) -> set[UUID] | None:
    """Resources of one's own party whose availability the actor may set; None means all of them.

    Officers set everything, responders the entry that they themselves are.
    """
    if actor.is_system or actor.holds(*OFFICERS):
        return None
    if actor.person_id is None or not actor.holds(PartyRole.RESPONDER):
        return set()
    own = Resource.objects.filter(
        network_id=actor.network_id,
        party_id=actor.party_id,
        person_details__person_id=actor.person_id,
    )
    return set(own.values_list("id", flat=True))


def lendable_of_party(actor: Actor) -> list[tuple[UUID, str, int]]:
    """Id, name and most that may be lent of what one's own party lists; for ready packages."""
    rows = Resource.objects.filter(
        network_id=actor.network_id, party_id=actor.party_id, retired_at__isnull=True
    )
    listed = rows.order_by("kind", "name", "id").values_list("id", "name", "quantity", "reserve")
    return [
        (resource_id, name, quantity - reserve)
        for resource_id, name, quantity, reserve in listed[:MOST_LENDABLE]
    ]


def sees_whole(actor: Actor, party_id: UUID) -> bool:
    """Whether the actor reads the private part of a party's resources."""
    return actor.is_system or actor.party_id == party_id


def cards(
    actor: Actor,
    rows: Collection[Any],
    starts_at: datetime,
    ends_at: datetime,
    *,
    with_details: bool,
) -> list[ResourceCard]:
    """Rows (with `NAMED`) as the actor may see them, in few queries however many they are."""
    if not rows:
        return []
    ids = [row.id for row in rows]
    zone = ZoneInfo(next(iter(rows)).zone_name)
    facts = availability.facts_for(rows, starts_at, ends_at, zone)
    skills, clearances = skills_of(ids), clearances_of(ids)
    details = details_of(rows) if with_details else {}
    return [
        _card(
            actor,
            row,
            facts[row.id],
            skills.get(row.id, ()),
            clearances.get(row.id, ()),
            details.get(row.id),
        )
        for row in rows
    ]


def skills_of(ids: Collection[UUID]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Key and label of each resource's skills, by label."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for resource_id, key, label in _skills(resource_ids=ids):
        found[resource_id].append((key, label))
    return {resource_id: tuple(each) for resource_id, each in found.items()}


@kept
def _skills(*, resource_ids: Collection[UUID]) -> QuerySet[ResourceSkill, tuple[UUID, str, str]]:
    rows = ResourceSkill.objects.filter(resource_id__in=resource_ids).order_by("skill__label")
    return rows.values_list("resource_id", "skill__key", "skill__label")


class HeldRow(NamedTuple):
    """One clearance of one resource as it is kept."""

    resource_id: UUID
    key: str
    label: str
    granted_on: date | None
    expires_on: date | None
    note: str


def clearances_of(ids: Collection[UUID]) -> dict[UUID, tuple[HeldRow, ...]]:
    """Each resource's clearances, by label."""
    found: dict[UUID, list[HeldRow]] = defaultdict(list)
    for values in _clearances(resource_ids=ids):
        found[values[0]].append(HeldRow(*values))
    return {resource_id: tuple(each) for resource_id, each in found.items()}


def held_by(resource_id: UUID) -> tuple[Held, ...]:
    """What a person is vetted for, with its days, as the rules ask it."""
    rows = clearances_of([resource_id]).get(resource_id, ())
    return tuple(Held(row.key, row.granted_on, row.expires_on) for row in rows)


@kept
def _clearances(*, resource_ids: Collection[UUID]) -> QuerySet[ResourceClearance, Any]:
    rows = ResourceClearance.objects.filter(resource_id__in=resource_ids)
    return rows.order_by("clearance__label").values_list(
        "resource_id", "clearance__key", "clearance__label", "granted_on", "expires_on", "note"
    )


def _held(row: HeldRow, day: date, is_whole: bool) -> HeldClearance:
    begun = row.granted_on is None or row.granted_on <= day
    lasts = row.expires_on is None or row.expires_on >= day
    if not is_whole:
        return HeldClearance(row.key, row.label, begun and lasts)
    return HeldClearance(
        row.key, row.label, begun and lasts, row.granted_on, row.expires_on, row.note
    )


def _card(
    actor: Actor,
    row: Any,
    facts: lending.LendingFacts,
    skills: tuple[tuple[str, str], ...],
    clearances: tuple[HeldRow, ...],
    details: Any,
) -> ResourceCard:
    is_whole = sees_whole(actor, row.party_id)
    held = (_held(each, facts.ends_on, is_whole) for each in clearances)
    shape = SHAPES[row.kind]
    bars = tuple(lending.refusals_for_lending(facts))
    return ResourceCard(
        id=row.id,
        network_id=row.network_id,
        party_id=row.party_id,
        party_name=row.party_name,
        kind=row.kind,
        resource_type_id=row.resource_type_id,
        type_key=row.type_key,
        type_label=row.type_label,
        unit=row.unit,
        name=row.name,
        description=row.description,
        free=0
        if bars
        else lending.quantity_free(
            facts.quantity, facts.reserve, facts.taken, facts.starts_at, facts.ends_at
        ),
        bars=bars,
        rate_ten_thousandths=row.rate_ten_thousandths,
        rate_basis=row.rate_basis,
        home_base=row.home_base,
        latitude=row.latitude,
        longitude=row.longitude,
        can_work_remotely=row.can_work_remotely,
        max_travel_km=row.max_travel_km,
        changed_at=row.changed_at,
        retired_at=row.retired_at,
        currency=row.currency,
        is_own=actor.party_id == row.party_id,
        quantity=row.quantity if is_whole else None,
        reserve=row.reserve if is_whole else None,
        skills=skills,
        clearances=tuple(each for each in held if is_whole or each.is_in_force),
        details=shape.values_of(details, with_private=is_whole) if details is not None else {},
    )

"""What is said of a resource: its inputs, every reason against them, and the rows they become.

Forms, the API and CSV files all come through here, so that they refuse alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from muster.catalog.details import SHAPES
from muster.catalog.models import (
    Clearance,
    RateBasis,
    Resource,
    ResourceClearance,
    ResourceKind,
    ResourceSkill,
    ResourceType,
    Skill,
)
from muster.journal import clock
from muster.journal.ids import new_id
from muster.members import queries as members
from muster.rules.actor import Actor
from muster.rules.lending import refusals_for_stock
from muster.rules.refusal import Refusal

LARGEST_STOCK = 1_000_000
LARGEST_RATE = 1_000_000_0000


@dataclass(frozen=True)
class HeldSince:
    """A clearance as its holder states it."""

    key: str
    granted_on: date | None = None
    expires_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class ResourceInputs:
    """What is said of a resource, in the words of its form. Keys are those of the vocabulary."""

    resource_type: str
    name: str
    description: str = ""
    quantity: int = 1
    reserve: int = 0
    rate_ten_thousandths: int = 0
    rate_basis: str = RateBasis.FREE.value
    home_base: str = ""
    latitude: float | None = None
    longitude: float | None = None
    can_work_remotely: bool = False
    max_travel_km: int | None = None
    skills: tuple[str, ...] = ()
    clearances: tuple[HeldSince, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


A_DAY = timedelta(days=1)  # it may be tomorrow where the lender is

PLAIN = (
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
)


@dataclass(frozen=True)
class Words:
    """The network's vocabulary by key, loaded once for one or for a thousand resources."""

    types: Mapping[str, ResourceType]
    skills: Mapping[str, Skill]
    clearances: Mapping[str, Clearance]
    party_names: Mapping[UUID, str]


def words_of(network_id: UUID | None, party_id: UUID) -> Words:
    """The vocabulary in use; retired words are left out."""
    types, skills, clearances = (
        {row.key: row for row in table.objects.filter(network_id=network_id, retired_at=None)}
        for table in (ResourceType, Skill, Clearance)
    )
    return Words(types, skills, clearances, members.party_names([party_id]))  # type: ignore[arg-type]


def plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """Lists become tuples, so that what is said can be compared with what was said."""
    return {name: tuple(value) if name == "skills" else value for name, value in inputs.items()}


def held_since(clearances: Iterable[HeldSince | Mapping[str, Any]]) -> tuple[HeldSince, ...]:
    return tuple(each if isinstance(each, HeldSince) else HeldSince(**each) for each in clearances)


def inputs_of(row: Resource) -> ResourceInputs:
    """What is said of a resource now, as its form says it."""
    shape = SHAPES[row.kind]
    details = shape.table._default_manager.filter(pk=row.pk).first()
    held = row.clearance_rows.select_related("clearance").order_by("clearance__label")
    return ResourceInputs(
        resource_type=row.resource_type.key,
        skills=tuple(row.skills.order_by("label").values_list("key", flat=True)),
        clearances=tuple(
            HeldSince(each.clearance.key, each.granted_on, each.expires_on, each.note)
            for each in held
        ),
        details=shape.values_of(details, with_private=True) if details else {},
        **{name: getattr(row, name) for name in PLAIN},
    )


def refusals_for(
    actor: Actor,
    party_id: UUID,
    said: ResourceInputs,
    words: Words,
    *,
    kept: ResourceInputs | None = None,
    promised: int = 0,
) -> list[Refusal]:
    """Every reason why this may not be said; words that it had before may stay although retired."""
    found = words.types.get(said.resource_type)
    known_type = found is not None or (
        kept is not None and kept.resource_type == said.resource_type
    )
    if not known_type:
        values = {"given": said.resource_type}
        return [Refusal("resource.unknown_type", None, "resource_type", values)]
    had_skills = set(kept.skills) if kept else set()
    had_clearances = {each.key for each in kept.clearances} if kept else set()
    unknown_skills = set(said.skills) - set(words.skills) - had_skills
    stated = [each.key for each in said.clearances]
    unknown = set(stated) - set(words.clearances) - had_clearances
    checks = [
        (not said.name.strip(), Refusal("resource.no_name", None, "name")),
        (
            bool(unknown_skills),
            Refusal("resource.unknown_skill", None, "skills", {"given": _listed(unknown_skills)}),
        ),
        (
            bool(unknown),
            Refusal("resource.unknown_clearance", None, "clearances", {"given": _listed(unknown)}),
        ),
        (len(stated) != len(set(stated)), Refusal("resource.clearance_twice", None, "clearances")),
        (
            any(_is_backwards(each) for each in said.clearances),
            Refusal("resource.clearance_backwards", None, "clearances"),
        ),
        (
            not 0 <= said.rate_ten_thousandths <= LARGEST_RATE,
            Refusal("resource.rate_invalid", None, "rate_ten_thousandths"),
        ),
        (
            said.rate_basis not in RateBasis.values
            or (said.rate_basis == RateBasis.FREE and said.rate_ten_thousandths > 0),
            Refusal("resource.rate_basis", None, "rate_basis"),
        ),
        (
            said.quantity > LARGEST_STOCK,
            Refusal("resource.quantity_too_large", None, "quantity", {"most": LARGEST_STOCK}),
        ),
        (not _is_a_place(said), Refusal("resource.place_invalid", None, "latitude")),
    ]
    refusals = [refusal for broken, refusal in checks if broken]
    refusals += refusals_for_stock(said.quantity, said.reserve, promised)
    return refusals + _refusals_for_details(actor, party_id, said, found)


def _refusals_for_details(
    actor: Actor, party_id: UUID, said: ResourceInputs, resource_type: ResourceType | None
) -> list[Refusal]:
    kind = resource_type.kind if resource_type else None
    if kind is None:
        return []
    strange = set(said.details) - set(SHAPES[kind].names)
    if strange:
        values = {"given": _listed(strange), "kind": ResourceKind(kind).label}
        return [Refusal("resource.unknown_detail", None, "details", values)]
    refusals = []
    if kind == ResourceKind.PERSON:
        if said.quantity != 1 or said.reserve:
            refusals.append(Refusal("resource.one_person", None, "quantity"))
        person_id = said.details.get("person_id")
        if person_id and not _serves(actor, party_id, person_id):
            refusals.append(Refusal("resource.not_your_person", None, "person_id"))
    if kind == ResourceKind.EQUIPMENT:
        serials = said.details.get("serial_numbers") or []
        if len(serials) > said.quantity:
            counts = {"count": len(serials), "quantity": said.quantity}
            refusals.append(
                Refusal("resource.more_serials_than_pieces", None, "serial_numbers", counts)
            )
        if len(set(serials)) != len(serials):
            refusals.append(Refusal("resource.serial_twice", None, "serial_numbers"))
        bought_on = said.details.get("bought_on")
        if bought_on and bought_on > clock.now().date() + A_DAY:
            refusals.append(Refusal("resource.bought_ahead", None, "bought_on"))
    if kind == ResourceKind.LICENCE and said.details.get("lending_permitted"):
        evidence = said.details.get("permission_evidence_file_id")
        if not evidence and not (said.details.get("permission_note") or "").strip():
            refusals.append(Refusal("licence.no_evidence", None, "permission_note"))
    return refusals


def _serves(actor: Actor, party_id: UUID, person_id: UUID) -> bool:
    people = members.people_of_party(actor.network_id, party_id)  # type: ignore[arg-type]
    return any(person.id == person_id for person in people)


def _listed(keys: Iterable[str]) -> str:
    return ", ".join(sorted(keys))[:200]


def _is_backwards(held: HeldSince) -> bool:
    return bool(held.granted_on and held.expires_on and held.expires_on < held.granted_on)


def _is_a_place(said: ResourceInputs) -> bool:
    if said.latitude is None and said.longitude is None:
        return True
    if said.latitude is None or said.longitude is None:
        return False
    return -90 <= said.latitude <= 90 and -180 <= said.longitude <= 180


def search_text(row: Resource, party_name: str) -> str:
    """What a text search looks in."""
    return " ".join((row.name, row.description, row.home_base, party_name)).casefold()


def build(
    actor: Actor,
    party_id: UUID,
    said: ResourceInputs,
    words: Words,
    resource_id: UUID | None = None,
) -> Resource:
    """The row of what is said, not saved yet."""
    resource_type = words.types[said.resource_type]
    at = clock.now()
    row = Resource(
        id=resource_id or new_id(),
        network_id=actor.network_id,
        party_id=party_id,
        kind=resource_type.kind,
        resource_type=resource_type,
        created_at=at,
        changed_at=at,
        **{name: getattr(said, name) for name in PLAIN},
    )
    row.search_text = search_text(row, words.party_names.get(party_id, ""))
    return row


def skill_rows(row: Resource, said: ResourceInputs, words: Words) -> list[ResourceSkill]:
    return [
        ResourceSkill(resource=row, skill=words.skills[key])
        for key in dict.fromkeys(said.skills)
        if key in words.skills
    ]


def clearance_rows(row: Resource, said: ResourceInputs, words: Words) -> list[ResourceClearance]:
    return [
        ResourceClearance(
            resource=row,
            clearance=words.clearances[each.key],
            granted_on=each.granted_on,
            expires_on=each.expires_on,
            note=each.note,
        )
        for each in said.clearances
        if each.key in words.clearances
    ]


def save_parts(row: Resource, said: ResourceInputs, words: Words, *, is_new: bool) -> None:
    """Skills, clearances and details of a saved row; words since retired stay as they were."""
    if not is_new:
        row.skill_rows.exclude(skill__key__in=_retired(said.skills, words.skills)).delete()
        keys = [each.key for each in said.clearances]
        row.clearance_rows.exclude(clearance__key__in=_retired(keys, words.clearances)).delete()
    ResourceSkill.objects.bulk_create(skill_rows(row, said, words))
    ResourceClearance.objects.bulk_create(clearance_rows(row, said, words))
    shape = SHAPES[row.kind]
    shape.table._default_manager.update_or_create(
        pk=row.pk,
        defaults={name: said.details[name] for name in shape.names if name in said.details},
    )


def _retired(keys: Iterable[str], in_use: Mapping[str, Any]) -> list[str]:
    return [key for key in keys if key not in in_use]
